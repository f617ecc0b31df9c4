/**
 * Items that were read, by what holds them.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import type { ImageList } from "@marginalia/datasets/image/stream"
import type { Items as Batch } from "@marginalia/datasets/items"
import type { TableItems } from "./table.ts"

interface Common {
  readonly name: string
  readonly ids: ReadonlyArray<string>
  /** The ids of all that the source has, where only some are labeled. */
  readonly whole?: ReadonlyArray<string> | undefined
  /** The labels that the source itself holds. */
  readonly labels: ReadonlyArray<string | undefined> | undefined
}

/** Image files that are known and not yet read. */
export interface FileItems extends Common {
  readonly _tag: "Files"
  /** The folder that all of them are in. */
  readonly folder: string
  readonly paths: ReadonlyArray<string>
  /** What a table says of each image: a cell a name. */
  readonly fields?: ImageList["fields"]
}

/** Images in memory. */
export interface ArrayItems extends Common {
  readonly _tag: "Arrays"
  readonly images: Batch
}

/** Vectors in memory. */
export interface VectorItems extends Common {
  readonly _tag: "Vectors"
  readonly matrix: Matrix
  readonly columnNames: ReadonlyArray<string>
}

/** A source that was read. */
export type Opened = FileItems | ArrayItems | VectorItems | TableItems
