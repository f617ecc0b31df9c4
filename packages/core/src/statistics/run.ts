/**
 * One strategy on one data set with one seed, as plain data: what statistics are made from.
 */
import type * as Experiment from "../Experiment.ts"
import * as Metrics from "../Metrics.ts"
import { pickedByClass } from "./picked.ts"

/** The measures that make a learning curve. */
export type CurveName = "accuracy" | "balancedAccuracy" | "macroF1"

/** A finished run; survives JSON. Every list has one entry a round. */
export interface Run {
  readonly strategy: string
  readonly dataset: string
  readonly seed: number
  /** Labels so far, the round's included. */
  readonly labels: ReadonlyArray<number>
  readonly accuracy: ReadonlyArray<number>
  readonly balancedAccuracy?: ReadonlyArray<number>
  readonly macroF1?: ReadonlyArray<number>
  /** What the round picked, by class. */
  readonly picked?: ReadonlyArray<ReadonlyArray<number>>
}

/** What a run is called in messages. */
export const title = ({ dataset, seed, strategy }: Run): string => `${strategy} on ${dataset} with seed ${seed}`

/** The rounds of an experiment, or of its journal, as a run. Items that the oracle declined are not counted as picked. */
export const fromRounds = (
  which: Pick<Run, "strategy" | "dataset" | "seed">,
  rounds: ReadonlyArray<Pick<Experiment.Round, "labeled" | "metrics"> & { readonly labels: ArrayLike<number> }>,
  classes: number
): Run => ({
  strategy: which.strategy,
  dataset: which.dataset,
  seed: which.seed,
  labels: rounds.map(({ labeled }) => labeled),
  accuracy: rounds.map(({ metrics }) => metrics.accuracy),
  balancedAccuracy: rounds.map(({ metrics }) => metrics.balancedAccuracy),
  macroF1: rounds.map(({ metrics }) => metrics.macroF1),
  picked: rounds.map(({ labels }) => pickedByClass(labels, classes))
})

/**
 * A curve of a run, one value for each number of labels. Throws a `RangeError`, which names the run, when it does not
 * have that curve, has no rounds or another number of values than of rounds, or a value is not finite.
 */
export const curveOf = (run: Run, name: CurveName): ReadonlyArray<number> => {
  const values = run[name]
  if (values === undefined) throw new RangeError(`${title(run)} has no ${name}; compare by accuracy`)
  if (values.length !== run.labels.length || values.length === 0) {
    throw new RangeError(`${title(run)} has ${values.length} values of ${name} for ${run.labels.length} rounds`)
  }
  const at = values.findIndex((value) => !Number.isFinite(value))
  if (at >= 0) throw new RangeError(`${title(run)} has the ${name} ${values[at]} in round ${at}`)
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

/** AUBC and F-acc of a run, for one of its curves (default accuracy). Throws as {@link curveOf} and `aubc` do. */
export const measures = (run: Run, name: CurveName = "accuracy"): Measures => {
  const values = curveOf(run, name)
  const single = values.length < 2
  return {
    aubc: single ? undefined : Metrics.aubc(run.labels, values),
    aubcDeepAl: single ? undefined : Metrics.aubcDeepAl(values),
    final: values.at(-1)!
  }
}
