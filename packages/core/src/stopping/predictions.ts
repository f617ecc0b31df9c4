/**
 * Criteria that compare the predictions of each model with those of the last: has the model settled?
 */
import * as Schema from "effect/Schema"
import * as Agreement from "../Agreement.ts"
import { OutOfRange } from "../Errors.ts"
import { checkEach } from "../metrics/checks.ts"
import * as Options from "../Options.ts"
import * as Rng from "../Rng.ts"
import type * as Spec from "../Spec.ts"
import { shortNumber } from "../Words.ts"
import type { Criterion, Finding } from "./criterion.ts"
import { define, type Facts, inARow, type Maker, Rounds, Share, written } from "./named.ts"

/** A round with what the model says of the pool. */
export type Predicted = Pick<Facts, "poolPredictions">

/** The options that all criteria on predictions have. */
export interface PredictionOptions {
  /** How many rounds in a row it must hold. Default 3; 1 for {@link classificationChange}. */
  readonly rounds?: number
  /** How many items are compared, drawn once from all by `seed`; 0 for all. Default 0. */
  readonly sample?: number
  /** What the sample is drawn by: any safe integer. Default 0. */
  readonly seed?: number
}

/** Options of {@link classificationChange}. */
export interface ClassificationChangeOptions extends PredictionOptions {
  /** The largest share of changed predictions that counts as none, from 0 to 1. Default 0. */
  readonly share?: number
}

/** Options of {@link stabilizingPredictions}. */
export interface StabilizingPredictionsOptions extends PredictionOptions {
  /** The least kappa that counts as stable, up to 1. Default 0.99. */
  readonly kappa?: number
}

/** Options of {@link deltaF}. */
export interface DeltaFOptions extends PredictionOptions {
  /** The largest change of F that counts as none, from 0 to 1. Default 0.005. */
  readonly change?: number
  /** The class whose F is meant, from 0; `"all"` for the mean over the classes that either model gives. Default `"all"`. */
  readonly positive?: number | "all"
}

const common = (rounds: number) => ({
  rounds: Options.field(Rounds, rounds, "how many rounds in a row it must hold"),
  sample: Options.field(
    Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
    0,
    "how many items are compared; 0 for all"
  ),
  seed: Options.field(Schema.Int, 0, "what the sample is drawn by")
})

type Common = Required<PredictionOptions>

interface Known {
  /** The last model's predictions, for the items that are compared. */
  readonly last: Int32Array | undefined
  readonly size: number
  /** For how many rounds in a row it held. */
  readonly met: number
}

const unknown: Known = { last: undefined, size: 0, met: 0 }

/** The predictions that are compared; a copy, so that a caller may write over its own. */
const compared = ({ sample, seed }: Common, predictions: ArrayLike<number>): Int32Array => {
  checkEach("prediction", predictions, 0, undefined)
  if (sample === 0 || sample >= predictions.length) return Int32Array.from(predictions)
  const all = Uint32Array.from({ length: predictions.length }, (_, i) => i)
  const drawn = Rng.subset(Rng.derive(Rng.fromSeed(seed), "stopping"), all, sample)
  return Int32Array.from(drawn, (position) => predictions[position]!)
}

const checkSize = ({ last, size }: Known, now: number): void => {
  if (last === undefined || size === now) return
  const problem =
    `there are ${now} predictions, and there were ${size} in the last round; models are compared on the same items`
  throw new OutOfRange({ problem, value: now, expected: String(size) })
}

/** A criterion that `holds` for a number measured between the last model's predictions and this one's; `first` says of what. */
const comparing = (
  spec: Spec.Spec,
  options: Common,
  first: string,
  measure: (last: Int32Array, now: Int32Array) => number,
  holds: (value: number) => boolean,
  words: (value: number) => string
): Criterion<Predicted> =>
  written(spec, unknown, (known: Known, { poolPredictions }: Predicted): readonly [Known, Finding] => {
    checkSize(known, poolPredictions.length)
    const now = compared(options, poolPredictions), size = poolPredictions.length
    if (known.last === undefined) {
      const reason = `there is no earlier model ${first}`
      return [{ last: now, size, met: 0 }, { stop: false, value: Number.NaN, reason }]
    }
    const value = measure(known.last, now), met = holds(value) ? known.met + 1 : 0
    const reason = words(value) + inARow(Math.min(met, options.rounds), options.rounds)
    return [{ last: now, size, met }, { stop: met >= options.rounds, value, reason }]
  })

const percent = (share: number): string => `${shortNumber(100 * share)} %`

const changed = (last: Int32Array, now: Int32Array): number => {
  let count = 0
  for (let i = 0; i < now.length; i++) if (last[i] !== now[i]) count += 1
  return count / now.length
}

/**
 * Stops when the model's predictions for the pool no longer change: when at most `share` of them differ from the last
 * model's. `value` is that share.
 *
 * Source: Zhu, Wang & Hovy (2008), "Multi-criteria-based strategy to stop active learning for data annotation", whose share is
 * 0. Throws `InvalidOptions` for options that it does not take; while it runs `OutOfRange` when models are not compared on
 * equally many items. O(items) a round.
 */
export const classificationChange: Maker<ClassificationChangeOptions, Predicted> = define({
  name: "classification-change",
  summary: "the model's predictions for the pool no longer change",
  options: Schema.Struct({
    share: Options.field(Share, 0, "the largest share of changed predictions that counts as none"),
    ...common(1)
  }),
  positional: ["share"],
  source: "Zhu, Wang & Hovy (2008)",
  make: (options, spec): Criterion<Predicted> =>
    comparing(
      spec,
      options,
      "whose predictions could have changed",
      changed,
      (value) => value <= options.share,
      (value) => `${percent(value)} of the predictions changed; at most ${percent(options.share)} counts as none`
    )
})

const kappaOf = (last: Int32Array, now: Int32Array): number => {
  let most = 0
  for (let i = 0; i < now.length; i++) most = Math.max(most, last[i]!, now[i]!)
  return Agreement.cohen(last, now, most + 1).value
}

/**
 * Stops when consecutive models agree: when Cohen's kappa between the predictions of one model and the next is at least
 * `kappa`, `rounds` times in a row. `value` is that kappa; it is NaN, and counts as no agreement, where both models give every
 * item the same class.
 *
 * Source: Bloodgood & Vijay-Shanker (2009), "A method for stopping active learning based on stabilizing predictions and the
 * need for user-adjustable stopping"; a higher `kappa` or more `rounds` stop later. They compare on 2,000 items or so
 * (`sample`). Throws as {@link classificationChange} does. O(items + classes²) a round.
 */
export const stabilizingPredictions: Maker<StabilizingPredictionsOptions, Predicted> = define({
  name: "stabilizing-predictions",
  summary: "consecutive models agree on the pool",
  options: Schema.Struct({
    kappa: Options.field(
      Schema.Finite.check(Schema.isBetween({ minimum: -1, maximum: 1 })),
      0.99,
      "the least kappa that counts as stable"
    ),
    ...common(3)
  }),
  positional: ["kappa"],
  source: "Bloodgood & Vijay-Shanker (2009)",
  make: (options, spec): Criterion<Predicted> =>
    comparing(
      spec,
      options,
      "to agree with",
      kappaOf,
      (value) => value >= options.kappa,
      (value) =>
        Number.isNaN(value)
          ? "both models give every item the same class, which says nothing of their agreement"
          : `kappa with the last model is ${shortNumber(value)}; ${shortNumber(options.kappa)} or more counts as stable`
    )
})

/** 1 − 2a / (2a + b + c) of one class; NaN where neither model gives it. */
const changeOfF = (last: Int32Array, now: Int32Array, positive: number): number => {
  let both = 0, either = 0
  for (let i = 0; i < now.length; i++) {
    const [before, after] = [last[i] === positive, now[i] === positive]
    if (before && after) both += 1
    if (before !== after) either += 1
  }
  return both + either === 0 ? Number.NaN : 1 - 2 * both / (2 * both + either)
}

const meanChangeOfF = (last: Int32Array, now: Int32Array): number => {
  const given = [...new Set([...last, ...now])]
  return given.reduce((sum, c) => sum + changeOfF(last, now, c), 0) / given.length
}

/**
 * Stops when F1 is predicted to change no more: when ΔF between one model and the next is at most `change`, `rounds` times in a
 * row. `value` is ΔF.
 *
 * ΔF = 1 − 2a / (2a + b + c): a items that both models call `positive`, b and c that only one does. It is 1 − F1 of the new
 * predictions with the old ones as the truth, so that no label is needed. For several classes it is the mean over the classes
 * that either model gives. NaN, which counts as change, where neither model gives the class `positive`.
 *
 * Source: Altschuler & Bloodgood (2019), "Stopping active learning based on predicted change of F measure for text
 * classification", for two classes; the mean over classes is ours. Throws as {@link classificationChange} does. O(items ·
 * classes) a round.
 */
export const deltaF: Maker<DeltaFOptions, Predicted> = define({
  name: "delta-f",
  summary: "F1 is predicted to change no more",
  options: Schema.Struct({
    change: Options.field(Share, 0.005, "the largest change of F that counts as none"),
    positive: Options.field(
      Schema.Union([Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)), Schema.Literal("all")]),
      "all",
      "the class whose F is meant, or all"
    ),
    ...common(3)
  }),
  positional: ["change"],
  source: "Altschuler & Bloodgood (2019)",
  make: (options, spec): Criterion<Predicted> => {
    const { positive } = options
    return comparing(
      spec,
      options,
      "whose F could have changed",
      (last, now) => positive === "all" ? meanChangeOfF(last, now) : changeOfF(last, now, positive),
      (value) => value <= options.change,
      (value) =>
        Number.isNaN(value)
          ? `no model gives any item the class ${positive} yet`
          : `F is predicted to change by ${shortNumber(value)}; at most ${shortNumber(options.change)} counts as none`
    )
  }
})
