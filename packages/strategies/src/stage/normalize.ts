/**
 * Rows of unit length.
 */
import { Carry, type Frame, Kernels, PartFailed, Stage, Tiles } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const notesOf = (zeroRows: number, cols: number): Frame.Notes => ({
  ...(zeroRows > 0 ? { zeroRows } : {}),
  ...(cols === 2 ? { warning: "of two columns only an angle is left" } : {})
})

/**
 * Scales every row of the embedding to unit length, so that distances compare directions. Zero rows stay zero, and the
 * trace says how many.
 *
 * Fails on an embedding of one column, where only the sign would be left; two columns, which leave an angle, are noted.
 *
 * Needs `embedding`.
 */
export const normalize = Stage.define({
  name: "normalize",
  summary: "rows of the embedding scaled to unit length",
  options: Schema.Struct({}),
  needs: ["embedding"],
  changes: ["embedding"],
  tiles: ["embedding"],
  run: () => (frame) =>
    Effect.gen(function*() {
      const tiles = frame.tiled?.embedding, { cols } = tiles ?? frame.embedding
      if (cols === 1) {
        const problem = "the embedding has one column, of which only the sign would be left; leave normalize out " +
          "(normalize=false in a recipe)"
        return yield* new PartFailed({
          part: "normalize",
          problem,
          reason: "Column",
          column: "embedding",
          value: cols,
          expected: "2 columns or more"
        })
      }
      if (tiles !== undefined) {
        return { tiled: { embedding: Tiles.normalized(tiles) }, notes: notesOf(tiles.zeroRows, cols) }
      }
      const kernels = yield* Kernels.Kernels, { embedding } = frame
      const { matrix, zeroRows } = yield* kernels.normalizeRows(embedding, frame.owned?.has("embedding"))
      const unit = Carry.derived(matrix, embedding, "unit rows")
      return { columns: { embedding: unit }, notes: notesOf(zeroRows.length, cols) }
    })
})
