import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
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
import { normalized, type Tiles, TilesError } from "../Tiles.ts"
import type { Batching } from "./batches.ts"
import { miniBatchOver } from "./mini-batch-over.ts"
import { miniBatch } from "./mini-batch.ts"

const asked = (k: number, seed: number) => ({ k, key: Rng.fromSeed(seed), maxIterations: 3 })

/** The engine with so many bytes for rows that stay in memory. */
const having = (engine: Engine, gathered: number): Engine => ({
  ...engine,
  settings: { ...engine.settings, gathered }
})

/** Batches much smaller than pools, larger, and of which three are larger; samples that are most of the rows, few, and none. */
const batchings: fc.Arbitrary<Batching> = fc.record({
  batchSize: fc.constantFrom(1, 7, 90, 300, 5000),
  patience: fc.constantFrom(1, 3),
  sampled: fc.constantFrom(0, 1, 9, 40, 10_000)
})

/** Tiles that read rows at their places by themselves, and tell how often; and that know their longest row. */
const telling = (matrix: Matrix, tile: number, longest: boolean) => {
  const { cols, data } = matrix, tiles = tilesOf(matrix, tile)
  let some = 0
  const lengths = Array.from({ length: matrix.rows }, (_, i) => Math.hypot(...data.subarray(i * cols, (i + 1) * cols)))
  return {
    ...tiles,
    ...(longest ? { longest: Math.max(...lengths) } : {}),
    scattered: () => some,
    some: ((positions, into) =>
      Effect.sync(() => {
        some++
        positions.forEach((at, n) => {
          if (n > 0) assert.isAbove(at, positions[n - 1]!)
          into.set(data.subarray(at * cols, (at + 1) * cols), n * cols)
        })
      })) satisfies Tiles["some"]
  }
}

const room = fc.constantFrom(0, 0.5, 9)
const tile = fc.constantFrom(1, 256, 300, 512, 4096)

describe("miniBatchOver", () => {
  test.prop([
    pools,
    fc.constantFrom(...engines, scattered(best(), 5)),
    tile,
    fc.constantFrom(1, 2, 5, 30, 700),
    fc.nat(),
    batchings,
    room,
    fc.boolean(),
    fc.boolean()
  ], { numRuns: runs(100) })(
    "clusters and tells its loss as in memory, to the bit, whatever the tile and the batches, with ties and more clusters than rows",
    async (matrix, engine, tile, k, seed, batching, share, several, longest) => {
      const tiles = several ? telling(matrix, tile, longest) : tilesOf(matrix, tile)
      assert.deepStrictEqual(
        await Effect.runPromise(
          miniBatchOver(having(engine, share * matrix.data.byteLength), { tiles, ...asked(k, seed) }, batching)
        ),
        await Effect.runPromise(miniBatch(engine, { matrix, ...asked(k, seed) }, batching))
      )
    }
  )

  test.prop([
    hard,
    fc.constantFrom(...engines),
    fc.integer({ min: 1, max: 9 }),
    fc.nat(),
    batchings,
    room,
    fc.boolean()
  ], {
    numRuns: runs(100)
  })(
    "with numbers that single precision would lose, which are moved and scaled on their way",
    async (matrix, engine, k, seed, batching, share, longest) => {
      const of = having(engine, share * matrix.data.byteLength), tiles = telling(matrix, 256, longest)
      assert.deepStrictEqual(
        await Effect.runPromise(miniBatchOver(of, { tiles, ...asked(k, seed) }, batching)),
        await Effect.runPromise(miniBatch(engine, { matrix, ...asked(k, seed) }, batching))
      )
    }
  )

  test.prop([
    pools.filter(({ cols }) => cols > 1),
    fc.constantFrom(...engines),
    fc.nat(),
    batchings,
    room,
    fc.boolean()
  ], {
    numRuns: runs(60)
  })(
    "of rows scaled to unit length",
    async (matrix, of, seed, batching, share, longest) => {
      const engine = having(of, share * matrix.data.byteLength)
      const { matrix: unit } = await Effect.runPromise(normalizeRows(engine, matrix)), how = asked(4, seed)
      const tiles = normalized(telling(matrix, 256, longest))
      assert.deepStrictEqual(
        await Effect.runPromise(miniBatchOver(engine, { tiles, ...how }, batching)),
        await Effect.runPromise(miniBatch(engine, { matrix: unit, ...how }, batching))
      )
    }
  )

  test.prop([
    fc.oneof(pools, hard),
    fc.constantFrom(...engines),
    fc.constantFrom(1, 256, 512),
    fc.constantFrom(1, 3, 30),
    fc.nat(),
    fc.integer({ min: 1, max: 9 }),
    fc.boolean(),
    batchings,
    room,
    fc.boolean()
  ], { numRuns: runs(100) })(
    "of some rows, weighted, which have room in memory or stay in their file too",
    async (matrix, engine, tile, k, seed, share, weighted, batching, space, several) => {
      const all = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
      const rows = all.filter((i) => i === 0 || (i * 7919 + seed) % share === 0)
      const weights = weighted ? Float64Array.from(rows, (_, i) => i === 0 ? 1 : (i * i + seed) % 4 / 2) : undefined
      const how = { rows, weights, ...asked(k, seed) }, of = having(engine, space * 4 * matrix.cols * rows.length)
      const tiles = several ? telling(matrix, tile, false) : tilesOf(matrix, tile)
      assert.deepStrictEqual(
        await Effect.runPromise(miniBatchOver(of, { tiles, ...how }, batching)),
        await Effect.runPromise(miniBatch(engine, { matrix, ...how }, batching))
      )
    }
  )

  const data = Float32Array.from({ length: 1024 * 3 }, (_, i) => (i * 7919) % 1009)
  const few: Batching = { batchSize: 50, patience: 2, sampled: 60 }

  /** How often it passes over 4 tiles, and how often it reads rows at their places. */
  const counted = Effect.fnUntraced(function*(tiles: ReturnType<typeof telling>, unit = false, gathered = 0) {
    const run = miniBatchOver(
      having(engines[0]!, gathered),
      { tiles: unit ? { ...tiles, unit } : tiles, ...asked(6, 1) },
      few
    )
    const [{ iterations }, { passes }] = yield* Remarks.collect(run)
    return { passes: Number(passes), iterations, reads: tiles.reads(), some: tiles.scattered() }
  })

  it.effect("makes two passes, a third where lengths are not known or rows lie far from 0, and reads each batch at once", () =>
    Effect.gen(function*() {
      const matrix = { data, rows: 1024, cols: 3 }, far = { ...matrix, data: data.map((x) => x + 1e5) }
      const cases = [
        [yield* counted(telling(matrix, 256, true)), 2],
        [yield* counted(telling(matrix, 256, false)), 3],
        [yield* counted(telling(matrix, 256, false), true), 2],
        [yield* counted(telling(far, 256, true)), 3],
        [yield* counted(telling(far, 256, false)), 3]
      ] as const
      for (const [{ iterations, passes, reads, some }, expected] of cases) {
        assert.strictEqual(passes, expected)
        // Beside the passes: the rows that frames are chosen by.
        assert.strictEqual(reads, 4 * expected + 256)
        // The start, the steps, and two samples.
        assert.strictEqual(some, 1 + iterations + 2)
      }
    }))

  it.effect("finds rows far from 0 in one pass, whatever comes late, and in two where single precision would lose them", () =>
    Effect.gen(function*() {
      const far = (size: number, late: number) =>
        data.map((x, at) => at === 3 * 1021 ? late : Math.fround(size * (1 + x % 37 * 2 ** -16)))
      const cases = [
        [far(1e6, 1e6), 3],
        [far(1e6, 0.3), 3],
        [far(1e6, 0), 3],
        [far(1e30, 1e30), 4],
        [far(1e30, 0.3), 4],
        [far(1e-25, 1e-25), 4]
      ] as const
      for (const [data, expected] of cases) {
        const matrix = { data, rows: 1024, cols: 3 }, tiles = telling(matrix, 256, false)
        const run = miniBatchOver(having(engines[0]!, 0), { tiles, ...asked(4, 2) }, few)
        const [found, { passes }] = yield* Remarks.collect(run)
        assert.deepStrictEqual(found, yield* miniBatch(engines[0]!, { matrix, ...asked(4, 2) }, few))
        assert.strictEqual(passes, expected, String(data[0]))
      }
    }))

  it.effect("reads what has room in memory once", () =>
    Effect.gen(function*() {
      const tiles = telling({ data, rows: 1024, cols: 3 }, 256, false),
        found = yield* counted(tiles, false, data.byteLength)
      assert.deepStrictEqual([found.passes, found.reads, found.some], [1, 4, 0])
      const less = yield* counted(telling({ data, rows: 1024, cols: 3 }, 256, false), false, data.byteLength - 1)
      assert.strictEqual(less.passes, 3)
    }))

  it.effect("fails as its tiles do, in a pass and in a batch", () =>
    Effect.gen(function*() {
      const tiles = telling({ data, rows: 1024, cols: 3 }, 256, true)
      const gone = new TilesError({ problem: "gone", cause: undefined }), lost = Effect.fail(gone)
      const read: typeof tiles.read = (from, into) => from === 256 ? lost : tiles.read(from, into)
      for (const broken of [{ ...tiles, read }, { ...tiles, some: () => lost }]) {
        const run = miniBatchOver(having(engines[0]!, 0), { tiles: broken, ...asked(2, 0) }, few)
        assert.strictEqual((yield* Effect.flip(run)).problem, "gone")
      }
    }))
})
