/**
 * Criteria that compare a number of each round with a level: enough labels, enough money, enough accuracy.
 */
import * as Schema from "effect/Schema"
import { OutOfRange } from "../Errors.ts"
import type { Matrix } from "../Matrix.ts"
import * as Options from "../Options.ts"
import { wilsonInterval } from "../statistics/proportion.ts"
import { shortNumber } from "../Words.ts"
import type { Criterion, Finding } from "./criterion.ts"
import { define, type Facts, inARow, type Maker, Rounds, Share, written } from "./named.ts"

/** A round with its number of labels. */
export type Labeled = Pick<Facts, "labeled" | "own">

/** Options of {@link budget}. */
export interface BudgetOptions {
  /** How many labels are enough. */
  readonly labels: number
}

/**
 * Stops when there are `labels` labels or more. `value` is the number of labels so far; beside {@link targetAccuracy} in `anyOf` or
 * `allOf` those of the test items count among them. Throws `InvalidOptions` for a number that
 * is not whole and at least 1.
 */
export const budget: Maker<BudgetOptions, Labeled> = define({
  name: "budget",
  summary: "there are labels enough",
  options: Schema.Struct({
    labels: Options.required(Schema.Int.check(Schema.isGreaterThan(0)), "how many labels are enough")
  }),
  positional: ["labels"],
  make: ({ labels }, spec): Criterion<Labeled> =>
    written(spec, undefined, (_, { labeled, own = 0 }: Labeled): readonly [undefined, Finding] => {
      const testing = own === 0 ? "" : `, ${own} of them to test on`
      return [undefined, {
        stop: labeled >= labels,
        value: labeled,
        reason: `${labeled} of ${labels} labels${testing}`
      }]
    })
})

/** Options of {@link cost}. */
export interface CostOptions {
  /** How much may be spent, in the oracle's unit. */
  readonly amount: number
}

/**
 * Stops when what the labels cost, summed over the rounds, reaches `amount`. `value` is the sum so far. Throws `InvalidOptions`
 * for an amount that is not above 0.
 */
export const cost: Maker<CostOptions, Pick<Facts, "cost">> = define({
  name: "cost",
  summary: "what may be spent is spent",
  options: Schema.Struct({
    amount: Options.required(
      Schema.Finite.check(Schema.isGreaterThan(0)),
      "how much may be spent, in the oracle's unit"
    )
  }),
  positional: ["amount"],
  make: ({ amount }, spec): Criterion<Pick<Facts, "cost">> =>
    written(spec, 0, (spent: number, round: Pick<Facts, "cost">): readonly [number, Finding] => {
      const value = spent + round.cost
      return [value, { stop: value >= amount, value, reason: `${shortNumber(value)} of ${shortNumber(amount)} spent` }]
    })
})

/**
 * How uncertain a model is of some items, from 0 (sure of all) to 1 (all classes alike): the mean entropy of their
 * probabilities, divided by log C of C classes. What {@link overallUncertainty} looks at.
 *
 * `probability` has a row of class probabilities an item, `positions` are the items that count: the unlabeled ones, say;
 * default all. NaN of no items, 0 of one class. Throws `OutOfRange` for a position outside the matrix. O(items · C).
 */
export const uncertainty = (probability: Matrix, positions?: Iterable<number>): number => {
  const { cols, data, rows } = probability
  const log = Math.log(cols), all = positions === undefined ? Array.from({ length: rows }, (_, i) => i) : [...positions]
  let sum = 0
  for (const position of all) {
    if (!(Number.isInteger(position) && position >= 0 && position < rows)) {
      const problem = `there is no item ${position}; the probabilities have ${rows} rows`
      throw new OutOfRange({ problem, value: position, expected: `from 0 to ${rows - 1}` })
    }
    for (let c = 0; c < cols; c++) {
      const p = data[position * cols + c]!
      if (p > 0) sum -= p * Math.log(p)
    }
  }
  return cols === 1 && all.length > 0 ? 0 : sum / all.length / log
}

/** Options of {@link overallUncertainty}. */
export interface OverallUncertaintyOptions {
  /** The largest mean uncertainty that counts as sure, from 0 to 1. Default 0.05. */
  readonly level?: number
  /** How many rounds in a row it must hold. Default 1. */
  readonly rounds?: number
}

/**
 * Stops when the model is sure of what is not labeled: when the mean uncertainty of a round ({@link uncertainty}) is at most
 * `level`, `rounds` times in a row. `value` is that uncertainty; NaN counts as unsure.
 *
 * Source: Zhu, Wang & Hovy (2008). How sure a model says it is depends on its training: networks that are trained to the end
 * are sure too early. Throws `InvalidOptions` for options that it does not take.
 */
export const overallUncertainty: Maker<OverallUncertaintyOptions, Pick<Facts, "uncertainty">> = define({
  name: "overall-uncertainty",
  summary: "the model is sure of what is not labeled",
  options: Schema.Struct({
    level: Options.field(Share, 0.05, "the largest mean uncertainty that counts as sure"),
    rounds: Options.field(Rounds, 1, "how many rounds in a row it must hold")
  }),
  positional: ["level"],
  source: "Zhu, Wang & Hovy (2008)",
  make: ({ level, rounds }, spec): Criterion<Pick<Facts, "uncertainty">> =>
    written(spec, 0, (last: number, round: Pick<Facts, "uncertainty">): readonly [number, Finding] => {
      const value = round.uncertainty, met = value <= level ? last + 1 : 0
      const reason = `the mean uncertainty is ${shortNumber(value)}; at most ${shortNumber(level)} counts as sure`
      return [met, { stop: met >= rounds, value, reason: reason + inARow(Math.min(met, rounds), rounds) }]
    })
})

/** A round with what was measured on test items. */
export type Tested = Pick<Facts, "metrics" | "tested">

/** Options of {@link targetAccuracy}. */
export interface TargetAccuracyOptions {
  /** The accuracy that is enough, between 0 and 1. */
  readonly accuracy: number
  /** How sure one must be of it, between 0 and 1. Default 0.95. */
  readonly confidence?: number
  /** How many test items with a known class there are, where rounds do not say (`tested`); 0 for those. Default 0. */
  readonly items?: number
}

const percent = (share: number): string => `${shortNumber(Math.round(share * 1e4) / 100)} %`

const testedOf = (items: number, { tested }: Tested): number => {
  const count = items > 0 ? items : tested
  if (count !== undefined) return count
  const problem =
    "it is not said on how many items the accuracy was measured; give the option items, or tested in each round"
  throw new OutOfRange({ problem, expected: "a whole number from 0" })
}

/**
 * Stops when the accuracy that was measured on test items is `accuracy` or more for all one can tell: when the lower end of
 * Wilson's interval (`Statistics.wilsonInterval`) of the given `confidence` reaches it. `value` is the accuracy that was
 * measured.
 *
 * Rounds say on how many items it was measured (`tested`), or the option `items` does. The items must be drawn at random and
 * never trained on. Looked at after every round, it stops too early more often than 1 − `confidence` would let one think.
 * The labels of the test items are spent like others: the verdict has their number as `own`, and a {@link budget} beside it counts them.
 *
 * Nothing measured (no items, or an accuracy of NaN) counts as not reached. Throws `InvalidOptions` for options that it does not
 * take, `OutOfRange` when nobody says how many items there are, or for an accuracy outside [0, 1].
 */
export const targetAccuracy: Maker<TargetAccuracyOptions, Tested> = define({
  name: "target-accuracy",
  summary: "the accuracy on test items is enough, for all one can tell",
  options: Schema.Struct({
    accuracy: Options.required(Share, "the accuracy that is enough"),
    confidence: Options.field(
      Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThan(1)),
      0.95,
      "how sure one must be of it"
    ),
    items: Options.field(
      Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
      0,
      "how many test items there are, where rounds do not say; 0 for those"
    )
  }),
  positional: ["accuracy"],
  source: "Wilson (1927)",
  make: ({ accuracy, confidence, items }, spec): Criterion<Tested> =>
    written(spec, undefined, (_, round: Tested): readonly [undefined, Finding] => {
      const value = round.metrics.accuracy, tested = testedOf(items, round)
      if (tested === 0 || Number.isNaN(value)) {
        return [undefined, { stop: false, value: Number.NaN, reason: "no accuracy was measured yet" }]
      }
      const { high, low } = wilsonInterval(Math.round(value * tested), tested, confidence)
      const reason = `accuracy ${percent(value)} on ${tested} items, from ${percent(low)} to ${percent(high)}; `
        + `${percent(accuracy)} at the lower end is enough`
      return [undefined, { stop: low >= accuracy, value, reason, own: tested }]
    })
})
