/**
 * One strategy on one data set with one seed, as plain data: what statistics are made from.
 */
import { OutOfRange } from "../Errors.ts"
import type * as Experiment from "../Experiment.ts"
import * as Metrics from "../Metrics.ts"
import { type Along, axisOf, positionsOf } from "./axis.ts"
import { pickedByClass } from "./picked.ts"
import type { Run } from "./runs.ts"
import { title } from "./title.ts"

export type { Run }

/**
 * The measures that make a learning curve, the higher the better: of classes accuracy, balanced accuracy and macro-F1; of sets of
 * labels micro-F1, macro-F1 and the share of sets that are right (subset accuracy); of numbers R².
 */
export type CurveName = "accuracy" | "balancedAccuracy" | "macroF1" | "microF1" | "subsetAccuracy" | "r2"

/**
 * The curve that runs are compared by where nothing else is said: accuracy of classes, micro-F1 of sets of labels, R² of numbers, as
 * `measures` tell which it is (default none: accuracy).
 */
export const mainCurve = ({ measures = {} }: { readonly measures?: Readonly<Record<string, unknown>> }): CurveName =>
  (["r2", "microF1"] as const).find((name) => name in measures) ?? "accuracy"

/** The running sums of some counts. */
const runningSums = (counts: ReadonlyArray<number>): Array<number> => {
  let sum = 0
  return counts.map((count) => sum += count)
}

/** By name, a value a round; undefined where labels are classes. */
const measuresOf = (rounds: ReadonlyArray<Pick<Experiment.Round, "measures">>): Pick<Run, "measures"> | undefined => {
  const names = Object.keys(rounds[0]?.measures ?? {})
  if (names.length === 0) return undefined
  const entries = names.map((name) => [name, rounds.map(({ measures }) => measures?.[name] ?? Number.NaN)] as const)
  return { measures: Object.fromEntries(entries) }
}

/**
 * The rounds of an experiment, or of its journal, as a run of `which` strategy, data set and seed. Items that the
 * oracle declined are counted as asked about, not as labeled or picked.
 *
 * Throws `OutOfRange` for a label that is not a whole number from −1 to `classes` − 1.
 */
export const fromRounds = (
  which: Pick<Run, "strategy" | "dataset" | "seed">,
  rounds: ReadonlyArray<
    Pick<Experiment.Round, "labeled" | "metrics" | "measures"> & { readonly labels: ArrayLike<number> }
  >,
  classes: number
): Run => ({
  strategy: which.strategy,
  dataset: which.dataset,
  seed: which.seed,
  labels: rounds.map(({ labeled }) => labeled),
  asked: runningSums(rounds.map(({ labels }) => labels.length)),
  accuracy: rounds.map(({ metrics }) => metrics.accuracy),
  balancedAccuracy: rounds.map(({ metrics }) => metrics.balancedAccuracy),
  macroF1: rounds.map(({ metrics }) => metrics.macroF1),
  ...measuresOf(rounds) ?? { picked: rounds.map(({ labels }) => pickedByClass(labels, classes)) }
})

const ofClasses = (run: Run, name: CurveName): ReadonlyArray<number> | undefined =>
  name === "accuracy" || name === "balancedAccuracy" || name === "macroF1" ? run[name] : undefined

/**
 * A curve of a run, one value for each number of labels. Throws `OutOfRange`, which names the run, when it does not
 * have that curve, has no rounds or another number of values than of rounds, or a value is not finite.
 */
export const curveOf = (run: Run, name: CurveName): ReadonlyArray<number> => {
  const values = run.measures?.[name] ?? ofClasses(run, name)
  if (values === undefined) {
    throw new OutOfRange({ problem: `${title(run)} has no ${name}; compare by another measure` })
  }
  if (values.length !== run.labels.length || values.length === 0) {
    throw new OutOfRange({
      problem: `${title(run)} has ${values.length} values of ${name} for ${run.labels.length} rounds`
    })
  }
  const at = values.findIndex((value) => !Number.isFinite(value))
  if (at >= 0) throw new OutOfRange({ problem: `${title(run)} has the ${name} ${values[at]} in round ${at}` })
  return values
}

/** A learning curve in a few numbers. */
export interface Measures {
  /** The mean of the curve by trapezoids, {@link Metrics.aubc}; undefined for a single round. */
  readonly aubc: number | undefined
  /** {@link Metrics.aubcDeepAl}, rounded to three decimals as there; undefined for a single round. */
  readonly aubcDeepAl: number | undefined
  /** The last value: F-acc, for accuracy. */
  readonly final: number
}

/** Quota and batch of DeepAL+'s formula, where all batches are as large as the first but for a smaller last one. */
const batchesOf = (at: ReadonlyArray<number>): Metrics.DeepAlOptions => {
  const widths = at.slice(1).map((count, i) => count - at[i]!)
  const [batch, last] = [widths[0]!, widths.at(-1)!]
  const isEven = Number.isInteger(batch) && batch > 0 && last > 0 && last <= batch &&
    widths.every((width, i) => width === batch || i === widths.length - 1)
  return isEven ? { quota: at.at(-1)! - at[0]!, batch } : {}
}

/**
 * AUBC and F-acc of a run, for the curve `name` (default accuracy), along the number of labels; along the items asked
 * about where a batch got no label at all, or as `along` says.
 *
 * Throws as {@link curveOf} and `aubc` do.
 */
export const measures = (run: Run, name: CurveName = "accuracy", along?: Along): Measures => {
  const values = curveOf(run, name)
  const at = positionsOf(run, along ?? axisOf([run]).along)
  const single = values.length < 2
  return {
    aubc: single ? undefined : Metrics.aubc(at, values),
    aubcDeepAl: single ? undefined : Metrics.aubcDeepAl(values, batchesOf(at)),
    final: values.at(-1)!
  }
}
