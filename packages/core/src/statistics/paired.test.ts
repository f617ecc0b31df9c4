import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import * as Rng from "../Rng.ts"
import { bootstrapInterval } from "./bootstrap.ts"
import { paired } from "./paired.ts"
import { tInterval } from "./student.ts"

const options = { key: Rng.fromSeed(1), resamples: 100 }

describe("paired", () => {
  it("is right by hand", () => {
    const found = paired([0.75, 0.5, 0.75, 1, 0.5, 0.25], [0.5, 0.5, 0.25, 0.25, 0.75, 0.125], options)
    // Differences 1/4, 0, 1/2, 3/4, −1/4, 1/8. Pratt's ranks: 3½, (1), 5, 6, 3½, 2.
    assert.strictEqual(found.difference.mean, 1.375 / 6)
    assert.strictEqual(found.winRate, 4.5 / 6)
    assert.strictEqual(found.test!.used, 5)
    assert.deepStrictEqual([found.test!.positive, found.test!.negative], [16.5, 3.5])
    // Sums of subsets of {3½, 5, 6, 3½, 2} that are at most 3½: {}, 2, 3½, 3½. p = 2 · 4 / 32.
    assert.strictEqual(found.test!.p, 0.25)
    assert.isUndefined(found.reason)
  })

  it("passes on the confidence, the resamples and the rule for zeros", () => {
    const [first, second] = [[3, 1, 4, 1, 5, 9, 2], [2, 7, 1, 8, 2, 8, 2]]
    const wide = { ...options, confidence: 0.99 }
    const differences = first.map((x, i) => x - second[i]!)
    const found = paired(first, second, { ...wide, zeros: "wilcoxon" })
    assert.deepStrictEqual(found.t, tInterval(differences, 0.99))
    assert.deepStrictEqual(found.bootstrap, bootstrapInterval(differences, wide))
    assert.strictEqual(found.test!.positive + found.test!.negative, 21)
  })

  it("makes no test below six seeds, and says why", () => {
    const five = paired([1, 2, 3, 4, 5], [0, 0, 0, 0, 0], options)
    assert.isUndefined(five.test)
    assert.strictEqual(five.reason, "5 of the 6 seeds that a test needs")
    assert.isDefined(five.t)
    assert.strictEqual(paired([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0], options).test!.p, 1 / 32)
  })

  it("has no interval for one seed", () => {
    const one = paired([0.75], [0.5], options)
    assert.deepStrictEqual([one.t, one.bootstrap, one.difference.standardError], [undefined, undefined, undefined])
    assert.deepStrictEqual([one.difference.mean, one.winRate], [0.25, 1])
  })

  it("takes rounding for a tie", () => {
    const found = paired([0.1 + 0.2, 0.9, 0.8, 0.7, 0.6, 0.5], [0.3, 0.8, 0.7, 0.6, 0.5, 0.4], options)
    assert.strictEqual(found.winRate, 5.5 / 6)
    assert.deepStrictEqual([found.test!.used, found.test!.positive, found.test!.p], [5, 20, 1 / 16])
  })

  it("refuses what is no pair", () => {
    assert.throws(() => paired([1, 2], [1], options), RangeError, "there are 2 and 1")
    assert.throws(() => paired([], [], options), RangeError, "no values")
    assert.throws(() => paired([1], [Number.NaN], options), RangeError, "the second strategy's value 0 is NaN")
  })

  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
    minLength: 2,
    maxLength: 8
  })

  prop.prop([pairs])("turns around when the two change places", (both) => {
    const [first, second] = [both.map(([a]) => a), both.map(([, b]) => b)]
    const [one, other] = [paired(first, second, options), paired(second, first, options)]
    assert.closeTo(one.difference.mean, -other.difference.mean, 1e-12)
    assert.closeTo(one.winRate + other.winRate, 1, 1e-12)
    assert.closeTo(one.t!.low, -other.t!.high, 1e-12)
    assert.strictEqual(one.test?.p, other.test?.p)
  })
})
