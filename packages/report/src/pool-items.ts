/**
 * The items of a pool, as a map and its pictures want them.
 */
import type { Matrix } from "@marginalia/core"
import type { AnyItems } from "@marginalia/models/training"

/** A pool, by position. */
export interface PoolItems {
  /** The vectors, one a row. */
  readonly embedding: Matrix.Matrix
  /** −1 where no label is known. */
  readonly labels: Int32Array
  /** The classes' names. */
  readonly classNames: ReadonlyArray<string>
  /** The items' ids. */
  readonly ids: ReadonlyArray<string>
  /** Where items are images. */
  readonly images?: AnyItems | undefined
}
