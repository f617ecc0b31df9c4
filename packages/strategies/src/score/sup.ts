/**
 * How near an item is to the other clusters: the SUP score of SUPClust.
 */
import { type Frame, Kernels, Matrix, Options, Partition, Remarks, Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { centersOf, sourceOf, withSlices } from "../slices.ts"
import { gather, looking, roomFor, rowsAtATime, segments } from "./gathered.ts"
import { weightsOf } from "./sup-weights.ts"
import { typicality } from "./typicality.ts"

const options = Schema.Struct({
  temperature: Options.field(
    Schema.Finite.check(Schema.isGreaterThan(0)),
    1,
    "T of equation 2: small, and only the clusters nearest to the own one count; large, and all count alike"
  )
})

type Needed = "embedding" | "cluster"

const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0)

const longest = (rows: Matrix.Matrix): Effect.Effect<number> =>
  Effect.flatMap(Kernels.Kernels, (kernels) => Effect.map(kernels.rowNorms(rows), most))

const longestOf = (centers: Matrix.Matrix64, used: ReadonlyArray<number>): number =>
  most(Float64Array.from(used, (j) => Math.sqrt(Matrix.row64(centers, j).reduce((sum, x) => sum + x * x, 0))))

/** Weighted distances below this part of the largest possible one are summed once more, by themselves. */
const SMALL = 2 ** -40

/** Elementary steps a term. */
const ADD = 16

/** Weights, and terms, that are kept at a time. */
const KEPT = 2 ** 22

/** The items of some clusters (as places in a list of items), and which weights belong to each. */
interface Part {
  readonly clusters: ReadonlyArray<number>
  readonly items: Uint32Array
  readonly lists: Uint32Array
}

/** The clusters that some items are in, as many at a time as weights are kept for. */
const partsOf = (own: Int32Array, used: number): ReadonlyArray<Part> => {
  const some = [...new Set(own)], size = Math.max(1, Math.floor(KEPT / used))
  const listOf = new Map(some.map((cluster, list) => [cluster, list]))
  const list = Uint32Array.from(own, (cluster) => listOf.get(cluster)!)
  return Array.from({ length: Math.ceil(some.length / size) }, (_, part) => {
    const items = Uint32Array.from(own.keys()).filter((m) => Math.floor(list[m]! / size) === part)
    const clusters = some.slice(part * size, (part + 1) * size)
    return { clusters, items, lists: items.map((m) => list[m]! - part * size) }
  })
}

/** The other clusters, and a bound on the weighted distances to them. */
interface Others {
  readonly centers: Matrix.Matrix64
  readonly used: ReadonlyArray<number>
  readonly bound: number
}

/**
 * The sums of some items whose terms are all small, as where an item lies on another cluster's center: each as precise as its
 * own largest term allows, which may be many times smaller than those of others.
 */
const smallSums = Effect.fnUntraced(function*(
  embedding: Matrix.Matrix,
  items: Uint32Array,
  weights: ReadonlyArray<Float64Array>,
  { centers, used }: Others
) {
  const kernels = yield* Kernels.Kernels
  const sums = new Float64Array(items.length)
  const size = Math.max(1, Math.min(rowsAtATime(embedding), Math.floor(KEPT / used.length)))
  const room = roomFor(embedding, Math.min(size, items.length))
  for (const [part, some] of segments(items, size).entries()) {
    const rows = gather(embedding, some, room), terms = new Float64Array(some.length * used.length)
    for (const [n, j] of used.entries()) {
      const squared = yield* kernels.squaredDistancesTo(rows, Matrix.row64(centers, j))
      some.forEach((_, m) => terms[m * used.length + n] = weights[part * size + m]![n]! * Math.sqrt(squared[m]!))
    }
    sums.set(Sum.rows(terms, used.length), part * size)
  }
  return sums
})

/**
 * Centers whose distances are added together, while an item's weights are at hand: the more, the less often the weights are fetched
 * from memory again, as long as the distances stay near.
 */
const togetherOf = (rows: number): number => Math.max(8, Math.min(32, Math.floor(2 ** 17 / rows)))

/** The weighted sums of the distances of some rows to the other centers; `own` are the weights of each. */
const weightedSums = Effect.fnUntraced(function*(
  rows: Matrix.Matrix,
  place: (m: number) => number,
  own: ReadonlyArray<Float64Array>,
  { bound, centers, used }: Others
) {
  const kernels = yield* Kernels.Kernels
  const sums = Sum.bounded(own.length, used.length, bound), together = togetherOf(own.length)
  for (let from = 0; from < used.length; from += together) {
    const squared: Array<Float64Array> = []
    for (const j of used.slice(from, from + together)) {
      squared.push(yield* kernels.squaredDistancesTo(rows, Matrix.row64(centers, j)))
      yield* Kernels.breathe(ADD * own.length)
    }
    for (let m = 0; m < own.length; m++) {
      const weights = own[m]!, at = place(m)
      for (let n = 0; n < squared.length; n++) {
        // A weight that has underflowed to 0 adds nothing; the own cluster's weight is 0.
        if (weights[from + n]! > 0) sums.add(m, weights[from + n]! * Math.sqrt(squared[n]![at]!))
      }
    }
  }
  return sums.totals()
})

/** {@link weightedSums} of some items, a few at a time, and once more where they are small. */
const sumsOf = Effect.fnUntraced(function*(
  embedding: Matrix.Matrix,
  items: Uint32Array,
  weights: ReadonlyArray<Float64Array>,
  others: Others
) {
  const { parts, place, rows } = looking(embedding, items)
  const totals = new Float64Array(items.length)
  let at = 0
  for (const part of parts) {
    totals.set(yield* weightedSums(rows(part), place, weights.slice(at, at + part.length), others), at)
    at += part.length
  }
  const small = Uint32Array.from(items.keys()).filter((m) => totals[m]! < SMALL * others.bound)
  const own = Array.from(small, (m) => weights[m]!)
  const precise = yield* smallSums(embedding, small.map((m) => items[m]!), own, others)
  small.forEach((m, n) => totals[m] = precise[n]!)
  return totals
})

/** Equation 3, inverted, for each of some items in clusters: the weighted mean distances to the other centers. */
const weightedDistances = Effect.fnUntraced(function*(
  frame: Frame.Frame<Needed>,
  items: Uint32Array,
  used: ReadonlyArray<number>,
  temperature: number
) {
  const { cluster } = frame, centers = yield* centersOf("sup", sourceOf(frame, "embedding"), cluster)
  const totals = new Float64Array(items.length)
  // Looked at twice: for the bound, and for the distances.
  yield* withSlices("sup", frame, items, (each) =>
    Effect.gen(function*() {
      let far = 0
      yield* each(({ matrix, rows: own }) =>
        Effect.gen(function*() {
          const { parts, rows } = looking(matrix, own)
          for (const part of parts) far = Math.max(far, yield* longest(rows(part)))
        })
      )
      // A distance is at most the sum of the two lengths, and a weight at most 1; one bound for all items, so that equal
      // distances with equal weights have equal sums, whichever clusters they belong to.
      const bound = 2 * (far + longestOf(centers, used))
      yield* each(({ from, matrix, rows, to }) =>
        Effect.gen(function*() {
          const some = items.subarray(from, to), own = Int32Array.from(some, (at) => cluster.assignment[at]!)
          for (const { clusters, items: places, lists } of partsOf(own, used.length)) {
            yield* Kernels.breathe(ADD * some.length)
            const weights = yield* weightsOf(centers, used, clusters, temperature)
            const each = Array.from(lists, (list) => weights[list]!)
            const sums = yield* sumsOf(matrix, places.map((m) => rows[m]!), each, { bound, centers, used })
            places.forEach((m, n) => totals[from + m] = sums[n]!)
          }
        })
      )
    }))
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

/** The typicality that a filter has computed already, or a fresh one; the trace says that it stands for SUP. */
const fallback = (frame: Frame.Frame<Needed>) => {
  const known = frame.evidence.find((evidence) => evidence.name === "typicality")
  const found = known === undefined ? typicality().of(frame) : Effect.succeed(
    Score.scatter(frame, Float64Array.from(frame.candidates, (position) => known.values[position]!))
  )
  return Effect.andThen(Remarks.add({ sup: "typicality, since there is one cluster alone" }), found)
}

/** What {@link sup} takes. */
export interface SupOptions {
  /**
   * T of equation 2: small, and only the clusters nearest to the own one count; large, and all count alike. Default 1.
   */
  readonly temperature?: number
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
 *
 * Needs `embedding` and `cluster`.
 */
export const sup: Score.Maker<SupOptions, "embedding" | "cluster"> = Score.define({
  name: "sup",
  summary: "the inverse of the weighted mean distance to the other clusters' centers",
  source: "Ono, Aczel, Estermann & Wattenhofer 2024, SUPClust: Active learning at the boundaries, equations 2 and 3",
  options,
  needs: ["embedding", "cluster"],
  tiles: ["embedding"],
  of: ({ temperature }) => (frame) => {
    const sizes = Partition.sizes(frame.cluster)
    const used = [...sizes.keys()].filter((cluster) => sizes[cluster]! > 0)
    return used.length < 2 ? fallback(frame) : supScores(frame, used, temperature)
  }
})
