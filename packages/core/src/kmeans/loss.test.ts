import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, type Kind } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { runs } from "../../test/runs.ts"
import type { Matrix, Matrix64 } from "../Matrix.ts"
import * as Rng from "../Rng.ts"
import { kmeans } from "./kmeans.ts"
import { samplesOf } from "./loss.ts"
import { miniBatch } from "./mini-batch.ts"

const batching = (sampled: number) => ({ batchSize: 20, patience: 2, sampled })

/** The weighted mean squared distance of some rows to the nearest center, by definition. */
const meanOf = ({ cols, data }: Matrix, centers: Matrix64, rows: Uint32Array, weights: Float64Array): number => {
  let sum = 0, weight = 0
  for (const i of rows) {
    let least = Infinity
    for (let j = 0; j < centers.rows; j++) {
      let square = 0
      for (let p = 0; p < cols; p++) square += (data[i * cols + p]! - centers.data[j * cols + p]!) ** 2
      least = Math.min(least, square)
    }
    sum += weights[i]! * least
    weight += weights[i]!
  }
  return sum / weight
}

const kinds = fc.constantFrom<Kind>("plain", "grid", "duplicates", "offset", "huge")

describe("samplesOf", () => {
  test.prop([fc.nat(), fc.integer({ min: 2, max: 300 }), fc.nat()], { numRuns: runs(200) })(
    "draws two samples without a row in common, by the key alone, half of the rows each at most",
    (seed, n, some) => {
      const size = 1 + some % Math.floor(n / 2), [one, two] = samplesOf(Rng.fromSeed(seed), n, size)
      assert.deepStrictEqual([one.length, two.length, new Set([...one, ...two]).size], [size, size, 2 * size])
      for (const sample of [one, two]) {
        assert.deepStrictEqual(sample, sample.toSorted())
        assert.isTrue(sample.every((place) => place < n))
      }
      assert.deepStrictEqual(samplesOf(Rng.fromSeed(seed), n, size), [one, two])
    }
  )

  it("draws each row about as often as any other, into either sample", () => {
    for (const size of [3, 8]) {
      const counts = [new Uint32Array(20), new Uint32Array(20)]
      for (let seed = 0; seed < 2000; seed++) {
        samplesOf(Rng.fromSeed(seed), 20, size).forEach((sample, s) => sample.forEach((place) => counts[s]![place]!++))
      }
      const expected = 2000 * size / 20
      for (const count of counts.flatMap((one) => [...one])) {
        assert.approximately(count, expected, 5 * Math.sqrt(expected))
      }
    }
  })
})

describe("lossOf", () => {
  test.prop([
    kinds,
    fc.constantFrom(12, 60, 200),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    fc.constantFrom(9, 25, 10_000),
    fc.nat({ max: 999 }),
    fc.boolean()
  ], { numRuns: runs(100) })(
    "is what exact k-means of one sample leaves of it, and of another, beside what the clusters leave",
    async (kind, rows, cols, k, sampled, seed, weighted) => {
      const matrix = cloud(kind, rows, cols, seed), key = Rng.fromSeed(seed), engine = engines[0]!
      const weights = Float64Array.from({ length: rows }, (_, i) => weighted ? 1 + (i * 7 + seed) % 3 : 1)
      const run = miniBatch(engine, { matrix, k, key, weights, maxIterations: 3 }, batching(sampled))
      const { centers, notes } = await Effect.runPromise(run), size = Math.min(sampled, rows / 2)
      if (size <= centers.rows) {
        assert.deepStrictEqual(notes, { loss: `not measured: samples of ${size} rows for ${centers.rows} clusters` })
        return
      }
      const own = Rng.derive(key, "loss"), [seen, unseen] = samplesOf(Rng.derive(own, "samples"), rows, size)
      const some = Float64Array.from(seen, (i) => weights[i]!)
      const exact = await Effect.runPromise(
        kmeans(engine, { matrix, rows: seen, weights: some, k: centers.rows, key: own })
      )
      const above = (sample: Uint32Array) => {
        const [mean, other] = [centers, exact.centers].map((of) => meanOf(matrix, of, sample, weights)) as [
          number,
          number
        ]
        return mean / other - 1
      }
      // Where nothing is left rounding decides.
      const scale = matrix.data.reduce((most, x) => Math.max(most, x * x), 0)
      if (meanOf(matrix, exact.centers, seen, weights) < 1e-12 * scale) return
      assert.strictEqual(notes!["sampled"], size)
      for (const [name, sample] of [["lossSeen", seen], ["lossUnseen", unseen]] as const) {
        const expected = above(sample)
        assert.approximately(Number(notes![name]), expected, 1e-6 * (1 + Math.abs(expected)), name)
      }
    }
  )

  test.prop([kinds, fc.integer({ min: 1, max: 9 }), fc.nat({ max: 999 })], { numRuns: runs(40) })(
    "changes no cluster, and is not told where nobody asks for it",
    async (kind, k, seed) => {
      const request = { matrix: cloud(kind, 90, 3, seed), k, key: Rng.fromSeed(seed), maxIterations: 3 }
      const [{ notes: told, ...one }, { notes: none, ...two }] = await Effect.runPromise(
        Effect.all([miniBatch(engines[0]!, request, batching(40)), miniBatch(engines[0]!, request, batching(0))])
      )
      assert.deepStrictEqual(one, two)
      assert.deepStrictEqual([Object.keys(told!), none], [["sampled", "lossUnseen", "lossSeen"], {}])
    }
  )

  it.effect("is nothing where all rows lie on centers, and not measured of rows that weigh nothing", () =>
    Effect.gen(function*() {
      const data = Float32Array.from({ length: 40 }, (_, i) => i % 3), matrix = { data, rows: 40, cols: 1 }
      const request = { matrix, k: 5, key: Rng.fromSeed(1) }
      const { notes } = yield* miniBatch(engines[0]!, request, batching(10_000))
      assert.deepStrictEqual(notes, { sampled: 20, lossUnseen: 0, lossSeen: 0 })
      const weights = Float64Array.from({ length: 40 }, (_, i) => i === 0 ? 1 : 0)
      const light = yield* miniBatch(engines[0]!, { ...request, k: 1, weights }, batching(10_000))
      assert.deepStrictEqual(light.notes, { loss: "not measured: the sampled rows weigh nothing" })
    }))
})
