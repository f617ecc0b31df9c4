import { assert, describe, it } from "@effect/vitest"
import { type Alpha, criticalDifference, MOST_STRATEGIES, nemenyiQuantile } from "./nemenyi.ts"

const density = (z: number): number => Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)

const STEP = 1 / 256
const REACH = 9 * 256

/** Φ on a grid of 1/256 from −9 to 9, by Simpson's rule from the left. */
const normal = (() => {
  const values = new Float64Array(2 * REACH + 1)
  for (let i = 1; i < values.length; i++) {
    const z = (i - REACH) * STEP
    const piece = STEP / 6 * (density(z - STEP) + 4 * density(z - STEP / 2) + density(z))
    values[i] = values[i - 1]! + piece
  }
  return values
})()

/** Φ between grid points, by a third-order Taylor series from the nearest. */
const phi = (z: number): number => {
  const i = Math.round(z / STEP)
  if (i <= -REACH) return 0
  if (i >= REACH) return 1
  const [at, rest] = [i * STEP, z - i * STEP]
  return normal[i + REACH]! + density(at) * (rest - at * rest ** 2 / 2 + (at * at - 1) * rest ** 3 / 6)
}

/** P(the range of k standard normal numbers ≤ q) = k ∫ φ(z) (Φ(z) − Φ(z − q))^(k − 1) dz. */
const rangeBelow = (q: number, k: number): number => {
  let sum = 0
  for (let i = -REACH; i <= REACH; i++) sum += density(i * STEP) * (phi(i * STEP) - phi(i * STEP - q)) ** (k - 1)
  return k * sum * STEP
}

describe("nemenyi", () => {
  it("has Demšar's Table 5(a)", () => {
    // As printed; its 2.949 and 2.343 for α = 0.05 differ from the exact values in the last digit.
    const printed: ReadonlyArray<readonly [Alpha, ReadonlyArray<number>]> = [
      [0.05, [1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164]],
      [0.1, [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920]]
    ]
    for (const [alpha, row] of printed) row.forEach((q, i) => assert.closeTo(nemenyiQuantile(i + 2, alpha), q, 1e-3))
  })

  it.each([0.01, 0.05, 0.1] as const)("is the quantile of the studentized range, integrated (%s)", (alpha) => {
    for (let k = 2; k <= MOST_STRATEGIES; k++) {
      assert.closeTo(rangeBelow(nemenyiQuantile(k, alpha) * Math.SQRT2, k), 1 - alpha, 3e-7)
    }
  })

  it("gives Demšar's example: four classifiers, fourteen data sets", () => {
    assert.closeTo(criticalDifference(4, 14, 0.05), 1.25, 5e-3)
    assert.closeTo(criticalDifference(4, 14, 0.1), 1.12, 5e-3)
  })

  it("refuses what lies beyond the table", () => {
    assert.throws(() => nemenyiQuantile(31), RangeError, "31 strategies are not in the table; it has 2 to 30")
    assert.throws(() => nemenyiQuantile(1), RangeError, "1 strategies")
    assert.throws(() => nemenyiQuantile(4, 0.02 as Alpha), RangeError, "alpha 0.02")
    assert.throws(() => criticalDifference(4, 1), RangeError, "1 data sets")
  })
})
