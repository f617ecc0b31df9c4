import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { tilesOf } from "../test/tiles.ts"
import { InvalidQuery, MissingColumn } from "./Errors.ts"
import * as Matrix from "./Matrix.ts"
import * as Query from "./Query.ts"
import * as Select from "./Select.ts"
import * as Spec from "./Spec.ts"
import * as Strategy from "./Strategy.ts"
import { normalized } from "./Tiles.ts"

const embedding = Matrix.fromRows([[3, 4], [0, 0], [0, 2]])
const query = Query.makeUnsafe({ size: 3, budget: 1, seed: 0 })
const over = () => Query.overTiles(query, { embedding: tilesOf(embedding, 256) })

/** Picks the first candidate, and says how many rows it saw. */
const first = (name: string, tiles: ReadonlyArray<"embedding">) =>
  Select.make({
    spec: Spec.make(name, {}, { positional: [], defaults: {} }),
    needs: ["embedding"],
    tiles,
    pick: (frame) =>
      Effect.succeed({
        positions: frame.candidates.slice(0, 1),
        scores: Float64Array.of(frame.tiled?.embedding?.rows ?? -1)
      })
  })

describe("a query over tiles", () => {
  it.effect("runs parts that take tiles, and refuses others by name before anything runs, in every branch", () =>
    Effect.gen(function*() {
      const tiled = Strategy.make(first("tiled", ["embedding"])), whole = Strategy.make(first("whole", []))
      assert.deepStrictEqual((yield* Strategy.runAny(tiled, over())).scores, Float64Array.of(3))
      assert.deepStrictEqual(Strategy.takingWhole(tiled, "embedding"), [])
      for (const strategy of [whole, Strategy.orElse(whole, tiled), Strategy.mix([1, tiled], [1, whole])]) {
        assert.deepStrictEqual(Strategy.takingWhole(strategy, "embedding"), ["whole"])
        const error = yield* Effect.flip(Strategy.runAny(strategy, over()))
        assert.instanceOf(error, MissingColumn)
        assert.match(error.message, /whole needs the column "embedding"; .*stay in their file/)
      }
    }))

  it("refuses tiles of another number of rows, and of a query that has an embedding", () => {
    assert.throws(
      () => Query.overTiles(query, { embedding: tilesOf(Matrix.fromRows([[1]]), 256) }),
      InvalidQuery,
      /1 rows and the pool 3 items/
    )
    const given = Query.makeUnsafe({ embedding, budget: 1, seed: 0 })
    assert.throws(
      () => Query.overTiles(given, { embedding: tilesOf(embedding, 256) }),
      InvalidQuery,
      /give one of them/
    )
  })

  it("says that rows are scaled, and leaves the tiles alone", () => {
    const tiles = tilesOf(embedding, 256)
    assert.deepStrictEqual([tiles.unit, normalized(tiles).unit, tiles.zeroRows], [false, true, 1])
  })
})
