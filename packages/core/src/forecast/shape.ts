/**
 * The curve in the parameters that it is fitted in, each of a size of its own: they depend on each other less than PALM's do.
 * Tested in `fit.test.ts`.
 *
 * With x = n / batch + α the curve is A · (1 − exp(−E)), E = e^s · (x / x_last)^β: s is the size of E at the last point, a = log
 * of how far x is from 0 at the first, c = log β.
 */
import type { Curve } from "./curve.ts"

/** a, c, s. */
export type Shape = readonly [offset: number, power: number, last: number]

/** The first and the last number of labels, and how many a batch has. */
export interface Frame {
  readonly first: number
  readonly last: number
  readonly batch: number
}

/** x at a number of labels. */
const at = ({ batch, first }: Frame, offset: number, labels: number): number => (labels - first) / batch + offset

/** What the parameters lie between: α from just above −n_first / batch to 300 batches more, β from 0.02 to 12. */
const LOW: Shape = [Math.log(1e-4), Math.log(0.02), Math.log(0.01)]
const HIGH: Shape = [Math.log(300), Math.log(12), Math.log(1e5)]

/** As far as 1 − δ is told from 0: −log(1 − δ) is at most this. */
const FASTEST = 30

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** The nearest shape that is allowed: E from 0.01 to 1e5 at the last point, and δ below 1. */
export const bounded = (frame: Frame, [a, c, s]: Shape): Shape => {
  const offset = clamp(a, LOW[0], HIGH[0]), power = clamp(c, LOW[1], HIGH[1])
  const end = at(frame, Math.exp(offset), frame.last)
  const most = Math.log(FASTEST) + Math.exp(power) * Math.log(end)
  return [offset, power, Math.min(clamp(s, LOW[2], HIGH[2]), most)]
}

/** Fills 1 − exp(−E) of each number of labels in, and, where there is room for them, its derivatives by a, c and s. */
export const evaluate = (
  frame: Frame,
  shape: Shape,
  labels: Float64Array,
  out: Float64Array,
  slopes?: readonly [Float64Array, Float64Array, Float64Array]
): void => {
  const offset = Math.exp(shape[0]),
    beta = Math.exp(shape[1]),
    end = at(frame, offset, frame.last),
    size = Math.exp(shape[2])
  for (let i = 0; i < labels.length; i++) {
    const x = at(frame, offset, labels[i]!), log = Math.log(x / end), exponent = size * Math.exp(beta * log)
    out[i] = -Math.expm1(-exponent)
    if (slopes === undefined) continue
    const slope = exponent * Math.exp(-exponent)
    slopes[0][i] = slope * beta * offset * (1 / x - 1 / end)
    slopes[1][i] = slope * beta * log
    slopes[2][i] = slope
  }
}

/** The curve in PALM's parameters. */
export const curveOf = (frame: Frame, [a, c, s]: Shape, maximum: number): Curve => {
  const offset = Math.exp(a), beta = Math.exp(c)
  const rate = Math.exp(s - beta * Math.log(at(frame, offset, frame.last)))
  return {
    maximum,
    delta: -Math.expm1(-rate),
    alpha: offset - frame.first / frame.batch,
    beta,
    batch: frame.batch
  }
}
