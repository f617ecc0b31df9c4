import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, type Kind } from "../../test/clouds.ts"
import { engines, hard } from "../../test/kernels.ts"
import { ownedBy } from "../../test/owners.ts"
import { runs } from "../../test/runs.ts"
import { normalizeRows } from "../kernels/normalize-rows.ts"
import { kmeans } from "../kmeans/kmeans.ts"
import { kmeansOver } from "../kmeans/over-tiles.ts"
import type { Matrix } from "../Matrix.ts"
import * as Rng from "../Rng.ts"
import { normalized, TilesError } from "../Tiles.ts"
import { tilesNear } from "./near.ts"

const asked = (k: number, seed: number, starts = 1) => ({ k, key: Rng.fromSeed(seed), starts, maxIterations: 12 })

/** Pools whose parts begin and end on either side of blocks, rich in ties. */
export const parted = fc.record({
  kind: fc.constantFrom<Kind>("plain", "grid", "duplicates", "mixed", "offset"),
  rows: fc.constantFrom(1, 255, 256, 257, 700, 1300),
  cols: fc.constantFrom(1, 3, 8),
  seed: fc.nat({ max: 999 })
}).map(({ cols, kind, rows, seed }) => cloud(kind, rows, cols, seed))

describe("clusterNear", () => {
  test.prop([
    parted,
    fc.constantFrom(...engines),
    fc.constantFrom(1, 2, 9),
    fc.constantFrom(0, 1, 2, 5),
    fc.constantFrom(256, 512),
    fc.constantFrom(1, 2, 7, 30),
    fc.nat(),
    fc.constantFrom(1, 2)
  ], { numRuns: runs(40) })(
    "clusters as one memory does, to the bit, whoever has the rows and whatever they forget",
    async (matrix, engine, blocks, forgets, tile, k, seed, starts) => {
      const tiles = ownedBy(engine, matrix, { blocks, forgets, tile }), how = asked(k, seed, starts)
      assert.deepStrictEqual(
        await Effect.runPromise(kmeansOver(engine, { tiles, ...how })),
        await Effect.runPromise(kmeans(engine, { matrix, ...how }))
      )
    }
  )

  test.prop([hard, fc.constantFrom(...engines), fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 2), fc.nat()], {
    numRuns: runs(20)
  })(
    "with numbers that single precision would lose, which each moves and scales by what all have",
    async (matrix: Matrix, engine, k, forgets, seed) => {
      const tiles = ownedBy(engine, matrix, { blocks: 1, forgets, tile: 256 }), how = asked(k, seed)
      assert.deepStrictEqual(
        await Effect.runPromise(kmeansOver(engine, { tiles, ...how })),
        await Effect.runPromise(kmeans(engine, { matrix, ...how }))
      )
    }
  )

  it.effect("of rows far from 0, of one part that is huge, and of rows scaled to unit length, in parts of one block", () =>
    Effect.gen(function*() {
      const near = cloud("plain", 900, 4, 3), engine = engines[0]!, how = asked(6, 2)
      const far = { ...near, data: near.data.map((x) => Math.fround(Math.round(x * 64) / 64 + 4096)) }
      const over = (matrix: Matrix) => ownedBy(engine, matrix, { blocks: 1, tile: 256 })
      // One part of huge numbers, and others of small ones, which are scaled alike.
      const uneven = { ...near, data: near.data.map((x, at) => at < 4 * 256 ? x * 1e25 : x) }
      for (const matrix of [far, uneven]) {
        assert.deepStrictEqual(
          yield* kmeansOver(engine, { tiles: over(matrix), ...how }),
          yield* kmeans(engine, { matrix, ...how })
        )
      }
      const { matrix: unit } = yield* normalizeRows(engine, near)
      assert.deepStrictEqual(
        yield* kmeansOver(engine, { tiles: normalized(over(near)), ...how }),
        yield* kmeans(engine, { matrix: unit, ...how })
      )
    }))

  it.effect("fails as an owner does, at the beginning or in the midst", () =>
    Effect.gen(function*() {
      const gone = new TilesError({ problem: "gone", cause: undefined })
      const lost = { from: 0, rows: 9, talk: () => Effect.succeed(() => Effect.fail(gone)) }
      const away = { from: 0, rows: 9, talk: () => Effect.fail(gone) }
      for (const owner of [lost, away]) {
        const tiles = tilesNear([owner], { cols: 2, zeroRows: 0 })
        assert.strictEqual((yield* Effect.flip(kmeansOver(engines[0]!, { tiles, ...asked(2, 0) }))).problem, "gone")
      }
    }))
})
