/** What a loaded data set is. */
import type { Skipped } from "./image/stream.ts"
import type { Items } from "./items.ts"

/** Some of a data set's items. */
export interface Part {
  /** The name of each: its path below the data set's folder, its id in the table, else its number in the split. */
  readonly ids: ReadonlyArray<string>
  /** Bytes with the channels last, or vectors, and the normalization that networks see. */
  readonly items: Items
  /** The class of each; absent where none are known. */
  readonly labels?: Int32Array
}

/** A split of a data set, ready for a network. */
export interface Split extends Part {
  readonly labels: Int32Array
}

/** What was loaded, labeled or not, with a test split or without. */
export interface LoadedImages {
  readonly name: string
  /** Empty where no labels are known. */
  readonly classNames: ReadonlyArray<string>
  /** The folder that it came from. */
  readonly folder: string
  /** All items, where there are no splits. */
  readonly train: Part
  readonly validation?: Part
  readonly test?: Part
  /** Items that were left out because they cannot be used; always empty without `skipBad`. */
  readonly skipped: ReadonlyArray<Skipped>
}

/** A data set, loaded: labeled, with a test split. */
export interface Dataset extends LoadedImages {
  readonly train: Split
  readonly test: Split
}

/** Ids for items that have no names: their numbers. */
export const numbered = (rows: number): ReadonlyArray<string> => Array.from({ length: rows }, (_, i) => String(i))
