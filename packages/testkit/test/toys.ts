/**
 * Small well-behaved parts, to try laws on.
 */
import {
  type Column,
  Filter,
  Frame,
  Matrix,
  Options,
  Part,
  PartFailed,
  Ranking,
  Recipe,
  Registry,
  Rng,
  Score,
  Select,
  Spec,
  Stage,
  Strategy
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const none = Schema.Struct({})

/** Squared length of an item's row: turning leaves it, stretching by s multiplies it by s². */
export const length2 = Score.define({
  name: "length2",
  summary: "the squared length of the row",
  options: none,
  needs: ["embedding"],
  of: () => (frame) =>
    Effect.succeed(
      Score.scatter(
        frame,
        Float64Array.from(frame.candidates, (i) => Matrix.row(frame.embedding, i).reduce((sum, x) => sum + x * x, 0))
      )
    )
})

/** 1 − the largest probability. */
export const leastConfidence = Score.define({
  name: "least-confidence",
  summary: "one less the largest probability",
  options: none,
  needs: ["probability"],
  of: () => (frame) =>
    Effect.succeed(
      Score.scatter(
        frame,
        Float64Array.from(frame.candidates, (i) => 1 - Math.max(...Matrix.row(frame.probability, i)))
      )
    )
})

const topPart = {
  name: "top",
  options: Schema.Struct({
    ties: Options.field(Schema.Literals(["position", "seeded"]), "position", "how ties are broken")
  }) as unknown as Options.Options,
  positional: ["score", "ties"]
}

const topOf = <N extends Column>(score: Score.Score<N, never>, options: { readonly ties?: Ranking.Ties } = {}) =>
  Select.make<N>({
    spec: Part.spec(topPart, { score: score.spec, ...Options.decode("top", topPart.options, options) }),
    needs: score.needs as ReadonlyArray<N>,
    pick: (frame) =>
      Effect.map(score.of(frame), (scores) => {
        const positions = Ranking.top(frame.candidates, scores, frame.budget, options.ties ?? "position", frame.key)
        return { positions, scores: Float64Array.from(positions, (i) => scores[i]!) }
      })
  })

/** The highest scores. */
export const top = Part.attach(topOf, {
  kind: "select" as const,
  summary: "the highest scores",
  scores: ["score"],
  ...topPart,
  make: ({ score, ...options }) => topOf(score as Score.Any, options)
})

/** Uniformly at random. */
export const random = Select.define({
  name: "random",
  summary: "uniformly at random",
  options: none,
  needs: [],
  pick: () => (frame) => {
    const drawn = new Float64Array(frame.size)
    for (const i of frame.candidates) drawn[i] = Rng.uniform(frame.key, i)
    const positions = Ranking.top(frame.candidates, drawn, frame.budget)
    return Effect.succeed({ positions, scores: Float64Array.from(positions, (i) => drawn[i]!) })
  }
})

const squared = ({ cols, data }: Matrix.Matrix, i: number, j: number): number => {
  let sum = 0
  for (let k = 0; k < cols; k++) sum += (data[i * cols + k]! - data[j * cols + k]!) ** 2
  return sum
}

const nearMean = (pool: Matrix.Matrix): Float64Array => {
  const mean = new Float64Array(pool.cols)
  pool.data.forEach((x, i) => {
    mean[i % pool.cols]! += x / pool.rows
  })
  const far = (i: number) => Matrix.row(pool, i).reduce((sum, x, k) => sum + (x - mean[k]!) ** 2, 0)
  return Float64Array.from({ length: pool.rows }, (_, i) => -Number(far(i).toPrecision(12)))
}

/** Farthest first, from what is labeled or picked; with nothing labeled from the item nearest the mean. */
export const farthest = Select.define({
  name: "farthest",
  summary: "farthest first",
  options: none,
  needs: ["embedding"],
  pick: () => (frame) => {
    const chosen = [...frame.labeled, ...frame.picked]
    const distances = new Float64Array(frame.size).fill(Infinity)
    const near = (from: number) =>
      distances.forEach((d, i) => {
        distances[i] = Math.min(d, squared(frame.embedding, i, from))
      })
    chosen.forEach(near)
    const positions: Array<number> = []
    const scores: Array<number> = []
    while (positions.length < Math.min(frame.budget, frame.candidates.length)) {
      const left = Frame.without(frame.candidates, Uint32Array.from(positions))
      const by = chosen.length + positions.length === 0 ? nearMean(frame.embedding) : distances
      const [next] = Ranking.top(left, by, 1)
      positions.push(next!)
      scores.push(by[next!]!)
      near(next!)
    }
    return Effect.succeed({ positions: Uint32Array.from(positions), scores: Float64Array.from(scores) })
  }
})

/** Clusters in turn: fewest labels first, then the larger, then the smaller number; items in none come last. */
export const inTurn = Select.define({
  name: "in-turn",
  summary: "clusters in turn",
  options: none,
  needs: ["cluster"],
  pick: () => (frame) => {
    const { assignment } = frame.cluster
    const count = (of: Iterable<number>, number: number) => [...of].filter((i) => assignment[i] === number).length
    const everything = Array.from(assignment.keys())
    const order = [...new Set(Array.from(frame.candidates, (i) => assignment[i]!))].map((number) => ({
      number,
      labels: number < 0 ? Infinity : count(frame.labeled, number),
      size: count(everything, number),
      queue: [...frame.candidates].filter((i) => assignment[i] === number)
    })).sort((a, b) => (a.labels === b.labels ? 0 : a.labels - b.labels) || b.size - a.size || a.number - b.number)
    const positions: Array<number> = []
    const wanted = Math.min(frame.budget, frame.candidates.length)
    while (positions.length < wanted) {
      for (const { queue } of order) if (queue.length > 0 && positions.length < wanted) positions.push(queue.shift()!)
    }
    return Effect.succeed({ positions: Uint32Array.from(positions), scores: new Float64Array(positions.length) })
  }
})

/** Adds a cluster column: the sign of the first number. */
export const bySign = Stage.define({
  name: "by-sign",
  summary: "two clusters, by the sign of the first number",
  options: none,
  needs: ["embedding"],
  adds: ["cluster"],
  run: () => (frame) => {
    const { cols, data, rows } = frame.embedding
    const assignment = Int32Array.from({ length: rows }, (_, i) => data[i * cols]! < 0 ? 0 : 1)
    return Effect.succeed({ columns: { cluster: { assignment } } })
  }
})

/** Fails on a pool of one column. */
export const picky = Select.define({
  name: "picky",
  summary: "refuses a pool of one column",
  options: none,
  needs: ["embedding"],
  pick: () => (frame) =>
    frame.embedding.cols === 1
      ? Effect.fail(new PartFailed({ part: "picky", problem: "one column is too few", reason: "Own", value: 1 }))
      : top(length2()).pick(frame)
})

/** Two stages and a selector, as a recipe with an option. */
export const recipe = Recipe.define({
  name: "toy",
  options: Schema.Struct({ ties: Options.field(Schema.Literals(["position", "seeded"]), "position", "ties") }),
  about: { summary: "the longest third" },
  build: ({ ties }) => Strategy.make(Filter.keepTop(length2(), "34%"), top(length2(), { ties }))
})

/** Every toy by name. */
export const registry = Registry.make([
  length2,
  leastConfidence,
  top,
  random,
  farthest,
  inTurn,
  bySign,
  recipe,
  Filter.keepTop,
  Filter.atLeast
])

/** A spec of a nameless part. */
export const nameless = Spec.make("nameless")
