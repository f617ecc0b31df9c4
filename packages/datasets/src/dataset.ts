/** What a loaded data set is. */
import type { Skipped } from "./image/stream.ts"
import type { AnyItems, Items } from "./items.ts"

/** Some of a data set's items, in memory by default. */
export interface Part<I extends AnyItems = Items> {
  /** The name of each: its path below the data set's folder, its id in the table, else its number in the split. */
  readonly ids: ReadonlyArray<string>
  /** Bytes with the channels last, or vectors, and the normalization that networks see. */
  readonly items: I
  /** The class of each; absent where none are known. */
  readonly labels?: Int32Array
  /** By column of a table, the group of each, empty where it is in none; of the columns that were asked for and are there. */
  readonly groups?: Groups
}

/** Groups of items, by the column that names them: one text an item, empty for an item in none. */
export type Groups = ReadonlyMap<string, ReadonlyArray<string>>

/** The `groups` of some items: those at the positions `at`, in their order. */
export const groupsAt = (groups: Groups, at: ArrayLike<number>): Groups =>
  new Map(Array.from(groups, ([name, of]) => [name, Array.from(at, (position) => of[position]!)]))

/** A split of a data set, ready for a network. */
export interface Split<I extends AnyItems = Items> extends Part<I> {
  /** The class of each item. */
  readonly labels: Int32Array
}

/** What was loaded, labeled or not, with a test split or without. */
export interface LoadedImages<I extends AnyItems = Items> {
  /** The data set's name, or the folder's or table's. */
  readonly name: string
  /** Empty where no labels are known. */
  readonly classNames: ReadonlyArray<string>
  /** The folder that it came from. */
  readonly folder: string
  /** All items, where there are no splits. */
  readonly train: Part<I>
  /** Items to validate with, where the data set sets some aside. */
  readonly validation?: Part<I>
  /** Items to test with, where the data set sets some aside. */
  readonly test?: Part<I>
  /** Items that were left out because they cannot be used; always empty without `skipBad`. */
  readonly skipped: ReadonlyArray<Skipped>
}

/** A data set, loaded: labeled, with a test split. */
export interface Dataset<I extends AnyItems = Items> extends LoadedImages<I> {
  /** The labeled items to train with. */
  readonly train: Split<I>
  /** The labeled items to test with. */
  readonly test: Split<I>
}

/** Ids for `rows` items that have no names: their numbers from 0. */
export const numbered = (rows: number): ReadonlyArray<string> => Array.from({ length: rows }, (_, i) => String(i))
