import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import * as Rng from "../Rng.ts"
import { bootstrapInterval, quantile } from "./bootstrap.ts"

const key = Rng.fromSeed(7)

/** The means of all nⁿ samples of a small set, sorted: what the bootstrap draws from. */
const every = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const n = values.length
  const means = Array.from({ length: n ** n }, (_, code) => {
    let sum = 0
    for (let i = 0; i < n; i++) sum += values[Math.floor(code / n ** i) % n]!
    return sum / n
  })
  return means.sort((a, b) => a - b)
}

const share = (means: ReadonlyArray<number>, of: (mean: number) => boolean): number =>
  means.filter(of).length / means.length

describe("bootstrapInterval", () => {
  it("lies at the quantiles of all samples there are", () => {
    for (const values of [[0.1, 0.4, 0.5, 1.2, 1.3], [3, 1, 4, 1, 5], [-2, 0, 0, 7]]) {
      const means = every(values)
      for (const confidence of [0.5, 0.8, 0.95]) {
        const { high, low } = bootstrapInterval(values, { key, confidence })
        const tail = (1 - confidence) / 2
        // Of 10,000 draws a share has a standard error of at most 0.005; the rest is rounding of equal means.
        assert.isAtMost(share(means, (mean) => mean < low - 1e-9), tail + 0.02)
        assert.isAtLeast(share(means, (mean) => mean <= low + 1e-9), tail - 0.02)
        assert.isAtMost(share(means, (mean) => mean > high + 1e-9), tail + 0.02)
        assert.isAtLeast(share(means, (mean) => mean >= high - 1e-9), tail - 0.02)
      }
    }
  })

  it("is keyed: the same key gives the same interval, another one another", () => {
    const values = [0.1, 0.42, 0.5, 1.27, 1.3, 0.9]
    const interval = (seed: number) => bootstrapInterval(values, { key: Rng.fromSeed(seed), resamples: 200 })
    assert.deepStrictEqual(interval(1), interval(1))
    assert.notDeepEqual(interval(1), interval(2))
  })

  it("is a point where the values are equal", () => {
    assert.deepStrictEqual(bootstrapInterval([0.1, 0.1, 0.1], { key }), { low: 0.1, high: 0.1 })
  })

  const values = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 8 })

  prop.prop([values, fc.integer({ min: -4, max: 4 })])("lies within the values, and moves with them", (sample, by) => {
    const options = { key, resamples: 50 }
    const [here, there] = [bootstrapInterval(sample, options), bootstrapInterval(sample.map((x) => x + by), options)]
    assert.isAtMost(here.low, here.high)
    assert.isAtLeast(here.low, Math.min(...sample) - 1e-12)
    assert.isAtMost(here.high, Math.max(...sample) + 1e-12)
    assert.closeTo(there.low, here.low + by, 1e-12)
    assert.closeTo(there.high, here.high + by, 1e-12)
  })

  it("refuses what has no answer", () => {
    assert.throws(() => bootstrapInterval([], { key }), RangeError, "no values")
    assert.throws(() => bootstrapInterval([1], { key, resamples: 0 }), RangeError, "0 resamples")
    assert.throws(() => bootstrapInterval([1], { key, confidence: 95 }), RangeError, "confidence 95")
    assert.throws(() => bootstrapInterval([Number.NaN], { key }), RangeError, "value 0 is NaN")
  })
})

describe("quantile", () => {
  it("is NumPy's default, by hand", () => {
    const sorted = Float64Array.of(1, 2, 4, 8)
    assert.deepStrictEqual([0, 0.25, 0.5, 0.9, 1].map((p) => quantile(sorted, p)), [1, 1.75, 3, 6.800000000000001, 8])
    assert.strictEqual(quantile(Float64Array.of(3), 0.975), 3)
  })
})
