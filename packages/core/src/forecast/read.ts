/**
 * What a forecast says.
 */
import { OutOfRange } from "../Errors.ts"
import { quantile } from "../statistics/bootstrap.ts"
import type { Interval } from "../statistics/student.ts"
import { accuracyAt, type Curve, labelsAt } from "./curve.ts"
import type { Forecast } from "./forecast.ts"

/** The accuracy that is expected after a number of labels, and where it lies. */
export interface Expected extends Interval {
  readonly labels: number
  readonly accuracy: number
}

/**
 * The accuracy that a `forecast` expects at a number of `labels`, with its interval: the quantiles of what the resampled curves
 * expect, made wide enough to hold the curve's own. Throws `OutOfRange` for a number below 0 or not finite.
 */
export const expected = (forecast: Forecast, labels: number): Expected => {
  if (!(labels >= 0 && labels < Infinity)) {
    throw new OutOfRange({ problem: `there is no accuracy at ${labels} labels; give a number from 0`, value: labels })
  }
  const accuracy = accuracyAt(forecast.curve, labels), tail = (1 - forecast.confidence) / 2
  const sorted = Float64Array.from(forecast.resampled, (curve) => accuracyAt(curve, labels)).sort()
  const low = Math.min(accuracy, quantile(sorted, tail)), high = Math.max(accuracy, quantile(sorted, 1 - tail))
  return { labels, accuracy, low, high }
}

/** A parameter of a curve, and where it lies. */
export interface Parameter extends Interval {
  /** Which one: a field of `Curve`. */
  readonly name: Exclude<keyof Curve, "batch">
  /** Its value in the curve that fits best. */
  readonly value: number
}

const NAMES = ["maximum", "delta", "alpha", "beta"] as const satisfies ReadonlyArray<Parameter["name"]>

/**
 * The four parameters of a `forecast`'s curve with their intervals, in the order maximum, delta, alpha, beta: the quantiles of
 * the resampled curves' parameters, made wide enough to hold the curve's own.
 *
 * The parameters make up for each other, so that their intervals may be wide where that of the accuracy ({@link expected}) is
 * narrow. O(samples · log samples).
 */
export const parameters = ({ confidence, curve, resampled }: Forecast): ReadonlyArray<Parameter> =>
  NAMES.map((name): Parameter => {
    const value = curve[name], tail = (1 - confidence) / 2
    const sorted = Float64Array.from(resampled, (one) => one[name]).sort()
    const low = Math.min(value, quantile(sorted, tail)), high = Math.max(value, quantile(sorted, 1 - tail))
    return { name, value, low, high }
  })

/** The labels that a target takes. */
export interface Reached {
  /** Tells it from {@link NotReached}. */
  readonly _tag: "Reached"
  /** The accuracy that was asked for. */
  readonly target: number
  /** Labels in all, rounded up. */
  readonly labels: number
  /** Where that number lies, from. */
  readonly low: number
  /** Where that number lies, to; undefined where the curves of the samples do not reach the target often enough to say. */
  readonly high: number | undefined
  /** The share of the samples' curves that reach it. */
  readonly share: number
}

/** The target is not reached. */
export interface NotReached {
  /** Tells it from {@link Reached}. */
  readonly _tag: "NotReached"
  /** The accuracy that was asked for. */
  readonly target: number
  /** The accuracy that is expected with the most labels there can be. */
  readonly maximum: number
  /** The share of the samples' curves that reach the target all the same. */
  readonly share: number
}

const sameOrLess = (labels: number, most: number): number => labels <= most ? Math.ceil(labels) : Infinity

/**
 * How many labels a `forecast` expects a `target` accuracy to take, with an interval; or that it is not reached.
 *
 * `most` is the most labels there can be, the size of the pool, say; without it (default Infinity) only a target at or above the
 * curve's maximum is not reached. Throws `OutOfRange` for a target outside [0, 1] and a `most` below 0.
 */
export const labelsFor = (forecast: Forecast, target: number, most = Infinity): Reached | NotReached => {
  if (!(target >= 0 && target <= 1)) {
    throw new OutOfRange({ problem: `the target is ${target}; give an accuracy from 0 to 1`, value: target })
  }
  if (!(most >= 0)) {
    throw new OutOfRange({ problem: `there are at most ${most} labels; give a number from 0`, value: most })
  }
  const needed = (curve: Forecast["curve"]): number => sameOrLess(labelsAt(curve, target), most)
  const labels = needed(forecast.curve),
    sorted = Float64Array.from(forecast.resampled, needed).sort(),
    n = sorted.length
  const share = sorted.filter((count) => count < Infinity).length / n
  if (labels === Infinity) {
    const maximum = most === Infinity ? forecast.curve.maximum : accuracyAt(forecast.curve, most)
    return { _tag: "NotReached", target, maximum, share }
  }
  const tail = (1 - forecast.confidence) / 2
  const low = Math.min(labels, sorted[Math.floor(tail * (n - 1))]!), high = sorted[Math.ceil((1 - tail) * (n - 1))]!
  return { _tag: "Reached", target, labels, low, high: high === Infinity ? undefined : Math.max(labels, high), share }
}
