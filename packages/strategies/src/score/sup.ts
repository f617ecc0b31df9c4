/**
 * How near an item is to the other clusters: the SUP score of SUPClust.
 */
import { type Frame, type Matrix, Options, Partition, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { typicality } from "./typicality.ts"

const options = Schema.Struct({
  temperature: Options.field(
    Schema.Finite.check(Schema.isGreaterThan(0)),
    1,
    "T of equation 2: small, and only the clusters nearest to the own one count; large, and all count alike"
  )
})

type Needed = "embedding" | "cluster"

/** The Euclidean distance of two rows of float64 centers. */
const centerDistance = ({ cols, data }: Matrix.Matrix64, a: number, b: number): number => {
  let sum = 0
  for (let j = 0; j < cols; j++) sum += (data[a * cols + j]! - data[b * cols + j]!) ** 2
  return Math.sqrt(sum)
}

/**
 * Equation 2 for one cluster: softmax over the other clusters of −‖c_i − c_j‖ / T. `used` lists the non-empty
 * clusters; the weights come in its order, 0 for cluster `i` itself. The largest exponent is subtracted first.
 */
export const supWeights = (
  centers: Matrix.Matrix64,
  used: ReadonlyArray<number>,
  i: number,
  temperature: number
): Float64Array => {
  const distances = used.map((j) => j === i ? Infinity : centerDistance(centers, i, j))
  const least = Math.min(...distances)
  const weights = Float64Array.from(distances, (distance) => Math.exp(-(distance - least) / temperature))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** The Euclidean distance of a row to a center, by direct differences in float64. */
const rowDistance = (x: Matrix.Matrix, row: number, centers: Matrix.Matrix64, j: number): number => {
  const { cols } = x
  const [a, b] = [row * cols, j * cols]
  const even = cols - cols % 4
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0
  for (let c = 0; c < even; c += 4) {
    const d0 = x.data[a + c]! - centers.data[b + c]!, d1 = x.data[a + c + 1]! - centers.data[b + c + 1]!
    const d2 = x.data[a + c + 2]! - centers.data[b + c + 2]!, d3 = x.data[a + c + 3]! - centers.data[b + c + 3]!
    s0 += d0 * d0
    s1 += d1 * d1
    s2 += d2 * d2
    s3 += d3 * d3
  }
  for (let c = even; c < cols; c++) s0 += (x.data[a + c]! - centers.data[b + c]!) ** 2
  return Math.sqrt(s0 + s1 + (s2 + s3))
}

/** Equation 3, inverted: the weighted mean distance of a row to the other centers. */
const weightedDistance = (
  x: Matrix.Matrix,
  row: number,
  centers: Matrix.Matrix64,
  used: ReadonlyArray<number>,
  weights: Float64Array
): number => {
  let sum = 0
  for (let n = 0; n < used.length; n++) {
    // A weight that has underflowed to 0 adds nothing; the own cluster's weight is 0.
    if (weights[n]! > 0) sum += weights[n]! * rowDistance(x, row, centers, used[n]!)
  }
  return sum
}

/** Distances between two yields to other fibers: about 10 ms at 512 dimensions. */
const CHUNK = 20_000

const supScores = Effect.fnUntraced(function*(
  frame: Frame.Frame<Needed>,
  used: ReadonlyArray<number>,
  temperature: number
) {
  const centers = Partition.centers(frame.cluster, frame.embedding)
  const weights = new Map<number, Float64Array>()
  const scores = new Float64Array(frame.size).fill(Number.NaN)
  let work = 0
  for (const position of frame.candidates) {
    const i = frame.cluster.assignment[position]!
    if (i < 0) {
      scores[position] = -Infinity
      continue
    }
    const own = weights.get(i) ?? supWeights(centers, used, i, temperature)
    weights.set(i, own)
    scores[position] = 1 / weightedDistance(frame.embedding, position, centers, used, own)
    if ((work += used.length) >= CHUNK) {
      work = 0
      yield* Effect.yieldNow
    }
  }
  return scores
})

/** The typicality that a filter has computed already, or a fresh one. */
const fallback = (frame: Frame.Frame<Needed>) => {
  const known = frame.evidence.find((evidence) => evidence.name === "typicality")
  return known === undefined ? typicality().of(frame) : Effect.succeed(
    Score.scatter(frame, Float64Array.from(frame.candidates, (position) => known.values[position]!))
  )
}

/**
 * How near is an item to the other clusters? The inverse of its mean distance to the centers of all other non-empty
 * clusters, weighted by a softmax of how near those centers are to the center of its own cluster.
 *
 * Labeled clusters count too. With one single non-empty cluster SUP is undefined, and typicality takes its place. An
 * item in no cluster scores −∞. Centers are the members' means unless the column brings its own. Distances in float64;
 * weights are computed once a cluster. O(n k d) for n candidates.
 *
 * Source: Ono et al. 2024, SUPClust, equations 2 and 3. The paper never states T; 1 is the value of its Figure 4.
 */
export const sup = Score.define({
  name: "sup",
  summary: "the inverse of the weighted mean distance to the other clusters' centers",
  source: "Ono, Aczel, Estermann & Wattenhofer 2024, SUPClust: Active learning at the boundaries, equations 2 and 3",
  options,
  needs: ["embedding", "cluster"],
  of: ({ temperature }) => (frame) => {
    const sizes = Partition.sizes(frame.cluster)
    const used = [...sizes.keys()].filter((cluster) => sizes[cluster]! > 0)
    return used.length < 2 ? fallback(frame) : supScores(frame, used, temperature)
  }
})
