import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines } from "../../test/kernels.ts"
import { pools } from "../../test/pools.ts"
import { lawRuns } from "../../test/runs.ts"
import { tilesOf } from "../../test/tiles.ts"
import type { Engine } from "../kernels/engine.ts"
import { radiusGraphSync } from "../kernels/radius-graph.ts"
import { TilesError } from "../Tiles.ts"
import { coverOver } from "./cover-over.ts"
import { distance } from "./distance.ts"
import { maxCover } from "./max-cover.ts"

/** An engine that has so many bytes of rows in memory together. */
const having = (engine: Engine, gathered: number): Engine => ({ ...engine, settings: { ...engine.settings, gathered } })

describe("coverOver", () => {
  test.prop([
    pools,
    fc.constantFrom(...engines),
    fc.constantFrom(0, 8 * 150 ** 2, 2 ** 28),
    fc.nat({ max: 7 }),
    fc.integer({ min: 1, max: 9 }),
    fc.nat()
  ], { numRuns: lawRuns(60) })(
    "picks, covers and counts as on the graph of all rows, pass after pass",
    async (matrix, engine, gathered, labels, budget, seed) => {
      const all = Uint32Array.from({ length: matrix.rows }, (_, i) => i),
        at = (n: number) => (seed + 7919 * n) % matrix.rows
      // Some pairs are at the radius itself, which is no longer near; 0 joins nothing.
      const radius = seed % 5 === 0 ? 0 : distance(matrix.data, matrix.cols, at(1), at(2))
      const covered = Uint32Array.from(
        new Set(Array.from({ length: Math.min(labels, matrix.rows) }, (_, n) => at(n + 3)))
      ).sort()
      const asked = { covered, eligible: all.filter((i) => (i + seed) % 3 !== 0 || matrix.rows < 6), budget }
      const graph = radiusGraphSync({ matrix, rows: all, radius })
      const expected = await Effect.runPromise(maxCover(graph, asked))
      const { edges, reads, ...found } = await Effect.runPromise(
        coverOver(having(engine, gathered), { tiles: tilesOf(matrix, 64), radius, ...asked })
      )
      assert.deepStrictEqual(found, expected)
      assert.strictEqual(edges, graph.targets.length)
      assert.isAtLeast(reads, 1)
    }
  )

  it.effect("fails as its tiles do", () =>
    Effect.gen(function*() {
      const gone = new TilesError({ problem: "gone", cause: undefined }), rows = Uint32Array.of(0, 1, 2)
      const tiles = { ...tilesOf({ data: new Float32Array(3), rows: 3, cols: 1 }, 256), read: () => Effect.fail(gone) }
      const asked = { tiles, radius: 1, covered: rows.subarray(0, 1), eligible: rows, budget: 1 }
      assert.strictEqual((yield* Effect.flip(coverOver(engines[0]!, asked))).problem, "gone")
    }))
})
