/**
 * What the server and the process that works tell each other, by structured clone.
 */
import type { Told } from "../told.ts"

/** Labels by position; classes are numbered from 0. */
export interface KnownLabels {
  readonly items: Uint32Array
  readonly labels: Int32Array
  /** Items that somebody declined: never chosen, never learned from. */
  readonly declined: Uint32Array
}

/** The first message: the pool to hold. */
export interface Open {
  readonly _tag: "Open"
  readonly path: string
  readonly idColumn?: string | undefined
  readonly features?: ReadonlyArray<string> | undefined
  /** A table with the columns of `where`, by id. Default: the pool's own. */
  readonly metadata?: string | undefined
  /** Modules with strategies of one's own, whose code is run. Default none. */
  readonly plugins?: ReadonlyArray<string> | undefined
}

/** Which items to label next? */
export interface Choose {
  readonly _tag: "Choose"
  readonly strategy: string
  readonly budget: number
  readonly seed: number
  readonly known: KnownLabels
  /** Positions; undefined: all may be chosen. */
  readonly only: Uint32Array | undefined
  /** Positions that may not be. */
  readonly exclude: Uint32Array
  /** Positions that are chosen first, in their order. */
  readonly include: Uint32Array
  /** A condition on columns. */
  readonly where: string | undefined
}

/** What are these items? `items`: all where there are none. */
export interface Guess {
  readonly _tag: "Guess"
  readonly items: Uint32Array | undefined
  readonly known: KnownLabels
}

/** A piece of work. */
export type Work = Choose | Guess

/** What the process is told. */
export type ToWorker = Open | { readonly _tag: "Do"; readonly request: number; readonly work: Work }

/** The pool is there. */
export interface Opened {
  readonly _tag: "Opened"
  readonly ids: ReadonlyArray<string>
  readonly width: number
  readonly sha256: string
  readonly notes: ReadonlyArray<string>
}

/** What the process says; `Failed` of no request is of the pool itself. */
export type FromWorker =
  | Opened
  | { readonly _tag: "Done"; readonly request: number; readonly value: unknown }
  | {
    readonly _tag: "Failed"
    readonly request: number | undefined
    /** The error, as data. */
    readonly told: Told
    /** Whether it is what was asked for that is wrong. */
    readonly isInput: boolean
  }
