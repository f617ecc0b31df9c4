import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, type Kind } from "../../test/clouds.ts"
import { engines, hard } from "../../test/kernels.ts"
import { pools } from "../../test/pools.ts"
import { runs } from "../../test/runs.ts"
import { tilesOf } from "../../test/tiles.ts"
import type { Engine } from "../kernels/engine.ts"
import { normalizeRows } from "../kernels/normalize-rows.ts"
import { scattered } from "../kernels/scattered.ts"
import { best } from "../kernels/variant.ts"
import type { Matrix } from "../Matrix.ts"
import * as Remarks from "../Remarks.ts"
import * as Rng from "../Rng.ts"
import { normalized, TilesError } from "../Tiles.ts"
import { bestOf, kmeans } from "./kmeans.ts"
import { kmeansOver } from "./over-tiles.ts"
import { partOf, withProblem } from "./problem.ts"

const asked = (k: number, seed: number, starts = 1) => ({ k, key: Rng.fromSeed(seed), starts, maxIterations: 12 })

/** The engine with so many bytes for rows that stay in memory. */
const having = (engine: Engine, gathered: number): Engine => ({
  ...engine,
  settings: { ...engine.settings, gathered }
})

/** Both ways must give the same bits, with `share` of the rows in memory. */
const same = async (engine: Engine, matrix: Matrix, tile: number, how: ReturnType<typeof asked>, share: number) =>
  assert.deepStrictEqual(
    await Effect.runPromise(
      kmeansOver(having(engine, share * matrix.data.byteLength), { tiles: tilesOf(matrix, tile), ...how })
    ),
    await Effect.runPromise(kmeans(engine, { matrix, ...how }))
  )

describe("kmeansOver", () => {
  test.prop([
    pools,
    fc.constantFrom(...engines, scattered(best(), 5)),
    fc.constantFrom(1, 256, 300, 512, 4096),
    fc.constantFrom(1, 2, 5, 30, 700),
    fc.nat(),
    fc.constantFrom(1, 2),
    fc.constantFrom(0, 0.4, 0.8, 9)
  ], { numRuns: runs(60) })(
    "clusters as in memory, to the bit, whatever the tile and what stays in memory, with ties and clusters that run empty",
    (matrix, engine, tile, k, seed, starts, share) => same(engine, matrix, tile, asked(k, seed, starts), share)
  )

  test.prop([
    hard,
    fc.constantFrom(...engines),
    fc.integer({ min: 1, max: 9 }),
    fc.nat(),
    fc.constantFrom(0, 0.4, 0.8, 9)
  ], { numRuns: runs(60) })(
    "with numbers that single precision would lose, which are moved and scaled on their way",
    (matrix, engine, k, seed, share) => same(engine, matrix, 256, asked(k, seed), share)
  )

  test.prop([
    pools.filter(({ cols }) => cols > 1),
    fc.constantFrom(...engines),
    fc.nat(),
    fc.constantFrom(0, 0.4, 0.8, 9),
    fc.constantFrom(1, 2, 3)
  ], { numRuns: runs(40) })(
    "of rows scaled to unit length, however many tiles are read at a time",
    async (matrix, of, seed, share, together) => {
      const engine = having(of, share * matrix.data.byteLength)
      const { matrix: unit } = await Effect.runPromise(normalizeRows(engine, matrix)), how = asked(4, seed)
      const tiles = normalized({ ...tilesOf(matrix, 256), together })
      assert.deepStrictEqual(
        await Effect.runPromise(kmeansOver(engine, { tiles, ...how })),
        await Effect.runPromise(kmeans(engine, { matrix: unit, ...how }))
      )
    }
  )

  it.effect("makes a pass to look, one a center, one for the first means, one an iteration, one at the end", () =>
    Effect.gen(function*() {
      const data = Float32Array.from({ length: 1024 * 3 }, (_, i) => (i * 7919) % 1009), how = asked(6, 1)
      const tiles = tilesOf({ data, rows: 1024, cols: 3 }, 256)
      const run = kmeansOver(having(engines[0]!, 0), { tiles, ...how })
      const [{ iterations }, { passes }] = yield* Remarks.collect(run)
      assert.strictEqual(passes, 1 + 6 + 1 + iterations + 1)
      // Beside the passes: the rows that frames are chosen by, and candidates that were not copied on the way.
      assert.isAtMost(tiles.reads(), 4 * Number(passes) + 256 + 3 * 6)
    }))

  it.effect("reads no tile twice that has room, with all of them none after the first pass", () =>
    Effect.gen(function*() {
      const data = Float32Array.from({ length: 1024 * 3 }, (_, i) => (i * 7919) % 1009), how = asked(6, 1)
      const read = (tilesKept: number) => {
        const tiles = tilesOf({ data, rows: 1024, cols: 3 }, 256)
        const run = kmeansOver(having(engines[0]!, tilesKept * 256 * 12), { tiles, ...how })
        return Effect.map(Remarks.collect(run), ([, { passes }]) => ({ passes: Number(passes), reads: tiles.reads() }))
      }
      const none = yield* read(0), one = yield* read(1), three = yield* read(3), all = yield* read(4)
      assert.deepStrictEqual([one.passes, three.passes, all.passes], [none.passes, none.passes, 1])
      assert.strictEqual(none.reads - one.reads, none.passes - 1)
      assert.strictEqual(none.reads - three.reads, 3 * (none.passes - 1))
      assert.isAtMost(all.reads, 4 + 256 + 3 * 6)
    }))

  test.prop([fc.constantFrom<Kind>("plain", "grid", "duplicates"), fc.constantFrom(40, 300), fc.nat({ max: 99 })], {
    numRuns: runs(40)
  })("sums anew where clusters ran empty and were given rows", async (kind, rows, seed) => {
    const matrix = cloud(kind, rows, 3, seed)
    // All centers but the first are nowhere near a row.
    const initial = { data: Float64Array.from({ length: 15 }, (_, i) => i < 3 ? 0 : 1e4 * (i + 1)), rows: 5, cols: 3 }
    const found = (fused: boolean) =>
      Effect.runPromise(withProblem(engines[0]!, matrix, {}, (problem) => {
        const parts = Array.from({ length: Math.ceil(rows / 256) }, (_, n) => 256 * n)
        const each: typeof problem.each = (use) =>
          Effect.forEach(parts, (from) =>
            use(
              partOf(problem, { x: problem.x + 12 * from, rows: problem.rows, from, to: Math.min(rows, from + 256) })
            ), {
            discard: true
          })
        return bestOf(fused ? { ...problem, fused, most: 256, each } : problem, { ...asked(8, seed), initial })
      }))
    assert.deepStrictEqual(await found(true), await found(false))
  })

  test.prop([
    fc.oneof(pools, hard),
    fc.constantFrom(...engines, scattered(best(), 5)),
    fc.constantFrom(1, 256, 512),
    fc.constantFrom(1, 3, 30),
    fc.nat(),
    fc.integer({ min: 1, max: 9 }),
    fc.boolean(),
    fc.constantFrom(0, 0.4, 0.8, 9)
  ], { numRuns: runs(60) })(
    "of some rows, weighted, which have room in memory, all or some tiles of them, or stay in their file too",
    async (matrix, engine, tile, k, seed, share, weighted, room) => {
      const all = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
      const some = all.filter((i) => i === 0 || (i * 7919 + seed) % share === 0)
      const weights = weighted ? Float64Array.from(some, (_, i) => i === 0 ? 1 : (i * i + seed) % 4 / 2) : undefined
      const how = { rows: some, weights, ...asked(k, seed) }
      const gathered = room * 4 * matrix.cols * some.length
      assert.deepStrictEqual(
        await Effect.runPromise(kmeansOver(having(engine, gathered), { tiles: tilesOf(matrix, tile), ...how })),
        await Effect.runPromise(kmeans(engine, { matrix, ...how }))
      )
    }
  )

  it.effect("reads some rows once where they have room in memory", () =>
    Effect.gen(function*() {
      const data = Float32Array.from({ length: 1024 * 3 }, (_, i) => (i * 7919) % 1009), how = asked(6, 1)
      const rows = Uint32Array.from({ length: 512 }, (_, i) => 2 * i)
      const found = (gathered: number) => {
        const tiles = tilesOf({ data, rows: 1024, cols: 3 }, 256), engine = engines[0]!
        const run = kmeansOver({ ...engine, settings: { ...engine.settings, gathered } }, { tiles, rows, ...how })
        return Effect.map(Remarks.collect(run), ([, { passes }]) => ({ passes, reads: tiles.reads() }))
      }
      const here = yield* found(512 * 12), there = yield* found(512 * 12 - 1)
      assert.strictEqual(here.passes, 2)
      assert.isAtMost(here.reads, 2 * 4 + 256)
      assert.isAtLeast(Number(there.passes), 1 + 1 + 6 + 1 + 1)
    }))

  it.effect("fails as its tiles do", () =>
    Effect.gen(function*() {
      const tiles = tilesOf({ data: new Float32Array(600), rows: 600, cols: 1 }, 256)
      const gone = new TilesError({ problem: "gone", cause: undefined })
      const read: typeof tiles.read = (from, into) => from === 256 ? Effect.fail(gone) : tiles.read(from, into)
      const broken = kmeansOver(engines[0]!, { tiles: { ...tiles, read }, ...asked(2, 0) })
      assert.strictEqual((yield* Effect.flip(broken)).problem, "gone")
    }))
})
