/**
 * The items that an experiment chose from, loaded again for the map, the images, and the error on the unlabeled rest.
 */
import type { Journal, Matrix } from "@marginalia/core"
import { hashData } from "@marginalia/models/journal"
import type { Items } from "@marginalia/models/training"

/** A pool, by position. */
export interface PoolItems {
  readonly embedding: Matrix.Matrix
  readonly labels: Int32Array
  readonly classNames: ReadonlyArray<string>
  readonly ids: ReadonlyArray<string>
  /** Where items are images. */
  readonly images?: Items
}

/** Why these are not the items of a journal, if they are not: by their number, or by the hash of the embedding. */
export const mismatch = (config: Journal.Config, { embedding, labels }: PoolItems): string | undefined => {
  if (embedding.rows !== config.size || labels.length !== config.size) {
    return `the run had ${config.size} items, the data now have ${embedding.rows}`
  }
  const written = config.data["embedding"]
  return written === undefined || written === hashData(embedding)
    ? undefined
    : "the embedding now has other numbers than the run's"
}
