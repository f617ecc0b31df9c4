/**
 * What a worker is told and what it tells: plain data, so that it may be in another process, or on another machine.
 */
import type * as Message from "@marginalia/core/Message"
import type { Unit } from "../unit.ts"

/** A unit to run. */
export interface Task {
  /** Its number in the experiment. */
  readonly index: number
  readonly unit: Unit
  /** The journal's path. */
  readonly path: string
  readonly plugins: ReadonlyArray<string>
}

/** What is heard of a task. */
export type Report =
  /** A round is on the disk, or was there already. */
  | {
    readonly _tag: "Round"
    readonly index: number
    readonly round: number
    readonly labeled: number
    readonly accuracy: number
    readonly replayed: boolean
  }
  | { readonly _tag: "Gap"; readonly index: number; readonly problem: string }
  | { readonly _tag: "Done"; readonly index: number }
  /** It cannot be run to its end; `code` is what the command exits with. */
  | { readonly _tag: "Failed"; readonly index: number; readonly problem: Message.Message; readonly code: number }

/** How a task ended. */
export type Outcome =
  | Extract<Report, { readonly _tag: "Done" | "Failed" }>
  /** The process ended before the task did. */
  | { readonly _tag: "Crashed"; readonly index: number; readonly problem: string }
