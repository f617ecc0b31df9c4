/**
 * CROWDLAB: a consensus of annotators and a model, each with a weight. Tested in `active-lab.test.ts`.
 *
 * Items here are those with labels; each holds its labels by annotator, −1 for none.
 */
import { CLOSE } from "./checks.ts"

/** Items with at least one label each: what annotators said, and what the model says. */
export interface Crowd {
  readonly labels: ReadonlyArray<Int32Array>
  readonly probability: ReadonlyArray<Float64Array>
  readonly annotators: number
  readonly classes: number
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

const given = (labels: Int32Array): ReadonlyArray<number> => Array.from(labels).filter((label) => label >= 0)

/** The indices that a number is largest at, among some. */
const largest = (among: ReadonlyArray<number>, of: (index: number) => number): ReadonlyArray<number> => {
  const values = among.map(of), most = values.reduce((a, b) => Math.max(a, b))
  return among.filter((_, i) => values[i] === most)
}

/** How many annotators gave each class. */
export const countsOf = (labels: Int32Array, classes: number): Float64Array => {
  const counts = new Float64Array(classes)
  for (const label of given(labels)) counts[label]! += 1
  return counts
}

const argmax = (row: Float64Array): number => row.reduce((best, p, c) => p > row[best]! ? c : best, 0)

/** How often each annotator agrees with the labels of items on which most agree; the mean of the others for one who has none. */
const agreements = ({ annotators, labels }: Crowd, clear: ReadonlyMap<number, number>): ReadonlyArray<number> => {
  const shares = Array.from({ length: annotators }, (_, a) => {
    const own = [...clear].filter(([item]) => labels[item]![a]! >= 0)
    return own.length === 0 ? undefined : mean(own.map(([item, label]) => labels[item]![a] === label ? 1 : 0))
  })
  const average = mean(shares.filter((share) => share !== undefined))
  return shares.map((share) => share ?? average)
}

/**
 * The label that most annotators gave. Ties go to the class that is most probable, then the one that is given least often, then
 * the one whose annotators agree most with clear majorities, then the smaller.
 */
export const majority = (crowd: Crowd): Int32Array => {
  const { classes, labels, probability } = crowd, counts = labels.map((list) => countsOf(list, classes))
  const frequency = new Float64Array(classes).map((_, c) => counts.reduce((sum, count) => sum + count[c]!, 0))
  const all = Array.from({ length: classes }, (_, c) => c)
  const modes = counts.map((count) => largest(all, (c) => count[c]!))
  const clear = new Map(modes.flatMap((mode, item) => mode.length === 1 ? [[item, mode[0]!] as const] : []))
  const rest = modes.map((mode, item) => {
    const probable = mode.length === 1 ? mode : largest(mode, (c) => probability[item]![c]!)
    return probable.length === 1 ? probable : largest(probable, (c) => -frequency[c]!)
  })
  const trust = rest.some((left) => left.length > 1) ? agreements(crowd, clear) : []
  return Int32Array.from(rest, (left, item) => {
    if (left.length === 1) return left[0]!
    const by = (c: number) => mean(trust.filter((_, a) => labels[item]![a] === c))
    return largest(left, by)[0]!
  })
}

/** How often each annotator agrees with the others on the same items, each other label counting once. */
const withOthers = ({ annotators, labels }: Crowd): ReadonlyArray<number> => {
  const shares = Array.from({ length: annotators }, (_, a) => {
    let equal = 0, others = 0
    for (const list of labels) {
      if (list[a]! < 0) continue
      const all = given(list)
      equal += all.filter((label) => label === list[a]).length - 1
      others += all.length - 1
    }
    return others === 0 ? undefined : equal / others
  })
  const average = mean(shares.filter((share) => share !== undefined))
  return shares.map((share) => share ?? average)
}

/** What annotators and model are worth, and what they say together. */
export interface Weighed {
  readonly annotatorWeight: ReadonlyArray<number>
  readonly modelWeight: number
  /** By item: the probability of each class, all things considered. */
  readonly posterior: ReadonlyArray<Float64Array>
}

/**
 * By what weights a consensus is made; some item has two labels. A weight is
 * max(1e-6, 1 − error / error of whoever always says the most frequent class), the model's times √(mean number of labels).
 */
export const weigh = (crowd: Crowd, consensus: Int32Array): Weighed => {
  const { classes, labels, probability } = crowd, numbers = labels.map((list) => given(list).length)
  const shared = numbers.flatMap((count, item) => count === 1 ? [] : [item])
  const agreement = mean(
    shared.map((item) => given(labels[item]!).filter((l) => l === consensus[item]).length / numbers[item]!)
  )
  const usual = argmax(countsOf(Int32Array.from(shared, (item) => consensus[item]!), classes))
  const error = Math.max(CLOSE, mean(shared.map((item) => consensus[item] === usual ? 0 : 1)))
  const annotatorWeight = withOthers(crowd).map((share) => Math.max(CLOSE, 1 - (1 - share) / error))
  const modelError = mean(shared.map((item) => argmax(probability[item]!) === consensus[item] ? 0 : 1))
  const modelWeight = Math.max(CLOSE, 1 - modelError / error) * Math.sqrt(mean(numbers))
  const other = (1 - agreement) / (classes - 1)
  const posterior = probability.map((row, item) => {
    let total = 0
    const sums = row.map((p) => p * modelWeight)
    annotatorWeight.forEach((weight, a) => {
      const label = labels[item]![a]!
      if (label < 0) return
      total += weight
      for (let c = 0; c < classes; c++) sums[c]! += weight * (c === label ? agreement : other)
    })
    return sums.map((sum) => sum / (total + modelWeight))
  })
  return { annotatorWeight, modelWeight, posterior }
}

/** The class that is most probable, all things considered; ties to the majority's. */
export const best = ({ posterior }: Weighed, majority: Int32Array): Int32Array =>
  majority.map((label, item) => {
    const row = posterior[item]!, most = row.reduce((a, b) => Math.max(a, b))
    return row.filter((p) => p === most).length === 1 ? row.indexOf(most) : label
  })
