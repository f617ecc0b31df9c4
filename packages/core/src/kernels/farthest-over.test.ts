import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone, large } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { tilesOf } from "../../test/tiles.ts"
import type { Matrix } from "../Matrix.ts"
import * as Remarks from "../Remarks.ts"
import { normalized, TilesError } from "../Tiles.ts"
import { type Engine, single } from "./engine.ts"
import { farthestFirstPlain } from "./farthest-first.ts"
import { farthestOf, farthestOver } from "./farthest-over.ts"
import { normalizeRows } from "./normalize-rows.ts"
import { ofMatrix } from "./rows.ts"
import { scattered } from "./scattered.ts"
import { best } from "./variant.ts"

const asked = (matrix: Matrix, centers: number, budget: number) => ({
  candidates: everyone(matrix).filter((i) => i % 7 !== 3),
  centers: Uint32Array.from(new Set(Array.from({ length: centers }, (_, c) => (c * 5) % matrix.rows))),
  budget
})

/** An engine that keeps this many bytes of rows between passes. */
const keeping = (of: Engine, kept: number): Engine => single(of.variant, { settings: { kept } })

describe("farthestOver", () => {
  test.prop([
    clouds,
    fc.constantFrom(...engines),
    fc.constantFrom(1, 3, 16, 32, 100),
    fc.constantFrom(1, 100, 1000, 2 ** 20),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 80 })
  ])(
    "picks as in memory, whatever the tile, the rows that are kept and the ties",
    async (matrix, engine, tile, kept, centers, budget) => {
      const request = asked(matrix, centers, budget)
      const over = await Effect.runPromise(
        farthestOver(keeping(engine, kept), { ...request, tiles: tilesOf(matrix, tile) })
      )
      assert.deepStrictEqual(over, await Effect.runPromise(farthestFirstPlain(engine, { ...request, matrix })))
    }
  )

  test.prop([clouds.filter(({ rows }) => rows > 1), fc.nat(), fc.constantFrom(5, 16), fc.nat({ max: 3 })])(
    "the same however the work is cut, of rows in memory too",
    async (matrix, seed, tile, centers) => {
      const engine = scattered(best(), seed), request = asked(matrix, centers, 9)
      const plain = await Effect.runPromise(farthestFirstPlain(engine, { ...request, matrix }))
      assert.deepStrictEqual(
        await Effect.runPromise(farthestOver(engine, { ...request, tiles: tilesOf(matrix, tile) })),
        plain
      )
      assert.deepStrictEqual(await Effect.runPromise(farthestOf(engine, ofMatrix(engine, matrix), request)), plain)
    }
  )

  test.prop([clouds, fc.constantFrom(...engines), fc.constantFrom(3, 16)])(
    "of rows scaled to unit length, the same bits as of those that were scaled before",
    async (matrix, engine, tile) => {
      const request = asked(matrix, 2, 12), { matrix: unit } = await Effect.runPromise(normalizeRows(engine, matrix))
      assert.deepStrictEqual(
        await Effect.runPromise(farthestOver(engine, { ...request, tiles: normalized(tilesOf(matrix, tile)) })),
        await Effect.runPromise(farthestFirstPlain(engine, { ...request, matrix: unit }))
      )
    }
  )

  it.effect.each(large)("with many rows, in tiles of 256: %s %i × %i", ([kind, rows, cols]) =>
    Effect.gen(function*() {
      const matrix = cloud(kind, rows, cols, 5), request = asked(matrix, 2, 20), engine = keeping(engines[0]!, 2 ** 14)
      const plain = yield* farthestFirstPlain(engine, { ...request, matrix })
      assert.deepStrictEqual(yield* farthestOver(engine, { ...request, tiles: tilesOf(matrix, 256) }), plain)
    }), 60_000)

  it.effect("takes few passes, and leaves tiles alone in which nothing may be picked", () =>
    Effect.gen(function*() {
      const matrix = cloud("plain", 2048, 8, 1), tiles = tilesOf(matrix, 256), engine = keeping(engines[0]!, 2 ** 13)
      yield* farthestOver(engine, { tiles, candidates: everyone(matrix), centers: Uint32Array.of(0), budget: 50 })
      assert.isBelow(tiles.reads(), 1 + 20 * 8)
      const few = tilesOf(matrix, 256)
      const asked = { tiles: few, candidates: Uint32Array.of(3, 9), centers: Uint32Array.of(0), budget: 2 }
      const [, { passes }] = yield* Remarks.collect(farthestOver(engine, asked))
      assert.deepStrictEqual([few.reads(), passes], [2, 1])
    }))

  it.effect("fails as its tiles do, and gives all memory back", () =>
    Effect.gen(function*() {
      const matrix = cloud("plain", 600, 3, 1), tiles = tilesOf(matrix, 256)
      const broken = {
        ...tiles,
        read: (from: number, into: Float32Array) => from === 256 ? no : tiles.read(from, into)
      }
      const no = Effect.fail(new TilesError({ problem: "gone", cause: undefined }))
      const request = { tiles: broken, ...asked(matrix, 1, 9) }
      assert.strictEqual((yield* Effect.flip(farthestOver(engines[0]!, request))).problem, "gone")
    }))
})
