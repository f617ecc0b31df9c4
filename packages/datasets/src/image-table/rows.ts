/** A table of images, wherever these lie: its rows, and the file of each. */
import type { PartName } from "../part-names.ts"

/** An image of a row. */
export interface RowImage {
  /** Where its file lies. */
  readonly file: string
  /** What the table calls it; undefined where it does not. */
  readonly path: string | undefined
  /** What messages call it: the table and the row, or the file that a table names. */
  readonly called: string
}

/** The rows of a table of images, without the column that holds them. */
export interface ImageRows {
  /** The folder that the files lie in, where a table does not lead elsewhere. */
  readonly folder: string
  /** The names of the other columns. */
  readonly names: ReadonlyArray<string>
  /** The places of those that hold lists. */
  readonly lists: ReadonlySet<number>
  /** Those that hold classes, as the file says. */
  readonly classed: ReadonlyArray<string>
  readonly images: ReadonlyArray<RowImage>
  /** The cells of the other columns. */
  readonly rows: ReadonlyArray<ReadonlyArray<unknown>>
  /** The part that a row is of by its file, where no column says it. */
  readonly parts?: ReadonlyArray<PartName> | undefined
}
