/**
 * The measured points of a learning curve.
 */
import { OutOfRange } from "../Errors.ts"

/** A model's accuracy on test items after a number of labels. */
export interface Point {
  readonly labels: number
  /** From 0 to 1. */
  readonly accuracy: number
  /**
   * On how many test items it was measured, where that is known. Points then weigh as much as they have items, and what chance
   * does to such a measurement is part of the interval.
   */
  readonly tested?: number | undefined
}

/** The fewest points, at different numbers of labels, that a forecast is made from: four parameters, and one to be wrong by. */
export const LEAST = 5

const wrong = (problem: string, value: number, position: number, expected: string): never => {
  throw new OutOfRange({ problem, value, position, expected })
}

/** Throws unless these are points. */
export const checkPoints = (points: ReadonlyArray<Point>): void => {
  points.forEach(({ accuracy, labels, tested }, i) => {
    if (!(labels >= 0 && labels < Infinity)) {
      wrong(`point ${i} has ${labels} labels; give a number from 0`, labels, i, "a number from 0")
    }
    if (!(accuracy >= 0 && accuracy <= 1)) {
      wrong(`the accuracy of point ${i} is ${accuracy}; give a share from 0 to 1`, accuracy, i, "from 0 to 1")
    }
    if (tested !== undefined && !(Number.isSafeInteger(tested) && tested >= 1)) {
      const problem = `point ${i} was measured on ${tested} items; give a whole number from 1, or leave it out`
      wrong(problem, tested, i, "a whole number from 1")
    }
  })
  const known = points.filter(({ tested }) => tested !== undefined).length
  if (known === 0 || known === points.length) return
  const at = points.findIndex(({ tested }) => tested === undefined)
  wrong(
    `${known} of ${points.length} points say on how many items they were measured; say it of all or of none`,
    known,
    at,
    "all"
  )
}

/** Points as columns of numbers, one for each number of labels, ascending. */
export interface Columns {
  readonly labels: Float64Array
  /** The mean accuracy there, weighted; 0 where nothing weighs. */
  readonly accuracy: Float64Array
  /** What the points there weigh together. */
  readonly weight: Float64Array
}

/** All numbers of labels of some points, ascending. */
export const labelsOf = (points: ReadonlyArray<Point>): Float64Array =>
  Float64Array.from(new Set(points.map(({ labels }) => labels))).sort()

/** Points as columns of `labels`, which hold all of theirs: those of equal labels are joined, as least squares would. */
export const columnsOf = (points: ReadonlyArray<Point>, labels: Float64Array): Columns => {
  const accuracy = new Float64Array(labels.length), weight = new Float64Array(labels.length)
  const at = new Map(Array.from(labels, (count, i) => [count, i] as const))
  for (const { accuracy: share, labels: count, tested = 1 } of points) {
    const i = at.get(count)!
    accuracy[i]! += tested * share
    weight[i]! += tested
  }
  for (let i = 0; i < labels.length; i++) accuracy[i] = weight[i] === 0 ? 0 : accuracy[i]! / weight[i]!
  return { labels, accuracy, weight }
}
