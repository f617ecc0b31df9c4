/**
 * How near an item is to the other clusters: the SUP score of SUPClust.
 */
import { type Frame, Kernels, Matrix, Options, Partition, Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { gather, looking, roomFor, rowsAtATime, segments } from "./gathered.ts"
import { typicality } from "./typicality.ts"

const options = Schema.Struct({
  temperature: Options.field(
    Schema.Finite.check(Schema.isGreaterThan(0)),
    1,
    "T of equation 2: small, and only the clusters nearest to the own one count; large, and all count alike"
  )
})

type Needed = "embedding" | "cluster"

/** The Euclidean distance of two rows of float64 centers; the same bits from either side. */
const centerDistance = ({ cols, data }: Matrix.Matrix64, a: number, b: number): number => {
  let sum = 0
  for (let p = a * cols, q = b * cols, end = p + cols; p < end; p++, q++) {
    const difference = data[p]! - data[q]!
    sum += difference * difference
  }
  return Math.sqrt(sum)
}

/** Equation 2 from the distances of the other centers to one's own, which is Infinity here. In place. */
const softmax = (distances: Float64Array, temperature: number): Float64Array => {
  const least = distances.reduce((a, b) => Math.min(a, b), Infinity)
  for (let n = 0; n < distances.length; n++) distances[n] = Math.exp(-(distances[n]! - least) / temperature)
  const total = Sum.total(distances)
  for (let n = 0; n < distances.length; n++) distances[n]! /= total
  return distances
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
): Float64Array =>
  softmax(Float64Array.from(used, (j) => j === i ? Infinity : centerDistance(centers, i, j)), temperature)

/** {@link supWeights} of some clusters, one list each; a distance of two of them is computed once. */
const weightsOf = (
  centers: Matrix.Matrix64,
  used: ReadonlyArray<number>,
  some: ReadonlyArray<number>,
  temperature: number
): ReadonlyArray<Float64Array> => {
  const listOf = new Map(some.map((i, list) => [i, list])), placeOf = new Map(used.map((j, n) => [j, n]))
  const lists = some.map(() => new Float64Array(used.length))
  const places = Uint32Array.from(some, (i) => placeOf.get(i)!)
  const known = Int32Array.from(used, (j) => listOf.get(j) ?? -1)
  some.forEach((i, list) => {
    const own = lists[list]!
    used.forEach((j, n) => {
      const other = known[n]!
      own[n] = j === i
        ? Infinity
        : other >= 0 && other < list
        ? lists[other]![places[list]!]!
        : centerDistance(centers, i, j)
    })
  })
  for (const list of lists) softmax(list, temperature)
  return lists
}

const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0)

const longest = (rows: Matrix.Matrix): Effect.Effect<number> =>
  Effect.flatMap(Kernels.Kernels, (kernels) => Effect.map(kernels.rowNorms(rows), most))

const longestOf = (centers: Matrix.Matrix64, used: ReadonlyArray<number>): number =>
  most(Float64Array.from(used, (j) => Math.sqrt(Matrix.row64(centers, j).reduce((sum, x) => sum + x * x, 0))))

/** Weighted distances below this part of the largest possible one are summed once more, by themselves. */
const SMALL = 2 ** -40

/** Elementary steps a term. */
const ADD = 16

/** Terms that are kept at a time. */
const TERMS = 2 ** 20

/** The weights of each cluster that some items are in, and which of them is whose. */
const weightsFor = (
  { cluster }: Frame.Frame<Needed>,
  centers: Matrix.Matrix64,
  items: Uint32Array,
  used: ReadonlyArray<number>,
  temperature: number
) => {
  const some = [...new Set(Array.from(items, (position) => cluster.assignment[position]!))]
  const listOf = new Map(some.map((i, list) => [i, list]))
  const weights = weightsOf(centers, used, some, temperature)
  return { centers, of: (position: number) => weights[listOf.get(cluster.assignment[position]!)!]! }
}

type Weights = ReturnType<typeof weightsFor>

/**
 * The sums of some items whose terms are all small, as where an item lies on another cluster's center: each as precise as its
 * own largest term allows, which may be many times smaller than those of others.
 */
const smallSums = Effect.fnUntraced(function*(
  frame: Frame.Frame<Needed>,
  items: Uint32Array,
  used: ReadonlyArray<number>,
  { centers, of }: Weights
) {
  const kernels = yield* Kernels.Kernels
  const sums = new Float64Array(items.length)
  const size = Math.max(1, Math.min(rowsAtATime(frame.embedding), Math.floor(TERMS / used.length)))
  const room = roomFor(frame.embedding, Math.min(size, items.length))
  for (const [n, some] of segments(items, size).entries()) {
    const rows = gather(frame.embedding, some, room), terms = new Float64Array(some.length * used.length)
    for (const [c, j] of used.entries()) {
      const squared = yield* kernels.squaredDistancesTo(rows, Matrix.row64(centers, j))
      some.forEach((position, m) => terms[m * used.length + c] = of(position)[c]! * Math.sqrt(squared[m]!))
    }
    sums.set(Sum.rows(terms, used.length), n * size)
  }
  return sums
})

/** The weighted sums of the distances of some items; `bound` is larger than any distance. */
const weightedSums = Effect.fnUntraced(function*(
  rows: Matrix.Matrix,
  place: (m: number) => number,
  own: ReadonlyArray<Float64Array>,
  centers: Matrix.Matrix64,
  used: ReadonlyArray<number>,
  bound: number
) {
  const kernels = yield* Kernels.Kernels
  const sums = Sum.bounded(own.length, used.length, bound)
  for (const [n, j] of used.entries()) {
    const squared = yield* kernels.squaredDistancesTo(rows, Matrix.row64(centers, j))
    yield* Kernels.breathe(ADD * own.length)
    for (let m = 0; m < own.length; m++) {
      const weight = own[m]![n]!
      // A weight that has underflowed to 0 adds nothing; the own cluster's weight is 0.
      if (weight > 0) sums.add(m, weight * Math.sqrt(squared[place(m)]!))
    }
  }
  return sums.totals()
})

/** Equation 3, inverted, for each of some items in clusters: the weighted mean distances to the other centers. */
const weightedDistances = Effect.fnUntraced(function*(
  frame: Frame.Frame<Needed>,
  items: Uint32Array,
  used: ReadonlyArray<number>,
  temperature: number
) {
  const centers = yield* Partition.findCenters(frame.cluster, frame.embedding)
  const weights = weightsFor(frame, centers, items, used, temperature)
  const { parts, place, rows } = looking(frame.embedding, items)
  let far = 0
  for (const part of parts) far = Math.max(far, yield* longest(rows(part)))
  // A distance is at most the sum of the two lengths, and a weight at most 1; one bound for all items, so that equal
  // distances with equal weights have equal sums, whichever clusters they belong to.
  const bound = 2 * (far + longestOf(centers, used))
  const totals = new Float64Array(items.length)
  let at = 0
  for (const part of parts) {
    yield* Kernels.breathe(ADD * part.length)
    const own = Array.from(part, weights.of)
    totals.set(yield* weightedSums(rows(part), place, own, centers, used, bound), at)
    at += part.length
  }
  const small = Uint32Array.from(items.keys()).filter((m) => totals[m]! < SMALL * bound)
  const precise = yield* smallSums(frame, small.map((m) => items[m]!), used, weights)
  small.forEach((m, n) => totals[m] = precise[n]!)
  return totals
})

const supScores = Effect.fnUntraced(function*(
  frame: Frame.Frame<Needed>,
  used: ReadonlyArray<number>,
  temperature: number
) {
  yield* Kernels.breathe(ADD * frame.size)
  const items = frame.candidates.filter((position) => frame.cluster.assignment[position]! >= 0)
  const distances = yield* weightedDistances(frame, items, used, temperature)
  const scores = Score.scatter(frame, new Float64Array(frame.candidates.length).fill(-Infinity))
  items.forEach((position, m) => {
    scores[position] = 1 / distances[m]!
  })
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
