/** What is said between a reader of parquet and the thread that decodes for it: plain data. */

/** Where the file is: its bytes, or its path. */
export type Input = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly path: string }

/** A column at the top of the schema. */
export interface Column {
  readonly name: string
  readonly isList: boolean
  /** `image`: files of images with their paths, by the schema or by what the file says of itself; `bytes`: of anything. */
  readonly holds?: "image" | "bytes"
  /** Whether it holds classes, as the file says; they are read as their names. */
  readonly isClasses?: true
}

/** Files of images, or of anything else, as they go from thread to thread: one after the other. */
export interface PackedFiles {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each ends. */
  readonly ends: Float64Array<ArrayBuffer>
  /** What each was called; null where that is not known. */
  readonly paths: ReadonlyArray<string | null>
}

/** Rows that are decoded at once: a row group. */
export interface Range {
  readonly rowStart: number
  readonly rowEnd: number
}

/** What is known of a file before anything is decoded. */
export interface Opened {
  readonly columns: ReadonlyArray<Column>
  readonly ranges: ReadonlyArray<Range>
  readonly fileBytes: number
  /** What all values come to at 8 bytes each, or all pages unpacked, whichever is more. */
  readonly promised: number
  /** What a column of a row group comes to so, at most, in the order of the columns. */
  readonly most: ReadonlyArray<number>
}

/**
 * Which pages are looked through, so that no decoder loops or fills the memory: all of them when the file is opened; those of the columns
 * that are read, before a row group is decoded; or none, and nothing is read afterwards.
 */
export type Pages = "all" | "read" | "none"

/** The values of a column, as they go from thread to thread fastest: numbers and lists of numbers without objects. */
export type Packed =
  | { readonly _tag: "Numbers"; readonly numbers: Float64Array<ArrayBuffer> }
  | { readonly _tag: "Lists"; readonly numbers: Float64Array<ArrayBuffer>; readonly ends: Uint32Array<ArrayBuffer> }
  | { readonly _tag: "Values"; readonly values: ReadonlyArray<unknown> }

/** What the thread is asked to do. */
export type Request =
  /** Looking through all pages takes a moment of large files. */
  | { readonly _tag: "Open"; readonly input: Input; readonly pages: Pages }
  /** The row group `within`, or some rows of it: it is decoded once, and kept for the next rows. */
  | { readonly _tag: "Read"; readonly range: Range; readonly within: Range; readonly columns: ReadonlyArray<string> }
  /** The files in a column, of some rows in the row group `within`. */
  | { readonly _tag: "Files"; readonly range: Range; readonly within: Range; readonly column: string }
  /** Forgets the file, and gives its bytes back where it was given bytes. */
  | { readonly _tag: "Return" }

/** Its answer. */
export type Reply =
  | { readonly _tag: "Ready" }
  | { readonly _tag: "Opened"; readonly opened: Opened }
  | { readonly _tag: "Read"; readonly columns: ReadonlyArray<Packed> }
  | { readonly _tag: "Files"; readonly files: PackedFiles }
  | { readonly _tag: "Returned"; readonly input: Input }
  | { readonly _tag: "Failed"; readonly problem: string; readonly code: string | undefined }

/** A file that was opened. */
export interface Decoder {
  readonly opened: Opened
  /** Some columns, of some rows of the row group `within`. Throws what the library throws. */
  readonly read: (range: Range, within: Range, columns: ReadonlyArray<string>) => Promise<ReadonlyArray<Packed>>
  /** The files in a column, of some rows of the row group `within`. */
  readonly readFiles: (range: Range, within: Range, column: string) => Promise<PackedFiles>
}
