/**
 * A curve fitted to what was measured, and what it might have been.
 */
import { OutOfRange } from "../Errors.ts"
import * as Rng from "../Rng.ts"
import { requireConfidence } from "../statistics/student.ts"
import { residualSampler, runSampler, type Sampler } from "./bootstrap.ts"
import type { Curve } from "./curve.ts"
import { fitter } from "./fit.ts"
import { checkPoints, columnsOf, labelsOf, LEAST, type Point } from "./points.ts"

/** How a forecast is made. */
export interface ForecastOptions {
  /** What the samples are drawn by: any safe integer. */
  readonly seed: number
  /** Labels a batch, the unit of the curve's parameters. Default: the mean step between the points. */
  readonly batch?: number
  /** How sure its intervals are, between 0 and 1. Default 0.95. */
  readonly confidence?: number
  /** How many samples are drawn for them. Default 400. */
  readonly resamples?: number
}

/** A forecast, as plain data: `Forecast.expected` and `Forecast.labelsFor` read it. */
export interface Forecast {
  /** Tells it from {@link TooFewPoints}. */
  readonly _tag: "Forecast"
  /** The curve that fits best. */
  readonly curve: Curve
  /** The curves that fit the samples. */
  readonly resampled: ReadonlyArray<Curve>
  /** How sure intervals are. */
  readonly confidence: number
  /** At how many different numbers of labels there are points. */
  readonly points: number
  /** The most labels that a point has: beyond it is forecast. */
  readonly measured: number
  /** How far the points lie from the curve: the root of the weighted mean square. */
  readonly residual: number
}

/** No forecast: there are too few points. */
export interface TooFewPoints {
  /** Tells it from a forecast. */
  readonly _tag: "TooFewPoints"
  /** At how many different numbers of labels there are points. */
  readonly given: number
  /** How many are needed. */
  readonly needed: number
  /** That, in a sentence without its full stop. */
  readonly reason: string
}

const tooFew = (given: number): TooFewPoints => ({
  _tag: "TooFewPoints",
  given,
  needed: LEAST,
  reason: `a forecast needs points at ${LEAST} different numbers of labels; there are ${given}`
})

const checkOptions = ({ batch, confidence = 0.95, resamples = 400, seed }: ForecastOptions) => {
  requireConfidence(confidence)
  if (!Number.isSafeInteger(seed)) {
    throw new OutOfRange({
      problem: `the seed is ${seed}; give a safe integer`,
      value: seed,
      expected: "a safe integer"
    })
  }
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw new OutOfRange({ problem: `${resamples} samples cannot be drawn; 400 is usual`, value: resamples })
  }
  if (batch !== undefined && !(batch > 0 && batch < Infinity)) {
    throw new OutOfRange({ problem: `a batch has ${batch} labels; give a number above 0`, value: batch })
  }
  return { batch, confidence, resamples, key: Rng.derive(Rng.fromSeed(seed), "forecast") }
}

const make = (runs: ReadonlyArray<ReadonlyArray<Point>>, options: ForecastOptions): Forecast | TooFewPoints => {
  const { batch, confidence, key, resamples } = checkOptions(options), points = runs.flat()
  checkPoints(points)
  const labels = labelsOf(points), n = labels.length
  if (n < LEAST) return tooFew(n)
  const first = labels[0]!, last = labels[n - 1]!
  const { curve, fit } = fitter({ first, last, batch: batch ?? (last - first) / (n - 1) }, labels)
  const columns = columnsOf(points, labels), best = fit(columns), found = curve(best)
  const sampler: Sampler = runs.length > 1
    ? runSampler(runs, labels, key)
    : residualSampler(found, columns, points[0]?.tested !== undefined, key)
  return {
    _tag: "Forecast",
    curve: found,
    resampled: Array.from({ length: resamples }, (_, sample) => curve(fit(sampler(sample)))),
    confidence,
    points: n,
    measured: last,
    residual: Math.sqrt(best.error / columns.weight.reduce((a, b) => a + b, 0))
  }
}

/**
 * What the accuracy of a model will be, from the `points` measured so far: PALM's learning curve (`Curve`), by least squares.
 *
 * Points may come in any order, several at one number of labels too. With fewer than five different numbers of labels there is
 * no forecast but {@link TooFewPoints}, which says so. The interval is a bootstrap of residuals, drawn by `seed`: the same points
 * and seed give the same forecast. It knows of the measurement's noise, not of whether the world follows the curve: far beyond
 * the points it is a guess.
 *
 * Source: Machnio, Nielsen & Ghazi (ICCV 2025). Throws `OutOfRange` for a point or an option that is none. O(resamples ·
 * points), some tenths of a second.
 *
 * @example
 * ```ts
 * import { Forecast } from "@marginalia/core"
 *
 * const points = [0.52, 0.66, 0.74, 0.79, 0.82, 0.845].map((accuracy, i) => ({ labels: 50 * (i + 1), accuracy }))
 * const forecast = Forecast.of(points, { seed: 0 })
 * if (forecast._tag === "Forecast") console.log(Forecast.expected(forecast, 600).accuracy.toFixed(2)) // => 0.89
 * console.log(Forecast.of(points.slice(0, 4), { seed: 0 })._tag) // => TooFewPoints
 * ```
 */
export const of = (points: ReadonlyArray<Point>, options: ForecastOptions): Forecast | TooFewPoints =>
  make([points], options)

/**
 * {@link of} several `runs` of one experiment, a list of points each: the curve fits all points, and the interval is a bootstrap
 * over runs. Of few runs it is too narrow; of one run it is that of {@link of}. `options`, errors and cost are the same.
 */
export const ofRuns = (
  runs: ReadonlyArray<ReadonlyArray<Point>>,
  options: ForecastOptions
): Forecast | TooFewPoints => make(runs, options)
