/**
 * What the playground's page is told of a pool. The numbers of its columns come apart from it, as bytes.
 */

/** A column: 32-bit floats, row by row, the least byte first; of several matrices one after the other. */
export interface ColumnWire {
  readonly name: "embedding" | "probability" | "passes" | "feature" | "projection"
  /** Of one matrix. */
  readonly cols: number
  /** How many matrices: 1 but for `passes`. */
  readonly parts: number
  /** What is added to each column for lengths and angles, where vectors have such a part. */
  readonly offset?: ReadonlyArray<number>
}

/** A pool, as `/pool.json` has it. Positions are those on the page, from 0. */
export interface PoolWire {
  /** The file's own name. */
  readonly name: string
  /** The words of `marginalia select` that name the pool, its labels and its columns. */
  readonly words: ReadonlyArray<string>
  readonly ids: ReadonlyArray<string>
  /** x and y of each item, from −1 to 1. */
  readonly points: ReadonlyArray<readonly [x: number, y: number]>
  /** In the order of their numbers; empty where nothing names them. */
  readonly classNames: ReadonlyArray<string>
  /** How many classes there are; 0 where nobody knows. */
  readonly classes: number
  /** The class of each item, −1 where nobody knows. */
  readonly truth: ReadonlyArray<number>
  /** What has labels at first, ascending; where all items have some, none. */
  readonly labeled: ReadonlyArray<number>
  /** What was asked about in vain, ascending. */
  readonly declined: ReadonlyArray<number>
  readonly columns: ReadonlyArray<ColumnWire>
  /** The items that have pictures, at `/thumb/N`; absent where none has. */
  readonly pictured?: ReadonlyArray<number>
}
