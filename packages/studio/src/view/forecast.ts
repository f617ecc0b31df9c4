/**
 * What further labels will bring: the core's forecast, of the points that were measured.
 */
import * as Forecast from "@marginalia/core/Forecast"
import type { Measured, Outlook } from "../server/wire.ts"

/** What the page is told of the future. */
export type Future = Pick<Outlook, "forecast" | "missing">

/** At most so many points are fitted, and so many samples drawn: some 30 ms. */
const POINTS = 12
const SAMPLES = 40

/** How far is looked ahead: in parts of the labels so far. */
const AHEAD = [1, 1.25, 1.5, 2, 3]

/** Evenly many of the points, the last one among them. */
const thinned = <A>(points: ReadonlyArray<A>): ReadonlyArray<A> => {
  if (points.length <= POINTS) return points
  return Array.from({ length: POINTS }, (_, i) => points[Math.round(i * (points.length - 1) / (POINTS - 1))]!)
}

/**
 * The accuracy that is expected at one to three times the training labels so far, from the models' results on the held-out items;
 * none, and why, where there are too few of them. The same curve gives the same.
 */
export const futureOf = (curve: Measured["curve"]): Future => {
  const points = thinned(curve.filter(({ of }) => of > 0))
    .map(({ labels, of, right }) => ({ labels, accuracy: right / of, tested: of }))
  const found = Forecast.of(points, { seed: 0, resamples: SAMPLES })
  if (found._tag === "TooFewPoints") return { forecast: [], missing: found.reason }
  const steps = [...new Set(AHEAD.map((part) => Math.round(part * found.measured)))]
  const forecast = steps.map((labels) => {
    const { accuracy, high, low } = Forecast.expected(found, labels)
    return { labels, accuracy: { value: accuracy, low, high } }
  })
  return { forecast, missing: null }
}
