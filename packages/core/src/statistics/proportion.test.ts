import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { OutOfRange } from "../Errors.ts"
import { wilsonInterval } from "./proportion.ts"

/** By SciPy 1.17.1, `binomtest(hits, trials).proportion_ci(confidence, method="wilson")`. */
const scipy = [
  [0, 10, 0.95, 0, 0.27753279986288926],
  [10, 10, 0.95, 0.7224672001371109, 1],
  [93, 100, 0.95, 0.8625048526092649, 0.9656807389327273],
  [1, 3, 0.9, 0.07826572633372841, 0.7464661317187758],
  [466, 500, 0.99, 0.8969830287981191, 0.9557020169779582],
  [5, 10, 0.5, 0.39569991542468774, 0.6043000845753123]
] as const

/** P(X = k) for X binomial. */
const binomial = (n: number, p: number): ReadonlyArray<number> => {
  let term = (1 - p) ** n
  return Array.from({ length: n + 1 }, (_, k) => {
    const here = term
    term *= (n - k) / (k + 1) * p / (1 - p)
    return here
  })
}

describe("wilsonInterval", () => {
  it("is SciPy's", () => {
    for (const [hits, trials, confidence, low, high] of scipy) {
      const interval = wilsonInterval(hits, trials, confidence)
      assert.closeTo(interval.low, low, 1e-13)
      assert.closeTo(interval.high, high, 1e-13)
    }
  })

  it("covers the truth as often as promised, on the mean over shares", () => {
    for (const n of [5, 20, 60]) {
      const shares = Array.from({ length: 199 }, (_, i) => (i + 1) / 200)
      const covered = shares.map((p) =>
        binomial(n, p).reduce((sum, chance, k) => {
          const { high, low } = wilsonInterval(k, n)
          return low <= p && p <= high ? sum + chance : sum
        }, 0)
      )
      assert.closeTo(covered.reduce((a, b) => a + b, 0) / covered.length, 0.95, 0.012)
      assert.isAbove(Math.min(...covered), 0.83)
    }
  })

  const counts = fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 50 })).map(([a, b]) => [a, a + b + 1] as const)

  prop.prop([counts])(
    "holds the share, lies within 0 and 1, is mirrored by misses, and widens with confidence",
    ([k, n]) => {
      const { high, low } = wilsonInterval(k, n), other = wilsonInterval(n - k, n), wide = wilsonInterval(k, n, 0.99)
      assert.isTrue(0 <= low && low <= k / n && k / n <= high && high <= 1 && low < high)
      assert.closeTo(low, 1 - other.high, 1e-12)
      assert.isTrue(wide.low <= low && high <= wide.high)
    }
  )

  it("refuses counts and confidences that are none", () => {
    const wrong = [[3, 2], [-1, 2], [0, 0], [0.5, 2], [1, 2.5], [Number.NaN, 2]] as const
    for (const [hits, trials] of wrong) assert.throws(() => wilsonInterval(hits, trials), OutOfRange, "is no share")
    for (const confidence of [0, 1, 95, Number.NaN]) assert.throws(() => wilsonInterval(1, 2, confidence), OutOfRange)
  })
})
