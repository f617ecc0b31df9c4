/** What a model says of a pool of the plane: a small one, that can be computed by hand. */
import { Matrix, Rng, Simplex } from "@marginalia/core"
import type { Plane } from "./pools.ts"

/** How far a label speaks: the standard deviation of its bell. */
const REACH = 0.28

/** What is said where no label speaks: little, of every class alike. */
const DOUBT = 0.05

/** How many passes there are, each by a model that has seen two thirds of the labels. */
const PASSES = 12

/**
 * The probabilities of the classes at each point, from the labels in `seen`: each adds a bell around itself to its class, and
 * all classes have a little everywhere.
 */
export const probabilities = ({ classes, points, truth }: Plane, seen: ReadonlyArray<number>): Matrix.Matrix =>
  Matrix.fromRows(points.map(([x, y]) => {
    const votes = Array.from({ length: classes }, () => DOUBT)
    for (const at of seen) {
      const [lx, ly] = points[at]!
      votes[truth[at]!]! += Math.exp(-((x - lx) ** 2 + (y - ly) ** 2) / (2 * REACH ** 2))
    }
    const sum = votes.reduce((a, b) => a + b)
    return votes.map((vote) => vote / sum)
  }))

/** The labels that each pass has seen. */
const seenBy = ({ labeled, name }: Plane): ReadonlyArray<ReadonlyArray<number>> =>
  Array.from({ length: PASSES }, (_, pass) => {
    const key = Rng.derive(Rng.fromSeed(0), `pass ${name} ${pass}`)
    const order = Rng.permutation(key, labeled.length), count = Math.max(1, Math.round((labeled.length * 2) / 3))
    return [...order.subarray(0, count)].map((i) => labeled[i]!)
  })

/** The number of each class at each point, by its probabilities: where the number of an item's class is what is to be learned. */
const numberOf = ({ cols, data, rows }: Matrix.Matrix): ReadonlyArray<number> =>
  Array.from({ length: rows }, (_, i) => data.subarray(i * cols, (i + 1) * cols).reduce((sum, p, c) => sum + c * p, 0))

/** What the passes say of the number, a column each. */
const estimateOf = (passes: ReadonlyArray<Matrix.Matrix>): Matrix.Matrix => {
  const numbers = passes.map(numberOf)
  return Matrix.fromRows(numbers[0]!.map((_, i) => numbers.map((of) => of[i]!)))
}

/** The prototypes of the classes, weighted by their probabilities: what a network with such a head would output. */
const projectionOf = ({ classes }: Plane, probability: Matrix.Matrix): Matrix.Matrix => {
  const { cols, data } = Simplex.make(classes)
  return Matrix.fromRows(Array.from({ length: probability.rows }, (_, i) => {
    const row = Matrix.row(probability, i)
    return Array.from({ length: cols }, (_, k) => row.reduce((sum, p, c) => sum + p * data[c * cols + k]!, 0))
  }))
}

/**
 * The columns of a pool. The embedding is x, y and a number that all points share, so that vectors that are scaled to length one
 * still tell the points apart.
 */
export const columnsOf = (plane: Plane) => {
  const embedding = Matrix.fromRows(plane.points.map(([x, y]) => [x, y, 1.5]))
  const probability = probabilities(plane, plane.labeled)
  const passes = seenBy(plane).map((seen) => probabilities(plane, seen)), labeled = new Set(plane.labeled)
  return {
    embedding,
    feature: embedding,
    probability,
    passes,
    projection: projectionOf(plane, probability),
    labelProbability: probability,
    estimate: estimateOf(passes),
    target: Float64Array.from(plane.truth, (c, at) => labeled.has(at) ? c : Number.NaN)
  }
}
