/**
 * What a source of items comes to, once it is read. Tested by `load.test.ts`.
 */
import type { Groups } from "@marginalia/datasets/dataset"
import type { AnyItems } from "@marginalia/models/training"
import type { Limited } from "./limits.ts"

/** Items with what is known of them, one entry a row. */
export interface Part {
  readonly items: AnyItems
  /** −1 where no label is known. */
  readonly labels: Int32Array
  readonly ids: ReadonlyArray<string>
  /** By column, the group of each, empty where it is in none; of the columns that were asked for and are there. */
  readonly groups?: Groups | undefined
  /** Which rows of the source these are, of how many, where some of it were declined; undefined where all are here. */
  readonly source?: { readonly at: Uint32Array; readonly of: number } | undefined
}

/** All items of a source. */
export interface Whole {
  readonly pool: Part
  /** Undefined where a part of the pool is to be held out. */
  readonly test: Part | undefined
  readonly classNames: ReadonlyArray<string>
  /** The names of the columns of the vectors, where a table names them. */
  readonly columnNames?: ReadonlyArray<string> | undefined
  /** Which items of the pool may be chosen, and the like. Default: all may. */
  readonly limits?: Limited | undefined
}
