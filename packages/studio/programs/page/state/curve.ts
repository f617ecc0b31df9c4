/** Where the accuracy curve and its forecast lie on the screen. */
import type { Interval } from "../wire.ts"

/** The picture and its margins, in its own units. */
export interface Box {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A place in the picture. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Round values from `low` to `high`, about `count` of them. */
export const axisOf = (low: number, high: number, count: number): ReadonlyArray<number> => {
  const rough = (high - low) / Math.max(1, count)
  if (!(rough > 0)) return [low]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((by) => by * power >= rough * 0.999) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const values = Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step)
  return values.map((value) => Number(value.toPrecision(12)))
}

/** The curve as it is drawn. The vertical axis begins at the lowest value that is shown, rounded down to a tenth. */
export const curveOf = (
  curve: ReadonlyArray<{ readonly labels: number; readonly right: number; readonly of: number }>,
  forecast: ReadonlyArray<{ readonly labels: number; readonly accuracy: Interval }>,
  { bottom, height, left, right, top, width }: Box
) => {
  const seen = curve.filter((one) => one.of > 0)
  const values = [...seen.map((one) => one.right / one.of), ...forecast.map(({ accuracy }) => accuracy.low)]
  const low = values.length === 0 ? 0 : Math.min(0.9, Math.floor(Math.min(...values) * 10) / 10), high = 1
  const most = Math.max(1, ...seen.map(({ labels }) => labels), ...forecast.map(({ labels }) => labels))
  const x = (labels: number): number => left + (labels / most) * (width - left - right)
  const y = (value: number): number => top + ((high - Math.max(low, value)) / (high - low)) * (height - top - bottom)
  const at = (labels: number, value: number): Point => ({ x: x(labels), y: y(value) })
  return {
    low,
    high,
    most,
    x,
    y,
    points: seen.map((one) => at(one.labels, one.right / one.of)),
    forecast: forecast.map(({ accuracy, labels }) => at(labels, accuracy.value)),
    forecastLow: forecast.map(({ accuracy, labels }) => at(labels, accuracy.low)),
    forecastHigh: forecast.map(({ accuracy, labels }) => at(labels, accuracy.high))
  }
}
