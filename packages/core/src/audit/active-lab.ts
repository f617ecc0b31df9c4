/**
 * ActiveLab: is another opinion on a labeled item worth more, or a label for a new one?
 */
import { OutOfRange } from "../Errors.ts"
import type { Matrix } from "../Matrix.ts"
import { checkAudit } from "./checks.ts"
import { best, countsOf, type Crowd, majority, weigh } from "./crowd.ts"
import { bestTemperature, scale } from "./temperature.ts"

/** What ActiveLab says; lists by position hold labeled and unlabeled items, on one scale. */
export interface ActiveLab {
  /** By position: from 0 to 1; the lower, the more a label, or another one, is worth. */
  readonly scores: Float64Array
  /** All positions, the lowest score first; ties to the smaller position. */
  readonly order: Uint32Array
  /** By position: the class that annotators and model agree on; −1 where nobody gave a label. */
  readonly consensus: Int32Array
  /** By position: how probable the consensus is; NaN where nobody gave a label. */
  readonly quality: Float64Array
  /** What each annotator's label weighs. */
  readonly annotatorWeight: ReadonlyArray<number>
  /** What the model weighs. */
  readonly modelWeight: number
  /** At what temperature its probabilities were taken; 1 is as they are. */
  readonly temperature: number
}

type Judged = Pick<ActiveLab, "annotatorWeight" | "modelWeight" | "temperature"> & {
  readonly consensus: Int32Array
  readonly quality: ReadonlyArray<number>
}

/** Every item has one label: annotators and model weigh the same. */
const judgeSingle = ({ annotators, labels, probability }: Crowd, temperature = 1): Judged => {
  const consensus = Int32Array.from(labels, (list) => list.find((label) => label >= 0)!)
  const rows = temperature === 1 ? probability : scale(probability, temperature)
  const quality = rows.map((row, item) => row[consensus[item]!]!)
  return { annotatorWeight: new Array<number>(annotators).fill(1), modelWeight: 1, temperature, consensus, quality }
}

const fitted = ({ classes, labels, probability }: Crowd): number => {
  const shares = labels.map((list) => {
    const counts = countsOf(list, classes), sum = counts.reduce((a, b) => a + b, 0)
    return counts.map((count) => count / sum)
  })
  return bestTemperature(probability, shares)
}

const judgeCrowd = (crowd: Crowd, temperature: number): Judged => {
  const scaled = { ...crowd, probability: scale(crowd.probability, temperature) }
  const first = majority(scaled), consensus = best(weigh(scaled, first), first)
  const { annotatorWeight, modelWeight, posterior } = weigh(scaled, consensus)
  const quality = posterior.map((row, item) => row[consensus[item]!]!)
  return { annotatorWeight, modelWeight, temperature, consensus, quality }
}

const judge = (crowd: Crowd, temperature?: number): Judged => {
  const several = crowd.labels.some((list) => list.filter((label) => label >= 0).length > 1)
  return several ? judgeCrowd(crowd, temperature ?? fitted(crowd)) : judgeSingle(crowd, temperature)
}

/** The score of an item: `sure` of its class, with the labels and the model that say so weighing `weight`. */
const scoreOf = (sure: number, weight: number, average: number, classes: number): number =>
  (sure * weight + average / classes) / (weight + average)

/** What {@link activeLab} looks at. */
export interface ActiveLabInput {
  /** A row of class probabilities an item, of labeled items out of fold. */
  readonly probability: Matrix
  /** A list an annotator: the class that each item was given, −1 for none. */
  readonly labels: ReadonlyArray<ArrayLike<number>>
  /** At what temperature probabilities are taken, above 0. Default: 1 while no item has two labels, then the one that fits. */
  readonly temperature?: number
}

const checkTemperature = (temperature: number | undefined): void => {
  if (temperature === undefined || (temperature > 0 && temperature < Infinity)) return
  const problem = `the temperature is ${temperature}; give a number above 0, or none for the one that fits`
  throw new OutOfRange({ problem, value: temperature, expected: "a number above 0" })
}

/**
 * Which items another label is worth most for: labeled ones, whose label may be wrong, and unlabeled ones, on one scale.
 *
 * With weights w of the annotators, w_M of
 * the model and their mean w̄ over C classes, an unlabeled item scores (w_M · max p + w̄ / C) / (w_M + w̄), a labeled one (quality ·
 * (Σ w of its annotators + w_M) + w̄ / C) / (Σ w + w_M + w̄).
 *
 * Where no item has two labels all weights are 1 and the quality is the probability of the label. Otherwise weights, consensus
 * and quality are CROWDLAB's, of probabilities at the temperature that fits the annotators best. Ties of the vote go to the more
 * probable class, the rarer, the one of better annotators, the smaller.
 *
 * Source: Goh & Mueller (2023), "ActiveLab" (2301.11856), and "CROWDLAB" (2210.06812), as cleanlab 2.9.0 computes them; the
 * temperature that it fits is another one, as it takes a lone label of any class for one of the first (give its `temperature` for
 * its numbers). Throws `OutOfRange` as `Audit.labelIssues` does, and for a temperature that is not above 0. O(items · (classes + annotators) · annotators).
 *
 * @example
 * ```ts
 * import { Audit, Matrix } from "@marginalia/core"
 *
 * const probability = Matrix.fromRows([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
 * const { order, scores } = Audit.activeLab({ probability, labels: [[0, 0, -1]] })
 * console.log(order.join(" "), [...scores].map((score) => score.toFixed(2)).join(" ")) // => 1 2 0 0.77 0.30 0.50
 * ```
 */
export const activeLab = ({ labels, probability, temperature: wanted }: ActiveLabInput): ActiveLab => {
  checkAudit(probability, labels)
  checkTemperature(wanted)
  const { cols, data, rows } = probability
  const items = Array.from({ length: rows }, (_, i) => Int32Array.from(labels, (list) => list[i]!))
  const row = (i: number) => Float64Array.from(data.subarray(i * cols, (i + 1) * cols))
  const known = items.flatMap((list, i) => list.some((label) => label >= 0) ? [i] : [])
  const crowd = {
    labels: known.map((i) => items[i]!),
    probability: known.map(row),
    annotators: labels.length,
    classes: cols
  }
  const judged = judge(crowd, wanted), { annotatorWeight, modelWeight, temperature } = judged
  const average = labels.length === 0 ? 1 : annotatorWeight.reduce((a, b) => a + b, 0) / labels.length
  const consensus = new Int32Array(rows).fill(-1), quality = new Float64Array(rows).fill(Number.NaN)
  known.forEach((i, at) => {
    consensus[i] = judged.consensus[at]!
    quality[i] = judged.quality[at]!
  })
  const scores = Float64Array.from(items, (list, i) => {
    const sure = consensus[i]! < 0 ? Math.max(...scale([row(i)], temperature)[0]!) : quality[i]!
    const weight = list.reduce((sum, label, a) => label < 0 ? sum : sum + annotatorWeight[a]!, modelWeight)
    return scoreOf(sure, weight, average, cols)
  })
  const order = Uint32Array.from(items, (_, i) => i).sort((a, b) => scores[a]! - scores[b]! || a - b)
  return { scores, order, consensus, quality, annotatorWeight, modelWeight, temperature }
}
