/**
 * The area under a learning curve as DeepAL+ computes it, its rounding included.
 */
import { OutOfRange } from "../Errors.ts"

/** What DeepAL+ knows of an experiment. */
export interface DeepAlOptions {
  /** All labels that the strategy asks for: the last number of labels less the first. Default: as many as there are rounds. */
  readonly quota?: number
  /** Labels a round. Default 1: all rounds count the same. */
  readonly batch?: number
}

const whole = (what: string, value: number): void => {
  if (Number.isSafeInteger(value) && value >= 1) return
  const problem = `the ${what} is ${value}; it must be a whole number from 1`
  throw new OutOfRange({ problem, value, expected: "a whole number from 1" })
}

const check = (accuracy: ReadonlyArray<number>, quota: number, batch: number): void => {
  if (accuracy.length < 2) {
    const problem = `a curve needs two points or more; there are ${accuracy.length}`
    throw new OutOfRange({ problem, value: accuracy.length, expected: "at least 2" })
  }
  whole("quota", quota)
  whole("batch", batch)
  const points = Math.ceil(quota / batch) + 1
  if (accuracy.length !== points) {
    const problem = `a quota of ${quota} in batches of ${batch} makes ${points} points; there are ${accuracy.length}`
    throw new OutOfRange({ problem, value: accuracy.length, expected: String(points) })
  }
  const at = accuracy.findIndex((value) => !Number.isFinite(value))
  if (at < 0) return
  const problem = `the accuracy of point ${at} is ${accuracy[at]}; it must be a finite number`
  throw new OutOfRange({ problem, value: accuracy[at], position: at, expected: "a finite number" })
}

/**
 * A number at three decimals, as Python's `round(x, 3)`: to the nearest, exactly, and halves to the even digit. `toFixed`
 * is exact too, but takes a half up; only odd sixteenths can lie half-way between two thousandths.
 */
const thousandths = (x: number): number => {
  const up = Math.round(Number(x.toFixed(3)) * 1000)
  const isHalf = Math.abs(16 * x) % 2 === 1
  return (isHalf && up % 2 !== 0 ? up - Math.sign(x) : up) / 1000
}

/**
 * AUBC by DeepAL+'s formula, its rounding included, from the `accuracy` after each round.
 *
 * Trapezoids as wide as a batch, the last one as wide as what the quota leaves (`quota % batch`) where the batches do
 * not divide it, divided by the quota, and rounded to three decimals as Python rounds, halves to even. Without options
 * all batches are equal: (acc₀/2 + acc₁ + … + acc_R/2) / R.
 *
 * Throws `OutOfRange` for fewer than two points, one that is not finite, a quota or batch that is not a whole number
 * from 1, or another number of points than ⌈quota / batch⌉ + 1. Source: `get_aubc` in DeepAL+'s `utils.py`.
 *
 * @example
 * ```ts
 * import { Metrics } from "@marginalia/core"
 *
 * console.log(Metrics.aubcDeepAl([0.5, 0.6, 0.9], { quota: 15, batch: 10 })) // => 0.617
 * console.log(Metrics.aubcDeepAl([0.5, 0.6, 0.9])) // => 0.65
 * ```
 */
export const aubcDeepAl = (accuracy: ReadonlyArray<number>, options: DeepAlOptions = {}): number => {
  const { batch = 1, quota = batch * (accuracy.length - 1) } = options
  check(accuracy, quota, batch)
  const last = quota % batch === 0 ? batch : quota % batch
  let area = 0
  for (let i = 1; i < accuracy.length; i++) {
    const width = i === accuracy.length - 1 ? last : batch
    area += (accuracy[i]! + accuracy[i - 1]!) * width * 0.5
  }
  return thousandths(area / quota)
}
