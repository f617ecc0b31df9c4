/**
 * Small implementations of what the laws of meaning speak of, written for reading, with places to break them.
 */
import { Matrix, Partition, Ranking, Rng, Score, Select, Spec } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { simplex } from "../src/generate/simplex.ts"
import { distance } from "../src/meaning/law.ts"

const scatter = (name: string, needs: ReadonlyArray<"embedding" | "cluster">, of: (frame: Pool, i: number) => number) =>
  Score.make({
    spec: Spec.make(name),
    needs,
    of: (frame) => Effect.succeed(Score.scatter(frame, Float64Array.from(frame.candidates, (i) => of(frame, i))))
  })

type Pool = Parameters<Parameters<typeof Score.make<"embedding" | "cluster">>[0]["of"]>[0]

const members = ({ cluster }: Pool, number: number) =>
  Array.from(cluster.assignment.keys()).filter((i) => cluster.assignment[i] === number)

/** Typicality among the members of the own cluster; `pool` looks at the whole pool, `sign` turns it round. */
export const typicality = ({ pool = false, sign = 1 } = {}) =>
  scatter("typicality", ["embedding", "cluster"], (frame, i) => {
    const near = pool ? Array.from(frame.cluster.assignment.keys()) : members(frame, frame.cluster.assignment[i]!)
    const distances = near.filter((j) => j !== i).map((j) => distance(frame.embedding, i, frame.embedding, j))
    const k = Math.max(1, Math.floor(near.length / 2))
    const nearest = distances.sort((a, b) => a - b).slice(0, k)
    return sign / (nearest.reduce((a, b) => a + b, 0) / nearest.length)
  })

/** SUP with faults: weights that rise with distance, distances to the wrong centers, squares, no inverse. */
export const sup = (
  temperature: number,
  { toOwn = false, sign = -1, squared = false, invert = true, empty = false } = {}
) =>
  scatter("sup", ["embedding", "cluster"], ({ cluster, embedding }, i) => {
    const centers = Partition.centers(cluster, embedding)
    const own = cluster.assignment[i]!
    const numbers = empty ? Array.from({ length: centers.rows }, (_, j) => j) : [...new Set(cluster.assignment)]
    const others = numbers.filter((j) => j !== own)
    const apart = others.map((j) => distance(centers, own, centers, j))
    const base = Math.max(...apart.map((d) => sign * d / temperature))
    const weights = apart.map((d) => Math.exp(sign * d / temperature - base))
    const total = weights.reduce((a, b) => a + b, 0)
    const away = others.map((j) => distance(embedding, i, centers, toOwn ? own : j))
    const sum = away.reduce((all, d, n) => all + weights[n]! / total * (squared ? d * d : d), 0)
    return invert ? 1 / sum : sum
  })

/** Highest scores first, with faults: ties to the larger position, the lowest first, the best left out. */
export const topOf = (score: Score.Any, { ties = 1, sign = 1, sorted = true, skip = 0, last = 1 } = {}) =>
  Select.make({
    spec: Spec.make("top"),
    needs: score.needs,
    pick: (frame) =>
      Effect.map(score.of(frame as never), (scores) => {
        const order = [...frame.candidates].sort((a, b) => sign * (scores[b]! - scores[a]!) || ties * (a - b))
        const from = Math.min(skip, Math.max(0, order.length - frame.budget))
        const chosen = order.slice(from, from + frame.budget)
        const picks = Uint32Array.from(chosen.sort((a, b) => sign * (scores[b]! - scores[a]!) || last * ties * (a - b)))
        const positions = sorted ? picks : picks.sort()
        return { positions, scores: Float64Array.from(positions, (i) => scores[i]!) }
      })
  })

/** A score of the probabilities. */
export const ofProbability = (of: (row: ReadonlyArray<number>) => number) =>
  Score.make({
    spec: Spec.make("of-probability"),
    needs: ["probability"],
    of: (frame) =>
      Effect.succeed(
        Score.scatter(frame, Float64Array.from(frame.candidates, (i) => of([...Matrix.row(frame.probability, i)])))
      )
  })

/** A score of the mean of the passes, added up in their order or in an order by value. */
export const ofPasses = (of: (row: ReadonlyArray<number>) => number, { sorted = false } = {}) =>
  Score.make({
    spec: Spec.make("of-passes"),
    needs: ["passes"],
    of: ({ candidates, passes, size }) => {
      const mean = (i: number) =>
        Array.from(Matrix.row(passes[0]!, i), (_, c) => {
          const values = passes.map((one) => Matrix.row(one, i)[c]!)
          return (sorted ? values.sort((a, b) => a - b) : values).reduce((sum, p) => sum + p / values.length, 0)
        })
      return Effect.succeed(Score.scatter(
        { candidates, size } as never,
        Float64Array.from(candidates, (i) => of(mean(i)))
      ))
    }
  })

/** Entropy in nats. */
export const entropy = (row: ReadonlyArray<number>): number =>
  -row.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0)

/** The second less the first. */
export const margin = (row: ReadonlyArray<number>): number => {
  const [first, second] = row.toSorted((a, b) => b - a)
  return second! - first!
}

interface Question {
  readonly embedding: Matrix.Matrix
  readonly k: number
  readonly iterations: number
  readonly seed: number
}

const nearest = (pool: Matrix.Matrix, i: number, centers: Matrix.Matrix64): number => {
  let best = 0
  for (let j = 1; j < centers.rows; j++) {
    if (distance(pool, i, centers, j) < distance(pool, i, centers, best)) best = j
  }
  return best
}

/** Lloyd's iterations from rows drawn by key; `restless` draws the start anew for each number of iterations. */
export const inertia = (
  { embedding, iterations, k, seed }: Question,
  { plain = false, restless = false } = {}
): number => {
  const key = Rng.fromSeed(restless ? seed + iterations * 7919 : seed)
  const start = Rng.permutation(key, embedding.rows).subarray(0, k)
  let centers = Matrix.fromRows64(Array.from(start, (i) => Matrix.row(embedding, i)))
  for (let round = 0; round < iterations; round++) {
    const assignment = Int32Array.from({ length: embedding.rows }, (_, i) => nearest(embedding, i, centers))
    const means = Partition.means({ assignment }, embedding, centers.rows)
    const held = centers
    centers = { ...means, data: means.data.map((x, n) => Number.isNaN(x) ? held.data[n]! : x) }
  }
  let sum = 0
  for (let i = 0; i < embedding.rows; i++) {
    sum += distance(embedding, i, centers, nearest(embedding, i, centers)) ** (plain ? 1 : 2)
  }
  return sum
}

/** An index drawn in proportion to a power of the distance. */
export const drawBy = (power: number) => (squared: Float64Array, seed: number): number => {
  const weights = squared.map((x) => power === 0 ? 1 : x ** (power / 2))
  let left = Rng.uniform(Rng.fromSeed(seed), 0) * weights.reduce((a, b) => a + b, 0)
  const at = weights.findIndex((weight) => (left -= weight) < 0)
  return at < 0 ? weights.length - 1 : at
}

/** Prototypes, with faults. */
export const prototypes = ({ length = 1, blur = 0 } = {}) => (classes: number): Matrix.Matrix64 => {
  const exact = simplex(classes)
  return { ...exact, data: exact.data.map((x, i) => x * length + (i === 0 ? blur : 0)) }
}

/** The largest cosine with a prototype, with faults. */
export const maxCosine =
  ({ sign = 1, unit = true, zero = 0, most = 1 } = {}) =>
  (projection: Matrix.Matrix, all: Matrix.Matrix64): Float64Array =>
    Float64Array.from({ length: projection.rows }, (_, i) => {
      const row = Matrix.row(projection, i)
      const norm = Math.hypot(...row)
      if (norm === 0) return zero
      const cosines = Array.from(
        { length: all.rows },
        (_, c) => Matrix.row64(all, c).reduce((sum, x, k) => sum + sign * x * row[k]!, 0) / (unit ? norm : 1)
      )
      return unit ? Math.min(most, Math.max(...cosines)) : Math.max(...cosines)
    })

/** Ranks of positions: what no score of an item by itself is. */
export const firstOf = (score: Score.Any) =>
  Select.make({
    spec: Spec.make("first"),
    needs: score.needs,
    pick: (frame) => {
      const positions = Ranking.top(frame.candidates, new Float64Array(frame.size), frame.budget)
      return Effect.succeed({ positions, scores: new Float64Array(positions.length) })
    }
  })
