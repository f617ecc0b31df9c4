/**
 * One strategy on one data set: a row of the table.
 */
import { OutOfRange } from "../Errors.ts"
import * as Metrics from "../Metrics.ts"
import type * as Rng from "../Rng.ts"
import type { Along } from "./axis.ts"
import type { Alpha } from "./nemenyi.ts"
import { type Paired, paired } from "./paired.ts"
import { coverage } from "./picked.ts"
import { type CurveName, curveOf, measures, type Run } from "./run.ts"
import { type Summary, summary } from "./sample.ts"
import { title } from "./title.ts"
import type { Zeros } from "./wilcoxon.ts"

/** What a comparison was made with: the fields of `CompareOptions`, their defaults filled in. */
export interface Settings {
  /** The strategy that the others are compared with. */
  readonly control: string
  /** Which curve. */
  readonly curve: CurveName
  /** The number of a curve that is compared and ranked. */
  readonly measure: "aubc" | "final"
  /** Along what. Default: along labels where the runs of a data set have the same, else along items asked about. */
  readonly along?: Along
  /** Of the intervals. */
  readonly confidence: number
  /** Of the critical difference. */
  readonly alpha: Alpha
  /** How the test treats differences of zero. */
  readonly zeros: Zeros
  /** Values of the curve; the labels needed to reach each are told. */
  readonly targets: ReadonlyArray<number>
  /** Of the bootstrap. */
  readonly resamples: number
  /** Of the bootstrap. */
  readonly seed: number
}

/** How many labels it took to reach a value of the curve. */
export interface Reached {
  /** The value that was to be reached. */
  readonly target: number
  /** The runs that reached it. */
  readonly runs: number
  /**
   * The labels that it took, interpolated; undefined unless every run reached it, for the mean of those that did would
   * flatter a strategy that often fails.
   */
  readonly labels: Summary | undefined
}

/** A strategy on a data set, over seeds. */
export interface Row {
  readonly strategy: string
  /** Ascending. */
  readonly seeds: ReadonlyArray<number>
  /** What is compared and ranked: the AUBC or the final value. */
  readonly measure: Summary
  /** Undefined for curves of a single point. */
  readonly aubc: Summary | undefined
  /** As DeepAL+ rounds it. */
  readonly aubcDeepAl: Summary | undefined
  /** F-acc, for accuracy. */
  readonly final: Summary
  /** The labels that it took to reach each target. */
  readonly reached: ReadonlyArray<Reached>
  /** Classes covered and evenness of all picks at the end; undefined unless every run tells what it picked. */
  readonly picked: { readonly covered: Summary; readonly entropyRatio: Summary } | undefined
  /** Against the control, over the seeds that both have; undefined for the control, and where there are none. */
  readonly paired: Paired | undefined
}

/** What a row is compared with. */
export interface Versus {
  readonly control: ReadonlyArray<Run>
  readonly key: Rng.Key
  readonly settings: Settings
  /** Along what the curves of this data set are compared. Default: of the settings. */
  readonly along?: Along
}

const alongOf = ({ along, settings }: Versus): Along | undefined => along ?? settings.along

const defined = (values: ReadonlyArray<number | undefined>): Summary | undefined => {
  const known = values.filter((value) => value !== undefined)
  return known.length === values.length ? summary(known) : undefined
}

const measureOf = (run: Run, versus: Versus): number => {
  const { curve, measure } = versus.settings
  const value = measures(run, curve, alongOf(versus))[measure]
  if (value === undefined) {
    throw new OutOfRange({ problem: `${title(run)} has a single round; compare by the final value` })
  }
  return value
}

const reach = (runs: ReadonlyArray<Run>, curve: CurveName, target: number): Reached => {
  const labels = runs.map((run) => Metrics.labelsToReach(run.labels, curveOf(run, curve), target))
  return { target, runs: labels.filter((n) => n !== undefined).length, labels: defined(labels) }
}

const pickedBy = (runs: ReadonlyArray<Run>): Row["picked"] => {
  const last = runs.map(({ picked }) => coverage(picked ?? []).at(-1))
  const covered = defined(last.map((end) => end?.covered))
  const ratio = defined(last.map((end) => Number.isNaN(end?.entropyRatio) ? undefined : end?.entropyRatio))
  return covered === undefined || ratio === undefined ? undefined : { covered, entropyRatio: ratio }
}

const against = (runs: ReadonlyArray<Run>, versus: Versus): Paired | undefined => {
  const { control, key, settings } = versus
  if (runs[0]!.strategy === settings.control) return undefined
  const others = new Map(control.map((run) => [run.seed, run]))
  const pairs = runs.flatMap((run) => {
    const other = others.get(run.seed)
    return other === undefined ? [] : [[measureOf(run, versus), measureOf(other, versus)] as const]
  })
  if (pairs.length === 0) return undefined
  return paired(pairs.map(([here]) => here), pairs.map(([, there]) => there), { ...settings, key })
}

/** The runs of one strategy on one data set, one a seed, as a row. Throws `OutOfRange` as `compare` does. */
export const row = (runs: ReadonlyArray<Run>, versus: Versus): Row => {
  const { settings } = versus
  const numbers = runs.map((run) => measures(run, settings.curve, alongOf(versus)))
  return {
    strategy: runs[0]!.strategy,
    seeds: runs.map(({ seed }) => seed),
    measure: summary(runs.map((run) => measureOf(run, versus))),
    aubc: defined(numbers.map(({ aubc }) => aubc)),
    aubcDeepAl: defined(numbers.map(({ aubcDeepAl }) => aubcDeepAl)),
    final: summary(numbers.map(({ final }) => final)),
    reached: settings.targets.map((target) => reach(runs, settings.curve, target)),
    picked: pickedBy(runs),
    paired: against(runs, versus)
  }
}
