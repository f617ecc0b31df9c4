/**
 * What further labels are expected to bring each strategy, from the accuracies that were measured.
 */
import { Forecast, Statistics } from "@marginalia/core"
import type { Group, Measured } from "./groups.ts"

/** What the forecast of the first rounds says of the last one that was measured. */
export interface Hindcast {
  /** How many rounds it was made from. */
  readonly rounds: number
  /** What it expects at the last number of labels. */
  readonly expected: Forecast.Expected
  /** The mean accuracy that was measured there. */
  readonly measured: number
}

/** The forecast of a strategy. */
export interface StrategyForecast {
  readonly strategy: string
  /** How many runs it is made from. */
  readonly runs: number
  /** The forecast, or why there is none. */
  readonly found: Forecast.Forecast | Forecast.TooFewPoints
  /** The mean accuracy at the most labels that were measured. */
  readonly last: number
  /** What was measured: the mean accuracy at each number of labels, ascending. */
  readonly measured: ReadonlyArray<Forecast.Point>
  /** How far is looked ahead, in labels: twice what was measured, at most the pool. */
  readonly horizon: number
  /** The line and the band from the last measurement on; empty where nothing is to be expected. */
  readonly ahead: ReadonlyArray<Forecast.Expected>
  /** How well the first two thirds of the rounds foretell the last; undefined where they are too few. */
  readonly hindcast: Hindcast | undefined
}

/** How many samples are drawn for an interval. */
const SAMPLES = 200

/** In how many steps the band is drawn. */
const STEPS = 24

const options = { seed: 0, resamples: SAMPLES }

/** The points of some runs; on how many items they were measured only where all of them say so. */
const pointsOf = (runs: ReadonlyArray<Measured>): ReadonlyArray<ReadonlyArray<Forecast.Point>> => {
  const known = runs.every(({ rounds }) => rounds.every(({ event: { tested = 0 } }) => tested > 0))
  return runs.map(({ rounds }) =>
    rounds.map(({ event: { labeled, metrics: { accuracy }, tested } }) => ({
      labels: labeled,
      accuracy,
      ...(known ? { tested } : {})
    }))
  )
}

const meansOf = (runs: ReadonlyArray<ReadonlyArray<Forecast.Point>>): ReadonlyArray<Forecast.Point> =>
  Array.from(Map.groupBy(runs.flat(), ({ labels }) => labels), ([labels, points]) => ({
    labels,
    accuracy: Statistics.mean(points.map(({ accuracy }) => accuracy))
  })).toSorted((a, b) => a.labels - b.labels)

const hindcastOf = (
  runs: ReadonlyArray<ReadonlyArray<Forecast.Point>>,
  { accuracy, labels }: Forecast.Point
): Hindcast | undefined => {
  const rounds = Math.floor(2 / 3 * Math.max(...runs.map(({ length }) => length)))
  const found = rounds < Forecast.LEAST
    ? undefined
    : Forecast.ofRuns(runs.map((points) => points.slice(0, rounds)), options)
  if (found === undefined || found._tag === "TooFewPoints" || found.measured === labels) return undefined
  return { rounds, expected: Forecast.expected(found, labels), measured: accuracy }
}

const aheadOf = (found: StrategyForecast["found"], horizon: number): ReadonlyArray<Forecast.Expected> => {
  if (found._tag === "TooFewPoints" || horizon <= found.measured) return []
  const step = (horizon - found.measured) / STEPS
  return Array.from({ length: STEPS + 1 }, (_, i) => Forecast.expected(found, Math.round(found.measured + i * step)))
}

const forecastOf = (strategy: string, runs: ReadonlyArray<Measured>): StrategyForecast => {
  const points = pointsOf(runs), found = Forecast.ofRuns(points, options), measured = meansOf(points)
  const last = measured.at(-1)!, horizon = Math.min(2 * last.labels, runs[0]!.config.size)
  return {
    strategy,
    runs: runs.length,
    found,
    last: last.accuracy,
    measured,
    horizon,
    ahead: aheadOf(found, horizon),
    hindcast: hindcastOf(points, last)
  }
}

/**
 * The forecasts of the strategies of a `group`, in the order of their first units, each from all rounds of its runs. Nothing is
 * random: samples are drawn by the seed 0. Some tenths of a second a strategy.
 */
export const forecastsOf = ({ whole }: Group): ReadonlyArray<StrategyForecast> =>
  Array.from(Map.groupBy(whole, ({ strategy }) => strategy), ([strategy, runs]) => forecastOf(strategy, runs))
