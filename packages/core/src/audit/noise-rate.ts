/**
 * Which labels look wrong by the estimated rates of noise: of each pair of classes as many items as the joint says, those of the
 * largest margin first.
 */
import type { Matrix } from "../Matrix.ts"

/** A row of numbers rounded to whole ones of the same sum: what rounding took or gave too much is taken back where it was most. */
const rounded = (row: Float64Array): Float64Array => {
  const ints = row.map(halfToEven)
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0)
  const rest = Math.round(sum(row)) - sum(ints), step = Math.sign(rest)
  const order = Array.from(row.keys()).sort((a, b) =>
    step * ((row[b]! - ints[b]!) - (row[a]! - ints[a]!)) || step * (b - a)
  )
  for (const at of order.slice(0, Math.abs(rest))) ints[at]! += step
  return ints
}

const halfToEven = (value: number): number => {
  const below = Math.floor(value), rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}

/**
 * How many labels of the class `given` are of each class, in whole labels that leave one right: the row of the joint times all
 * labels, rounded; where none is left right, the others give up the same share of one.
 */
const countsOfRow = (joint: Float64Array, classes: number, given: number, all: number): Float64Array => {
  const counts = rounded(joint.slice(given * classes, (given + 1) * classes).map((share) => share * all))
  const raised = Math.max(1, counts[given]!), lacking = raised - counts[given]!
  const others = Math.max(1, counts.filter((count) => count !== 0).length - 1)
  return counts.map((count, c) => c === given ? raised : Math.trunc(Math.max(0, count - lacking / others)))
}

/** Of the items given one class, those that the counts take for another: the largest margins, ties to the smaller position. */
const pruned = ({ cols, data }: Matrix, items: ReadonlyArray<number>, given: number, counts: Float64Array) => {
  const wrong = new Set<number>()
  for (let c = 0; c < cols; c++) {
    if (c === given || counts[c] === 0) continue
    const margin = (position: number) => data[position * cols + c]! - data[position * cols + given]!
    const order = items.toSorted((a, b) => margin(b) - margin(a) || a - b)
    for (const position of order.slice(0, counts[c])) wrong.add(position)
  }
  return wrong
}

/**
 * The positions that the `joint` of given and true classes takes for wrong: for each pair of classes as many items as it says,
 * those first for which the other class is more probable than the given one by most. A class with one label keeps it.
 */
export const byNoiseRate = (
  probability: Matrix,
  labels: ArrayLike<number>,
  joint: Float64Array
): ReadonlySet<number> => {
  const { cols, rows } = probability, byClass = Array.from({ length: cols }, (): Array<number> => [])
  let all = 0
  for (let position = 0; position < rows; position++) {
    if (labels[position]! < 0) continue
    byClass[labels[position]!]!.push(position)
    all += 1
  }
  return new Set(
    byClass.flatMap((items, given) =>
      items.length < 2 ? [] : [...pruned(probability, items, given, countsOfRow(joint, cols, given, all))]
    )
  )
}
