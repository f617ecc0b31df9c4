import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { runs } from "../../test/runs.ts"
import { OutOfRange } from "../Errors.ts"
import * as Rng from "../Rng.ts"
import { accuracyAt } from "./curve.ts"
import { type Forecast, of, ofRuns } from "./forecast.ts"
import type { Point } from "./points.ts"
import { expected } from "./read.ts"

const truth = { maximum: 0.9, delta: 0.3, alpha: 0.5, beta: 0.7, batch: 10 }

/** Ten points as they would be measured on some items, drawn anew for each seed. */
const measured = (seed: number, tested: number, points = 10): ReadonlyArray<Point> => {
  const draw = Rng.reader(Rng.fromSeed(seed))
  return Array.from({ length: points }, (_, i) => {
    const labels = 10 * (i + 1), share = accuracyAt(truth, labels)
    return { labels, accuracy: Array.from({ length: tested }, draw).filter((u) => u < share).length / tested, tested }
  })
}

const made = (points: ReadonlyArray<Point>, options: Partial<Parameters<typeof of>[1]> = {}): Forecast => {
  const forecast = of(points, { seed: 0, resamples: 40, ...options })
  assert.strictEqual(forecast._tag, "Forecast")
  return forecast as Forecast
}

describe("a forecast", () => {
  it("is refused below five different numbers of labels", () => {
    const points = measured(1, 50)
    const refusal = { _tag: "TooFewPoints", given: 4, needed: 5 } as const
    assert.deepInclude(of([...points.slice(0, 4), ...points.slice(0, 4)], { seed: 0 }), refusal)
    assert.deepInclude(of([], { seed: 0 }), { _tag: "TooFewPoints", given: 0 })
    assert.deepInclude(ofRuns([points.slice(0, 3), points.slice(1, 4)], { seed: 0 }), refusal)
    assert.deepInclude(ofRuns([], { seed: 0 }), { _tag: "TooFewPoints", given: 0 })
    assert.include(JSON.stringify(of([], { seed: 0 })), "5 different numbers of labels; there are 0")
    assert.strictEqual(made(points.slice(0, 5)).points, 5)
  })

  it("follows from the points and the seed, in any order of the points, and survives JSON", () => {
    const points = measured(2, 100), forecast = made(points)
    assert.deepStrictEqual(made(points.toReversed()), forecast)
    assert.deepStrictEqual(JSON.parse(JSON.stringify(forecast)), forecast)
    assert.notDeepEqual(made(points, { seed: 1 }).resampled, forecast.resampled)
    assert.deepStrictEqual(made(points, { seed: 1 }).curve, forecast.curve)
    assert.deepInclude(forecast, { points: 10, measured: 100, confidence: 0.95 })
  })

  it("covers the truth within the points about as often as promised, also of few points", () => {
    let covered = 0
    for (let seed = 0; seed < 25; seed++) {
      const [points, tested] = seed % 2 === 0 ? [5, 200] as const : [10, 60] as const
      const forecast = made(measured(100 + seed, tested, points), { resamples: 20, confidence: 0.9 })
      const { high, low } = expected(forecast, 45)
      if (low <= accuracyAt(truth, 45) && accuracyAt(truth, 45) <= high) covered += 1
    }
    // Of 25 runs at 0.9 fewer than 18 have a chance of 2 in 1000.
    assert.isAtLeast(covered, 18)
  })

  it("is wider when fewer items were tested, and when only residuals are known of few points", () => {
    const points = measured(3, 1000, 6),
      width = (forecast: Forecast) => expected(forecast, 40).high - expected(forecast, 40).low
    const few = points.map((point) => ({ ...point, tested: 20 }))
    assert.isAbove(width(made(few)), 2 * width(made(points)))
  })

  it("of runs resamples whole runs", () => {
    const runs = [1, 2, 3, 4].map((seed) => measured(seed, 80))
    const forecast = ofRuns(runs, { seed: 0, resamples: 60 }) as Forecast
    const pooled = made(runs.flat())
    for (const n of [20, 60, 100]) assert.closeTo(accuracyAt(forecast.curve, n), accuracyAt(pooled.curve, n), 1e-6)
    const same = ofRuns([runs[0]!, runs[0]!, runs[0]!], { seed: 0, resamples: 10 }) as Forecast
    same.resampled.forEach((curve) => assert.closeTo(accuracyAt(curve, 60), accuracyAt(same.curve, 60), 1e-9))
    assert.deepStrictEqual(ofRuns([runs[0]!], { seed: 0, resamples: 5 }), of(runs[0]!, { seed: 0, resamples: 5 }))
  })

  const tenths = fc.array(fc.nat({ max: 10 }), { minLength: 5, maxLength: 8 })

  prop.prop([tenths, fc.integer({ min: 0, max: 400 })], { numRuns: runs(20) })(
    "holds its own value, within 0 and 1, whatever was measured",
    (tenths, labels) => {
      const points = tenths.map((tenth, i) => ({ labels: 10 * i, accuracy: tenth / 10 }))
      const { accuracy, high, low } = expected(made(points, { resamples: 10 }), labels)
      assert.isTrue(0 <= low && low <= accuracy && accuracy <= high && high <= 1)
    }
  )

  it("refuses options that are none", () => {
    const points = measured(1, 50)
    assert.throws(() => of(points, { seed: 0.5 }), OutOfRange, "the seed is 0.5")
    assert.throws(() => of(points, { seed: 0, batch: 0 }), OutOfRange, "a batch has 0 labels")
    assert.throws(() => of(points, { seed: 0, resamples: 0 }), OutOfRange, "0 samples cannot be drawn")
    assert.throws(() => of(points, { seed: 0, confidence: 95 }), OutOfRange, "confidence 95")
    assert.throws(() => of([{ labels: 1, accuracy: 90 }], { seed: 0 }), OutOfRange, "the accuracy of point 0 is 90")
  })
})
