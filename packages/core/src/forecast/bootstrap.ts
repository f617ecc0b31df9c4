/**
 * How else the points might have fallen. Tested in `forecast.test.ts`.
 */
import * as Rng from "../Rng.ts"
import { normalQuantile } from "../statistics/normal.ts"
import { accuracyAt, type Curve } from "./curve.ts"
import type { Values } from "./fit.ts"
import { type Columns, columnsOf, type Point } from "./points.ts"

/** How many parameters a curve has. */
const PARAMETERS = 4

/** A sample of points in the place of those that were measured, by its number. */
export type Sampler = (sample: number) => Values

/** What chance does to a share p that is measured on m items: the standard deviation, never 0. */
const binomial = (share: number, items: number): number => {
  const p = (share * items + 1) / (items + 2)
  return Math.sqrt(p * (1 - p) / items)
}

/**
 * Samples of one run: the curve, with residuals drawn with replacement, made larger by √(n / (n − 4)) for the four parameters
 * that were fitted, and scaled by what a point weighs. Where it is known on how many items accuracy was measured, what chance
 * does to such a measurement beyond the residuals is added: few points lie on their curve however uncertain they are.
 */
export const residualSampler = (curve: Curve, columns: Columns, tested: boolean, key: Rng.Key): Sampler => {
  const { accuracy, labels, weight } = columns, n = labels.length
  const fitted = labels.map((count) => accuracyAt(curve, count)), inflate = Math.sqrt(n / (n - PARAMETERS))
  const residuals = accuracy.map((share, i) => (share - fitted[i]!) * Math.sqrt(weight[i]!) * inflate)
  const variance = residuals.reduce((sum, residual) => sum + residual ** 2, 0) / n
  const added = fitted.map((share, i) =>
    tested ? Math.sqrt(Math.max(0, binomial(share, weight[i]!) ** 2 - variance / weight[i]!)) : 0
  )
  const residualKey = Rng.derive(key, "residual"), chanceKey = Rng.derive(key, "chance")
  return (sample) => ({
    weight,
    accuracy: fitted.map((share, i) => {
      const drawn = residuals[Rng.integer(residualKey, sample * n + i, n)]! / Math.sqrt(weight[i]!)
      const chance = added[i] === 0 ? 0 : added[i]! * normal(chanceKey, sample * n + i)
      return Math.min(1, Math.max(0, share + drawn + chance))
    })
  })
}

const normal = (key: Rng.Key, counter: number): number => normalQuantile(Math.max(2 ** -60, Rng.uniform(key, counter)))

/** Samples of several runs: as many runs, drawn with replacement. */
export const runSampler = (
  runs: ReadonlyArray<ReadonlyArray<Point>>,
  labels: Float64Array,
  key: Rng.Key
): Sampler => {
  const runKey = Rng.derive(key, "run")
  return (sample) => {
    const drawn = runs.map((_, i) => runs[Rng.integer(runKey, sample * runs.length + i, runs.length)]!)
    return columnsOf(drawn.flat(), labels)
  }
}
