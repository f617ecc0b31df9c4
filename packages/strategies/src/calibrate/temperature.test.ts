import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Rng } from "@marginalia/core"
import { atTemperature, calibrationError, fitTemperature, holdOut, TEMPERATURES } from "./temperature.ts"

/** The definition, bin by bin. */
const naive = (confidences: ReadonlyArray<number>, right: ReadonlyArray<number>): number => {
  let sum = 0
  for (let b = 0; b < 15; b++) {
    const bin = [...confidences.keys()].filter((i) => confidences[i]! > b / 15 && confidences[i]! <= (b + 1) / 15)
    if (bin.length === 0) continue
    const mean = (of: ReadonlyArray<number>) => bin.reduce((s, i) => s + of[i]!, 0) / bin.length
    sum += bin.length / confidences.length * Math.abs(mean(right) - mean(confidences))
  }
  return sum
}

const softmax = (logits: ReadonlyArray<number>): ReadonlyArray<number> => {
  const most = Math.max(...logits), odds = logits.map((z) => Math.exp(z - most)), sum = odds.reduce((a, b) => a + b, 0)
  return odds.map((x) => x / sum)
}

const items = fc.array(
  fc.tuple(fc.array(fc.integer({ min: -60, max: 60 }).map((x) => x / 8), { minLength: 3, maxLength: 3 }), fc.nat(2)),
  { minLength: 1, maxLength: 30 }
)

describe("calibrationError", () => {
  it("is the mean gap of confidence and accuracy over bins, by hand", () => {
    assert.strictEqual(calibrationError([], []), 0)
    assert.closeTo(calibrationError([0.95, 0.95, 0.5, 0.51], [1, 0, 1, 1]), (2 * 0.45 + Math.abs(2 - 1.01)) / 4, 1e-12)
    assert.strictEqual(calibrationError([1, 1], [1, 1]), 0)
    assert.strictEqual(calibrationError([1, 0], [0, 1]), 1)
  })

  it("has an edge belong to the bin below it", () => {
    // 9/15 is in the bin that ends there; 0.61 is in the next.
    assert.closeTo(calibrationError([9 / 15, 0.61], [1, 0]), (0.4 + 0.61) / 2, 1e-12)
    assert.closeTo(calibrationError([0.59, 9 / 15], [1, 0]), Math.abs(1 - 0.59 - 9 / 15) / 2, 1e-12)
  })

  test.prop([
    fc.array(fc.tuple(fc.double({ min: 1e-3, max: 1, noNaN: true }), fc.nat(1)), { minLength: 1, maxLength: 40 })
  ])(
    "agrees with the definition, in any order to the last digit",
    (items) => {
      const confidences = items.map(([c]) => c),
        right = items.map(([, r]) => r),
        found = calibrationError(confidences, right)
      assert.closeTo(found, naive(confidences, right), 1e-9)
      assert.strictEqual(calibrationError(confidences.toReversed(), right.toReversed()), found)
    }
  )

  it("refuses what is no confidence, and lists of unequal length", () => {
    assert.throws(() => calibrationError([1.5], [1]), /the confidence at 0 is 1\.5/)
    assert.throws(() => calibrationError([Number.NaN], [1]), /the confidence at 0 is NaN/)
    assert.throws(() => calibrationError([0.5], []), /1 confidences and 0 answers/)
  })
})

describe("atTemperature", () => {
  it("leaves 1 alone, levels what is hotter, and keeps impossible classes impossible", () => {
    const p = [0.7, 0.2, 0.1, 0]
    atTemperature(p.map(Math.log), 1).forEach((x, c) => assert.closeTo(x, p[c]!, 1e-15))
    const root = p.map(Math.sqrt), sum = root.reduce((a, b) => a + b, 0)
    atTemperature(p.map(Math.log), 2).forEach((x, c) => assert.closeTo(x, root[c]! / sum, 1e-15))
    assert.deepStrictEqual([...atTemperature([1000, 0], 1)], [1, 0])
    assert.deepStrictEqual([...atTemperature([-Infinity, 3], 5)], [0, 1])
  })
})

describe("fitTemperature", () => {
  it("tries 1 to 20 by 0.1", () => {
    assert.deepStrictEqual([TEMPERATURES[0], TEMPERATURES[1], TEMPERATURES.at(-1), TEMPERATURES.length], [
      1,
      1.1,
      20,
      191
    ])
  })

  test.prop([items])("finds the least error of all, the smallest temperature of equal ones", (items) => {
    const logits = items.map(([row]) => row), labels = items.map(([, label]) => label)
    const errorAt = (t: number) => {
      const rows = logits.map((row) => softmax(row.map((z) => z / t)))
      return naive(
        rows.map((p) => Math.max(...p)),
        logits.map((row, i) => row.indexOf(Math.max(...row)) === labels[i] ? 1 : 0)
      )
    }
    const { after, before, temperature } = fitTemperature(logits, labels)
    assert.closeTo(before, errorAt(1), 1e-6)
    assert.closeTo(after, errorAt(temperature), 1e-6)
    for (const t of TEMPERATURES) assert.isAtLeast(errorAt(t), after - 1e-6)
    assert.isAtMost(after, before)
  })

  it("finds the temperature of a model that is too sure", () => {
    // Three of four are right, and the model says 0.9526: 0.75 at temperature log(20.1) / log(3).
    const logits = [...Array(40).keys()].map(() => [3, 0])
    const { temperature, after } = fitTemperature(logits, logits.map((_, i) => i % 4 === 0 ? 1 : 0))
    assert.strictEqual(temperature, 2.7)
    assert.closeTo(after, 1 / (1 + Math.exp(-3 / 2.7)) - 0.75, 1e-9)
  })

  it("is 1 for no items, and for a model that is right and sure", () => {
    assert.deepStrictEqual(fitTemperature([], []), { temperature: 1, before: 0, after: 0 })
    assert.strictEqual(fitTemperature([[0, -Infinity], [0, -Infinity]], [0, 0]).temperature, 1)
  })
})

describe("holdOut", () => {
  const key = Rng.fromSeed(3)

  test.prop([fc.uniqueArray(fc.nat(500), { maxLength: 60 }), fc.nat()])(
    "is a fifth, ascending, by the key",
    (list, seed) => {
      const positions = Uint32Array.from(list).sort(), held = holdOut(positions, Rng.fromSeed(seed))
      assert.strictEqual(held.length, positions.length < 2 ? 0 : Math.max(1, Math.floor(positions.length / 5)))
      assert.deepStrictEqual(held, held.toSorted())
      assert.isTrue(held.every((position) => positions.includes(position)))
      assert.deepStrictEqual(holdOut(positions, Rng.fromSeed(seed)), held)
    }
  )

  it("differs by the key", () => {
    const positions = Uint32Array.from({ length: 100 }, (_, i) => i)
    assert.notDeepEqual(holdOut(positions, key), holdOut(positions, Rng.fromSeed(4)))
  })
})
