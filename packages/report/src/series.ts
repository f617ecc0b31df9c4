/**
 * One strategy over its seeds: mean curves with their standard errors.
 */
import { Statistics } from "@marginalia/core"
import type { Group, Measured } from "./groups.ts"
import type { Point } from "./points.ts"

/** What is drawn over the number of labels: `key` names the number of a round, `title` is what the axis says. */
export interface Measure {
  readonly key: "accuracy" | "balancedAccuracy" | "macroF1" | "restError" | "covered" | "evenness"
  readonly title: string
  /** Digits after the point. */
  readonly digits: number
  /** Whether less is better. */
  readonly falling?: boolean
}

/** The learning curves. */
export const learningMeasures: ReadonlyArray<Measure> = [
  { key: "accuracy", title: "accuracy", digits: 4 },
  { key: "balancedAccuracy", title: "balanced accuracy", digits: 4 },
  { key: "macroF1", title: "macro-F1", digits: 4 },
  { key: "restError", title: "error on the unlabeled rest", digits: 4, falling: true }
]

/** What was picked. */
export const pickMeasures: ReadonlyArray<Measure> = [
  { key: "covered", title: "classes picked from", digits: 1 },
  { key: "evenness", title: "evenness of the picks", digits: 3 }
]

/** A strategy on the data of a group, with its `runs`, one a seed. */
export interface Series {
  readonly strategy: string
  readonly runs: ReadonlyArray<Measured>
}

/** The strategies in the order of their first units. */
export const seriesOf = ({ runs }: Group): ReadonlyArray<Series> =>
  Array.from(Map.groupBy(runs, ({ strategy }) => strategy), ([strategy, runs]) => ({ strategy, runs }))

/** Mean and standard error of the finite `values`; undefined where there are none. */
export const summaryOf = (values: ReadonlyArray<number | undefined>): Statistics.Summary | undefined => {
  const finite = values.filter((value) => value !== undefined && Number.isFinite(value)) as ReadonlyArray<number>
  return finite.length === 0 ? undefined : Statistics.summary(finite)
}

/**
 * A number of each round, over seeds.
 *
 * `value` gives the number of a round.
 */
export const curveOf = (
  { runs }: Series,
  value: (point: Point) => number | undefined
): ReadonlyArray<Statistics.Summary | undefined> =>
  (runs[0]?.points ?? []).map((_, round) => summaryOf(runs.map(({ points }) => value(points[round]!))))

/** Whether a measure is known of every unit. */
export const isKnown = ({ runs }: Group, { key }: Measure): boolean =>
  runs.every(({ points }) => points.some((point) => Number.isFinite(point[key])))

/** The mean curve of a measure over the runs of a `series`. */
export const measureCurve = (series: Series, { key }: Measure): ReadonlyArray<Statistics.Summary | undefined> =>
  curveOf(series, (point) => point[key])

/** The last value of a measure over the runs of a `series`. */
export const lastOf = (series: Series, measure: Measure): Statistics.Summary | undefined =>
  measureCurve(series, measure).at(-1)

/** Recall of each of so many `classes` after the last round, over the runs of a `series`. */
export const lastRecall = (series: Series, classes: number): ReadonlyArray<Statistics.Summary | undefined> =>
  Array.from({ length: classes }, (_, c) => summaryOf(series.runs.map(({ points }) => points.at(-1)!.recall[c])))

/** The share of each of so many `classes` among all picks of all seeds; zeros where nothing was picked. */
export const pickedShares = ({ runs }: Series, classes: number): ReadonlyArray<number> => {
  const labels = runs.flatMap(({ rounds }) => rounds.flatMap(({ event }) => event.labels))
  const counts = Statistics.pickedByClass(labels, classes)
  const total = counts.reduce((a, b) => a + b, 0)
  return counts.map((count) => total === 0 ? 0 : count / total)
}
