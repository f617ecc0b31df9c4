/**
 * What a worker is told and what it tells: plain data, so that it may be in another process, or on another machine.
 */
import type { Variant } from "@marginalia/core/Kernels"
import type * as Message from "@marginalia/core/Message"
import type { KeptEvent } from "../journal/kept.ts"
import type { Unit } from "../unit.ts"

/** A unit to run. */
export interface Task {
  /** Its number in the experiment. */
  readonly index: number
  readonly unit: Unit
  /** The journal's path. */
  readonly path: string
  readonly plugins: ReadonlyArray<string>
  /** The unit as its journal has it, where the data have other paths there than here. Default `unit`. */
  readonly written?: Unit | undefined
  /** Which build of the kernels works. Default the fastest here. */
  readonly variant?: Variant | undefined
  /**
   * The events so far of a journal that is kept by whoever gives the task: each further one is told as `Event`, and the
   * task goes on when it is answered with {@link Kept}. Default: the journal is the file at `path`.
   */
  readonly events?: ReadonlyArray<KeptEvent> | undefined
}

/** The answer to an `Event`: it is where it cannot be lost any more. */
export interface Kept {
  readonly _tag: "Kept"
  readonly seq: number
}

/** What is heard of a task. */
export type Report =
  /** A round is on the disk, or was there already. */
  | {
    readonly _tag: "Round"
    readonly index: number
    readonly round: number
    readonly labeled: number
    /** On the test items; of a unit whose labels are no classes what is told in its place, see `measure`. */
    readonly accuracy: number
    /** What `accuracy` holds where labels are no classes: `r2`, `microF1`. */
    readonly measure?: string
    readonly replayed: boolean
  }
  /** An event of a journal that is kept by whoever gave the task. */
  | { readonly _tag: "Event"; readonly index: number; readonly event: KeptEvent }
  | { readonly _tag: "Gap"; readonly index: number; readonly problem: string }
  | { readonly _tag: "Done"; readonly index: number }
  /** It cannot be run to its end; `code` is what the command exits with. */
  | { readonly _tag: "Failed"; readonly index: number; readonly problem: Message.Message; readonly code: number }

/** How a task ended. */
export type Outcome =
  | Extract<Report, { readonly _tag: "Done" | "Failed" }>
  /** The process ended before the task did. */
  | { readonly _tag: "Crashed"; readonly index: number; readonly problem: string }
