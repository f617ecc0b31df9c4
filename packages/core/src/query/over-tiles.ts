/** A query over columns that stay in their files. Tested in ../Tiles.test.ts. */
import type { Columns } from "../Columns.ts"
import type { Tiled } from "../Tiles.ts"
import { refuse } from "./refuse.ts"

/** Refuses tiles of another number of rows than the pool's, and an embedding that is given twice. */
export const checkTiled = (
  self: { readonly size: number; readonly columns: Partial<Columns> },
  tiled: Required<Tiled>
): void => {
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
}
