/**
 * Confident learning: labels that look wrong.
 */
import type { Matrix } from "../Matrix.ts"
import { checkAudit, CLOSE } from "./checks.ts"
import { byNoiseRate } from "./noise-rate.ts"

/** A label that looks wrong. */
export interface Issue {
  /** Where the item stands in the pool. */
  readonly position: number
  /** The class that it was given. */
  readonly given: number
  /** The class that it looks like. */
  readonly suggested: number
  /** What the model gives the given class; the lower, the more it looks wrong. */
  readonly probability: number
  /** What the model gives the suggested class. */
  readonly suggestedProbability: number
}

/** What confident learning says of a set of labels. Tables are `classes × classes`, row by row, given class by true class. */
export interface LabelAudit {
  /** The labels that look wrong, the least probable first; ties to the smaller position. */
  readonly issues: ReadonlyArray<Issue>
  /** By position: the probability of the given label; NaN where there is none. */
  readonly quality: Float64Array
  /** By class: how probable it is, on the mean, where it was given; NaN for a class that was never given. */
  readonly thresholds: Float64Array
  /** The confident joint: how many labels of each class look, confidently, like each. */
  readonly counts: Uint32Array
  /** The share of labels of each given class that is of each true class: all sum to 1, rows to how often a class was given. */
  readonly joint: Float64Array
  /** How often an item of each true class (column) is given each class (row): columns sum to 1, or are NaN. */
  readonly noise: Float64Array
}

const thresholdsOf = ({ cols, data, rows }: Matrix, labels: ArrayLike<number>): Float64Array => {
  const sums = new Float64Array(cols), counts = new Float64Array(cols)
  for (let i = 0; i < rows; i++) {
    const given = labels[i]!
    if (given < 0) continue
    sums[given]! += data[i * cols + given]!
    counts[given]! += 1
  }
  return sums.map((sum, c) => counts[c] === 0 ? Number.NaN : Math.max(2 * CLOSE, sum / counts[c]!))
}

/** The class that an item confidently looks like; −1 where it is confident in none. */
const confidentClass = ({ cols, data }: Matrix, position: number, thresholds: Float64Array): number => {
  let only = -1, confident = 0, most = 0
  for (let c = 0; c < cols; c++) {
    const p = data[position * cols + c]!
    if (p > data[position * cols + most]!) most = c
    if (!(p >= thresholds[c]! - CLOSE)) continue
    if (confident === 0) only = c
    confident += 1
  }
  return confident > 1 ? most : only
}

/** The most probable class; ties to the smaller. */
const likeliest = ({ cols, data }: Matrix, position: number): number => {
  let most = 0
  for (let c = 1; c < cols; c++) if (data[position * cols + c]! > data[position * cols + most]!) most = c
  return most
}

/** Whether no class is more probable than the given one. */
const isLikeliest = ({ cols, data }: Matrix, position: number, given: number): boolean => {
  const own = data[position * cols + given]! + CLOSE
  for (let c = 0; c < cols; c++) {
    const p = data[position * cols + c]!
    if (c !== given && (p > own || (p === own && c < given))) return false
  }
  return true
}

/** Rows scaled to how often each class was given, all to 1; a class that is confident in itself nowhere counts once. */
const jointOf = (counts: Uint32Array, labels: ArrayLike<number>, classes: number): Float64Array => {
  const given = new Float64Array(classes), joint = Float64Array.from(counts)
  let all = 0
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! < 0) continue
    given[labels[i]!]! += 1
    all += 1
  }
  for (let c = 0; c < classes; c++) {
    joint[c * classes + c] = Math.max(1, joint[c * classes + c]!)
    const row = joint.subarray(c * classes, (c + 1) * classes), sum = row.reduce((a, b) => a + b, 0)
    row.forEach((count, d) => row[d] = all === 0 ? Number.NaN : count / sum * given[c]! / all)
  }
  return joint
}

const noiseOf = (joint: Float64Array, classes: number): Float64Array => {
  const noise = new Float64Array(joint.length)
  for (let d = 0; d < classes; d++) {
    let sum = 0
    for (let c = 0; c < classes; c++) sum += joint[c * classes + d]!
    for (let c = 0; c < classes; c++) noise[c * classes + d] = sum > 0 ? joint[c * classes + d]! / sum : Number.NaN
  }
  return noise
}

/** What {@link labelIssues} looks at. */
export interface LabelIssuesInput {
  /** A row of class probabilities an item, by a model that was not trained on that item: out of fold. */
  readonly probability: Matrix
  /** The class that each item was given, −1 for none. */
  readonly labels: ArrayLike<number>
  /**
   * Which labels are issues. `confident`: those that confidently look like another class; few, and nearly all of them wrong.
   * `noise-rate`: of each pair of classes as many as are estimated to be wrong, the largest margins first; it finds more of the
   * wrong ones, and more that are right. `disagreement`: all for which another class is more probable; most of the wrong ones,
   * and every mistake of the model's. Default `confident`.
   */
  readonly by?: IssueRule | undefined
}

/** Which labels are issues, the strictest rule first. */
export const issueRules = ["confident", "noise-rate", "disagreement"] as const

/** A rule by which labels are issues: one of {@link issueRules}. */
export type IssueRule = typeof issueRules[number]

/**
 * Which labels look wrong, by confident learning.
 *
 * `probability` has a row of class probabilities an item, by a model that was not trained on that item (cross-validated: out of
 * fold); `labels` hold the class each was given, −1 for none. The threshold of a class is its mean probability over the items
 * labeled so; an item looks like the class whose threshold its probability reaches (where there are several, like its most
 * probable class). A label is an issue when that is another class than was given, and the given one is not the most probable.
 * Thresholds are compared with 1e-6 to spare.
 *
 * By `noise-rate` the joint says how many labels of each class are of each other class; of those so many are issues for which the
 * other class is more probable than the given one by most, unless the given one is the most probable; the class that is suggested
 * is the most probable. Ties of the margin go to the smaller position. By `disagreement` every label is an issue that is not the
 * most probable class.
 *
 * Issues are ordered by the probability of the given label, lowest first, ties to the smaller position. Source: Northcutt, Jiang
 * & Chuang (JAIR 2021), with the rules of cleanlab 2.9.0 (`find_label_issues`, `filter_by="confident_learning"`, its default
 * `"prune_by_noise_rate"`, and `"predicted_neq_given"`), whose issues these are; its calibrated joint is this one rounded to whole labels. Throws `OutOfRange`
 * for fewer than two classes, a probability outside [0, 1], other labels, and lists of unequal length. O(items · classes), by
 * `noise-rate` times the logarithm of the items.
 *
 * @example
 * ```ts
 * import { Audit, Matrix } from "@marginalia/core"
 *
 * const probability = Matrix.fromRows([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.05, 0.95]])
 * const { issues } = Audit.labelIssues({ probability, labels: [0, 0, 1, 1, 0] })
 * console.log(issues.map(({ given, position, suggested }) => `${position}: ${given} looks like ${suggested}`).join())
 * // => 4: 0 looks like 1
 * ```
 */
export const labelIssues = ({ by = "confident", labels, probability }: LabelIssuesInput): LabelAudit => {
  checkAudit(probability, [labels])
  const { cols, data, rows } = probability, thresholds = thresholdsOf(probability, labels)
  const quality = new Float64Array(rows).fill(Number.NaN), counts = new Uint32Array(cols * cols)
  const looks = new Int32Array(rows).fill(-1)
  for (let position = 0; position < rows; position++) {
    const given = labels[position]!
    if (given < 0) continue
    quality[position] = data[position * cols + given]!
    looks[position] = confidentClass(probability, position, thresholds)
    if (looks[position]! >= 0) counts[given * cols + looks[position]!]! += 1
  }
  const joint = jointOf(counts, labels, cols)
  const wrong = by === "noise-rate" ? byNoiseRate(probability, labels, joint) : undefined
  const suggestedAt = (position: number): number =>
    by === "confident" ? looks[position]! : wrong?.has(position) === false ? -1 : likeliest(probability, position)
  const issues: Array<Issue> = []
  for (let position = 0; position < rows; position++) {
    const given = labels[position]!, suggested = given < 0 ? -1 : suggestedAt(position)
    if (suggested < 0 || suggested === given || isLikeliest(probability, position, given)) continue
    const suggestedProbability = data[position * cols + suggested]!
    issues.push({ position, given, suggested, probability: quality[position]!, suggestedProbability })
  }
  issues.sort((a, b) => a.probability - b.probability || a.position - b.position)
  return { issues, quality, thresholds, counts, joint, noise: noiseOf(joint, cols) }
}
