/**
 * Many runs as one table: who is better than the control, on which data set, by how much?
 */
import { OutOfRange } from "../Errors.ts"
import * as Rng from "../Rng.ts"
import { type CriticalDifference, rankStrategies } from "./average-ranks.ts"
import { type Along, axisAlong, axisOf } from "./axis.ts"
import { groupBy } from "./group-by.ts"
import { holm } from "./holm.ts"
import { type Alpha, MOST_STRATEGIES } from "./nemenyi.ts"
import { type Row, row, type Settings, type Versus } from "./row.ts"
import type { CurveName, Run } from "./run.ts"
import { title } from "./title.ts"
import type { Zeros } from "./wilcoxon.ts"

/** What runs are compared by, and with which tests. */
export interface CompareOptions {
  /** The strategy that the others are compared with. */
  readonly control: string
  /** Default `accuracy`. */
  readonly curve?: CurveName
  /** The number of a curve that is compared and ranked. Default `aubc`. */
  readonly measure?: "aubc" | "final"
  /**
   * Along what curves are compared: the labels that were got, the items that were asked about, or the rounds. Default: along
   * labels on a data set where all runs have the same numbers of them, else (an oracle declined items) along items asked about.
   */
  readonly along?: Along
  /** Of the intervals. Default 0.95. */
  readonly confidence?: number
  /** Of the critical difference. Default 0.05. */
  readonly alpha?: Alpha
  /** How the test treats differences of zero. Default `pratt`. */
  readonly zeros?: Zeros
  /** Values of the curve; the labels needed to reach each are told. Default none. */
  readonly targets?: ReadonlyArray<number>
  /** Of the bootstrap. Default 10,000. */
  readonly resamples?: number
  /** Of the bootstrap. Default 0. */
  readonly seed?: number
}

/** A row with its p-value after Holm's correction over the strategies of its data set. */
export interface CorrectedRow extends Row {
  /** Undefined where there is no test. */
  readonly corrected: number | undefined
}

/** The strategies on one data set. */
export interface DatasetTable {
  /** The data set's name. */
  readonly dataset: string
  /** What the curves are compared along, and `labels` counts. */
  readonly along: Along
  /** The numbers along the curves: of labels, or what else `along` says. */
  readonly labels: ReadonlyArray<number>
  /** A row for each strategy. */
  readonly rows: ReadonlyArray<CorrectedRow>
}

/** Many runs as one table. Plain data; only an infinite or NaN number would not survive JSON. */
export interface Comparison {
  /** What the comparison was made with. */
  readonly settings: Settings
  /** The strategies' names. */
  readonly strategies: ReadonlyArray<string>
  /** A table for each data set. */
  readonly datasets: ReadonlyArray<DatasetTable>
  /** Over the mean measure on each data set, by number in `strategies`; undefined where it cannot be had. */
  readonly ranks: CriticalDifference | undefined
  /** Why there are no ranks. */
  readonly reason: string | undefined
}

const settingsOf = (options: CompareOptions): Settings => ({
  control: options.control,
  curve: options.curve ?? "accuracy",
  measure: options.measure ?? "aubc",
  ...(options.along === undefined ? {} : { along: options.along }),
  confidence: options.confidence ?? 0.95,
  alpha: options.alpha ?? 0.05,
  zeros: options.zeros ?? "pratt",
  targets: options.targets ?? [],
  resamples: options.resamples ?? 10_000,
  seed: options.seed ?? 0
})

/** Runs by strategy, seeds ascending. Throws when one is there twice. */
const byStrategy = (runs: ReadonlyArray<Run>): Map<string, ReadonlyArray<Run>> => {
  const groups = groupBy(runs.toSorted((a, b) => a.seed - b.seed), ({ strategy }) => strategy)
  for (const group of groups.values()) {
    const twice = group.find((run, i) => i > 0 && group[i - 1]!.seed === run.seed)
    if (twice !== undefined) throw new OutOfRange({ problem: `${title(twice)} is there twice; give each run once` })
  }
  return groups
}

const tableOf = (
  dataset: string,
  runs: ReadonlyArray<Run>,
  strategies: ReadonlyArray<string>,
  settings: Settings
): DatasetTable => {
  const groups = byStrategy(runs)
  const control = groups.get(settings.control)
  if (control === undefined) {
    throw new OutOfRange({
      problem: `the control ${settings.control} has no run on ${dataset}; name a strategy that has`
    })
  }
  const { along, at } = settings.along === undefined ? axisOf(runs) : axisAlong(runs, settings.along)
  const versus: Versus = { control, key: Rng.fromSeed(settings.seed), settings, along }
  const rows = strategies.flatMap((strategy) => {
    const group = groups.get(strategy)
    return group === undefined ? [] : [row(group, versus)]
  })
  const corrected = holm(rows.map(({ paired }) => paired?.test?.p))
  return { dataset, along, labels: at, rows: rows.map((one, i) => ({ ...one, corrected: corrected[i] })) }
}

const missing = (tables: ReadonlyArray<DatasetTable>, strategies: ReadonlyArray<string>): string | undefined => {
  for (const { dataset, rows } of tables) {
    const absent = strategies.find((strategy) => !rows.some((one) => one.strategy === strategy))
    if (absent !== undefined) return `${absent} has no run on ${dataset}`
  }
  return undefined
}

/** Why strategies cannot be ranked, if they cannot. */
const whyNot = (tables: ReadonlyArray<DatasetTable>, strategies: ReadonlyArray<string>): string | undefined => {
  if (tables.length < 2) return "average ranks need two data sets or more"
  if (strategies.length < 2 || strategies.length > MOST_STRATEGIES) {
    return `the critical difference is known for 2 to ${MOST_STRATEGIES} strategies; there are ${strategies.length}`
  }
  return missing(tables, strategies)
}

/**
 * Compares strategies over data sets and seeds with one control, which the `options` name.
 *
 * Data sets and strategies keep the order of their first run. On each data set every strategy is paired with the control
 * over the seeds that both have ({@link paired}), and the tests are corrected together ({@link holm}); over two data sets
 * or more, strategies are ranked ({@link rankStrategies}).
 *
 * Where an oracle declined items, runs differ in the labels that they got; then curves are compared by the items that were
 * asked about (`asked` of a run), and the table's `along` says so.
 *
 * Throws `OutOfRange` when there are no runs; when a run is there twice, lacks the curve, or has other numbers of
 * labels and of items asked about than the rest on its data set; when the control has no run on a data set; when the
 * measure is `aubc` and a curve has a single point.
 *
 * @example
 * ```ts
 * import { Statistics } from "@marginalia/core"
 *
 * const runs = [0, 1, 2, 3, 4, 5].flatMap((seed) => [
 *   { strategy: "random", dataset: "digits", seed, labels: [10, 20], accuracy: [0.5, 0.625] },
 *   { strategy: "margin", dataset: "digits", seed, labels: [10, 20], accuracy: [0.5, 0.75 + seed / 64] }
 * ])
 * const [digits] = Statistics.compare(runs, { control: "random" }).datasets
 * console.log(digits?.rows[1]?.paired?.winRate, digits?.rows[1]?.corrected) // => 1 0.03125
 * ```
 */
export const compare = (runs: ReadonlyArray<Run>, options: CompareOptions): Comparison => {
  if (runs.length === 0) throw new OutOfRange({ problem: "there are no runs to compare" })
  const settings = settingsOf(options)
  const strategies = [...new Set(runs.map(({ strategy }) => strategy))]
  const groups = groupBy(runs, ({ dataset }) => dataset)
  const datasets = [...groups].map(([dataset, group]) => tableOf(dataset, group, strategies, settings))
  const reason = whyNot(datasets, strategies)
  const scores = datasets.map(({ rows }) => rows.map(({ measure }) => measure.mean))
  const ranks = reason === undefined ? rankStrategies(scores, settings.alpha) : undefined
  return { settings, strategies, datasets, ranks, reason }
}
