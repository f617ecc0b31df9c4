/** A query over columns that stay in their files. Tested in ../Tiles.test.ts. */
import type { Column } from "../Columns.ts"
import type { Query } from "../Query.ts"
import type { Tiled } from "../Tiles.ts"
import { refuse } from "./refuse.ts"

/**
 * The query with an embedding that stays in its file, `tiled.embedding`. Only parts that take tiles run over it: a strategy of which another part
 * needs the embedding fails with `MissingColumn` before anything runs.
 *
 * Throws {@link InvalidQuery} for tiles of another number of rows, and for a query that has an embedding.
 */
export const overTiles = <G extends Column>(self: Query<G>, tiled: Required<Tiled>): Query<G | "embedding"> => {
  const { rows } = tiled.embedding
  if (rows !== self.size) {
    const problem = `the embedding's file has ${rows} rows and the pool ${self.size} items`
    refuse(
      { _tag: "Shape", column: "embedding", value: rows, expected: `${self.size} rows` },
      problem,
      "give a row an item"
    )
  }
  if (self.columns.embedding !== undefined) {
    refuse(
      { _tag: "TakenKey", key: "embedding" },
      "the embedding is given, and stays in its file as well",
      "give one of them"
    )
  }
  const unbranded: Query<never> = { ...self, tiled }
  return unbranded as Query<G | "embedding">
}
