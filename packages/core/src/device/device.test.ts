/**
 * A device that is off by as much as it may be, in the worst way, changes no bit of what kernels find.
 */
import { assert, describe } from "@effect/vitest"
import { fc, it } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { type Stand, stand, type Told, ways } from "../../test/device.ts"
import { hard, matrix as any, variants } from "../../test/kernels.ts"
import { runs } from "../../test/runs.ts"
import { type Engine, single } from "../kernels/engine.ts"
import { farthest } from "../kernels/farthest.ts"
import { within } from "../kernels/nearest.ts"
import { radiusGraph } from "../kernels/radius-graph.ts"
import { kmeans } from "../kmeans/kmeans.ts"
import { miniBatch } from "../kmeans/mini-batch.ts"
import type { Matrix } from "../Matrix.ts"
import { distance } from "../neighbors/distance.ts"
import * as Rng from "../Rng.ts"

/** Rows in groups, as embeddings are, so that a device decides most of them. */
const grouped: fc.Arbitrary<Matrix> = fc.record({
  seed: fc.integer(),
  rows: fc.constantFrom(1, 2, 31, 32, 33, 63, 64, 65, 150),
  cols: fc.constantFrom(1, 3, 15, 16, 17, 33),
  far: fc.constantFrom(0, 0, 1000),
  size: fc.constantFrom(1, 1, 1e-30, 1e30, 1e-12)
}).map(({ cols, far, rows, seed, size }) => {
  const draw = Rng.reader(Rng.derive(Rng.fromSeed(seed), "rows"))
  const places = Array.from({ length: 5 }, () => Float64Array.from({ length: cols }, () => 8 * draw() + far))
  const data = new Float32Array(rows * cols)
  for (let i = 0; i < data.length; i++) data[i] = (places[Math.floor(i / cols) % 5]![i % cols]! + draw()) * size
  return { data, rows, cols }
})

/** Corners of a cube: of equal length, and many of them equally far from each other. */
const corners: fc.Arbitrary<Matrix> = fc.integer({ min: 1, max: 5 }).chain((cols) =>
  fc.array(fc.constantFrom(-1, 1), { minLength: 20 * cols, maxLength: 20 * cols }).map((data) => ({
    data: Float32Array.from(data),
    rows: 20,
    cols
  }))
)

const rows = fc.oneof(grouped, hard, any.filter((x) => x.rows > 0))

const told: fc.Arbitrary<Told> = fc.record({
  way: fc.constantFrom(...ways),
  seed: fc.nat(),
  answers: fc.oneof({ weight: 4, arbitrary: fc.constant(Infinity) }, { weight: 1, arbitrary: fc.nat({ max: 60 }) }),
  most: fc.constantFrom(1, 2 ** 10, 2 ** 20)
})

/** Both answers: without a device, and with one, which holds nothing afterwards. */
const both = async <A>(variant: Engine["variant"], how: Told, run: (engine: Engine) => Effect.Effect<A>) => {
  const device: Stand = stand(how), engine = single(variant)
  const found = [await Effect.runPromise(run(engine)), await Effect.runPromise(run({ ...engine, device }))] as const
  assert.strictEqual(device.holds(), 0)
  assert.deepStrictEqual(device.refused, [])
  return { found, device }
}

const same = <A>([plain, asked]: readonly [A, A]): void => assert.deepStrictEqual(asked, plain)

const compiled = variants.filter((variant) => variant !== "typescript")

const key = Rng.fromSeed(5)

describe.each(variants)("k-means on %s", (variant) => {
  it.prop([rows, told, fc.integer({ min: 1, max: 40 }), fc.boolean()], { numRuns: runs(300) })(
    "finds the same clusters",
    async (matrix, how, k, some) => {
      const chosen = some
        ? Uint32Array.from({ length: matrix.rows }, (_, i) => i).filter((i) => i % 3 !== 1)
        : undefined
      const { found } = await both(
        variant,
        how,
        (engine) => kmeans(engine, { matrix, k, key, rows: chosen, maxIterations: 8 })
      )
      same(found)
    }
  )

  it.prop([corners, told, fc.integer({ min: 2, max: 9 }), fc.nat({ max: 2 })], { numRuns: runs(120) })(
    "between centers that are equally far",
    async (matrix, how, k, maxIterations) => {
      const initial = { data: Float64Array.from(matrix.data.subarray(0, k * matrix.cols)), rows: k, cols: matrix.cols }
      const { found } = await both(variant, how, (engine) => kmeans(engine, { matrix, k, key, initial, maxIterations }))
      same(found)
    }
  )

  it.prop([rows, told, fc.integer({ min: 1, max: 9 })], { numRuns: runs(60) })(
    "and in batches",
    async (matrix, how, k) => {
      const { found } = await both(
        variant,
        how,
        (engine) => miniBatch(engine, { matrix, k, key, maxIterations: 3 }, { batchSize: 20, patience: 3, sampled: 20 })
      )
      same(found)
    }
  )
})

describe.each(compiled)("pairs on %s", (variant) => {
  it.prop([rows, told, fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 3 })], { numRuns: runs(300) })(
    "finds the same neighbors",
    async (matrix, how, k, groups) => {
      const members = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
      const group = Int32Array.from(members, (i) => i * 7 % 11 % groups)
      const { found } = await both(
        variant,
        how,
        (engine) => within(engine, matrix, { members, group, neighbors: () => k })
      )
      same(found)
    }
  )

  it.prop([rows, told, fc.nat(), fc.constantFrom(0.999, 1, 1, 1.001, 0, 1e9, Infinity)], { numRuns: runs(300) })(
    "finds the same graph, at a radius that is a distance",
    async (matrix, how, pair, times) => {
      const all = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
      const far = distance(matrix.data, matrix.cols, pair % matrix.rows, pair * 31 % matrix.rows)
      const { found } = await both(
        variant,
        how,
        (engine) => radiusGraph(engine, { matrix, rows: all, radius: far * times })
      )
      same(found)
    }
  )

  it.prop([rows, told, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 4 })], { numRuns: runs(300) })(
    "finds the same that are farthest",
    async (matrix, how, budget, step) => {
      const candidates = Uint32Array.from({ length: matrix.rows }, (_, i) => i).filter((i) => i % step === 0)
      const centers = Uint32Array.from({ length: Math.min(3, matrix.rows) }, (_, i) => i).subarray(budget % 2)
      const { found } = await both(variant, how, (engine) => farthest(engine, { matrix, centers, candidates, budget }))
      same(found)
    }
  )
})

describe("what is left to the kernels", () => {
  const draw = Rng.reader(Rng.derive(Rng.fromSeed(1), "rows"))
  const cols = 24, count = 400, data = new Float32Array(count * cols)
  for (let i = 0; i < data.length; i++) data[i] = (Math.floor(i / cols) % 8 === i % 8 ? 3 : 0) + draw()
  const matrix: Matrix = { data, rows: count, cols }, members = Uint32Array.from({ length: count }, (_, i) => i)

  it.prop([fc.constantFrom(...ways)], { numRuns: runs(12) })("is little of rows in groups", async (way) => {
    const how: Told = { way, most: 2 ** 20 }
    const clusters = await both("relaxed-simd", how, (engine) => kmeans(engine, { matrix, k: 8, key }))
    const { asked, open } = clusters.device.shares.get("k-means")!
    assert.isAbove(asked, 0)
    assert.isBelow(open, asked / 20)
    const radius = distance(data, cols, 0, 8) * 1.01
    const graph = await both("relaxed-simd", how, (engine) => radiusGraph(engine, { matrix, rows: members, radius }))
    assert.isBelow(graph.device.shares.get("coverage")!.open, graph.device.shares.get("coverage")!.asked / 50)
    const near = await both(
      "relaxed-simd",
      how,
      (engine) => within(engine, matrix, { members, group: new Int32Array(count), neighbors: () => 3 })
    )
    assert.isBelow(near.device.shares.get("neighbors")!.open, 8 * count)
  })

  it("is all of them, when a device goes away", async () => {
    const random = Rng.reader(Rng.derive(Rng.fromSeed(2), "loose"))
    const loose: Matrix = { data: Float32Array.from({ length: 900 }, random), rows: 300, cols: 3 }
    const run = (engine: Engine) => kmeans(engine, { matrix: loose, k: 6, key })
    const plain = await Effect.runPromise(run(single("simd")))
    assert.isAbove(plain.iterations, 4)
    for (let answers = 0; answers < 5 + plain.iterations; answers++) {
      const { found } = await both("simd", { way: "by chance", answers }, run)
      assert.deepStrictEqual(found, [plain, plain])
    }
  })

  it("is decided among many equals, too: ties to the smaller position", async () => {
    const random = Rng.reader(Rng.derive(Rng.fromSeed(3), "equals"))
    const some: Matrix = {
      data: Float32Array.from({ length: 400 }, (_, i) => i % 4 === 1 ? 5 : random()),
      rows: 400,
      cols: 1
    }
    const { device, found } = await both(
      "simd",
      { way: "for", most: 2 ** 20 },
      (engine) => within(engine, some, { members, group: new Int32Array(count), neighbors: () => 3 })
    )
    same(found)
    assert.isAbove(device.shares.get("neighbors")!.open, 100 * 99)
    assert.deepStrictEqual([...found[1].indices.subarray(3, 6)], [5, 9, 13])
  })

  it("a synchronous run asks no device", () => {
    const device = stand({ way: "not" }), engine: Engine = { ...single("relaxed-simd"), device }
    Effect.runSync(kmeans(engine, { matrix, k: 8, key }))
    assert.strictEqual(device.shares.size, 0)
  })

  it("small work is not handed over", async () => {
    const device = stand({ way: "not" }),
      engine: Engine = { ...single("relaxed-simd"), device: { ...device, worth: 1e9 } }
    await Effect.runPromise(kmeans(engine, { matrix, k: 8, key }))
    assert.strictEqual(device.shares.size, 0)
  })
})
