/** Small parts of every kind, to write strategies of: what they choose is easy to see by hand. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Column } from "../src/Columns.ts"
import * as Count from "../src/Count.ts"
import { PartFailed } from "../src/Errors.ts"
import * as Filter from "../src/Filter.ts"
import * as Options from "../src/Options.ts"
import * as Part from "../src/Part.ts"
import * as Ranking from "../src/Ranking.ts"
import * as Recipe from "../src/Recipe.ts"
import * as Registry from "../src/Registry.ts"
import * as Rng from "../src/Rng.ts"
import * as Score from "../src/Score.ts"
import * as Select from "../src/Select.ts"
import * as Stage from "../src/Stage.ts"
import * as Strategy from "../src/Strategy.ts"

const none = Schema.Struct({})

/** What {@link coordinate} takes. */
export const coordinateOptions = Schema.Struct({
  index: Options.field(Schema.Natural, 0, "which column, modulo the width"),
  tag: Options.field(Schema.String, "", "changes nothing; any text")
})

/** The number in one column of the embedding: ties abound when it stands on a grid. */
export const coordinate = Score.define({
  name: "coordinate",
  summary: "a number of the embedding's row",
  options: coordinateOptions,
  positional: ["index"],
  needs: ["embedding"],
  of: ({ index }) => ({ candidates, embedding: { cols, data }, size }) => {
    const scores = new Float64Array(size).fill(Number.NaN)
    for (const i of candidates) scores[i] = data[i * cols + index % cols]!
    return Effect.succeed(scores)
  }
})

/** A random number for each position. */
export const noise = Score.define({
  name: "noise",
  summary: "a random number",
  options: none,
  needs: [],
  of: () => ({ candidates, key, size }) => {
    const scores = new Float64Array(size).fill(Number.NaN)
    for (const i of candidates) scores[i] = Rng.uniform(key, i)
    return Effect.succeed(scores)
  }
})

/** The size of the item's cluster. */
export const crowd = Score.define({
  name: "crowd",
  summary: "the size of the item's cluster",
  options: none,
  needs: ["cluster"],
  of: () => (frame) => {
    const { assignment } = frame.cluster
    const size = (i: number) => assignment.filter((cluster) => cluster === assignment[i]).length
    return Effect.succeed(Score.scatter(frame, Float64Array.from(frame.candidates, size)))
  }
})

/** What {@link split} takes. */
export const splitOptions = Schema.Struct({ k: Options.field(Count.Count, "labeled+budget", "how many clusters") })

/** Clusters by the first number, modulo `k`. */
export const split = Stage.define({
  name: "split",
  summary: "clusters by the first number",
  options: splitOptions,
  positional: ["k"],
  needs: ["embedding"],
  adds: ["cluster"],
  run: ({ k }) => (frame) => {
    const { cols, data, rows } = frame.embedding
    const n = Count.count(k, frame)
    if (!(n >= 1)) return Effect.fail(new PartFailed({ part: "split", problem: `k is ${n}`, reason: "Own", value: n }))
    const number = (i: number) => Math.abs(Math.round(data[i * cols]!)) % n
    const assignment = Int32Array.from({ length: rows }, (_, i) => number(i))
    return Effect.succeed({ columns: { cluster: { assignment } }, notes: { k: n } })
  }
})

/** Every number of the embedding times a factor. */
export const stretch = Stage.define({
  name: "stretch",
  summary: "multiplies the embedding",
  options: Schema.Struct({ by: Options.field(Schema.Finite, 2, "the factor") }),
  positional: ["by"],
  needs: ["embedding"],
  changes: ["embedding"],
  run: ({ by }) => ({ embedding }) =>
    Effect.succeed({ columns: { embedding: { ...embedding, data: embedding.data.map((x) => x * by) } } })
})

const topPart = {
  name: "top",
  options: Schema.Struct({
    ties: Options.field(Schema.Literals(["position", "seeded"]), "position", "how ties are broken")
  }) as unknown as Options.Options,
  positional: ["score", "ties"]
}

const topBy = <N extends Column, R>(score: Score.Score<N, R>, { ties = "position" }: { ties?: Ranking.Ties } = {}) =>
  Select.make<N, R>({
    spec: Part.spec(topPart, { score: score.spec, ...Options.decode("top", topPart.options, { ties }) }),
    needs: score.needs as ReadonlyArray<N>,
    pick: (frame) =>
      Effect.map(score.of(frame), (scores) => {
        const positions = Ranking.top(frame.candidates, scores, frame.budget, ties, frame.key)
        return { positions, scores: Float64Array.from(positions, (i) => scores[i]!) }
      })
  })

/** The highest scores. */
export const top = Part.attach(topBy, {
  kind: "select" as const,
  summary: "the highest scores",
  scores: ["score"],
  ...topPart,
  make: ({ score, ties }) =>
    topBy(
      score === undefined ? Part.missingScore("top", "score") : score as Score.Any,
      ties === undefined ? {} : { ties: ties as Ranking.Ties }
    )
})

/** The first candidates in pool order. */
export const first = Select.define({
  name: "first",
  summary: "the first candidates",
  options: none,
  needs: [],
  pick: () => ({ budget, candidates }) => {
    const positions = candidates.slice(0, budget)
    return Effect.succeed({ positions, scores: new Float64Array(positions.length) })
  }
})

/** Gives up. */
export const broken = Select.define({
  name: "broken",
  summary: "always fails",
  options: none,
  needs: [],
  pick: () => () => Effect.fail(new PartFailed({ part: "broken", problem: "it is broken", reason: "Own", value: 0 }))
})

/** Chooses at most one item, whatever the budget: an unfilled part. */
export const lazy = Select.define({
  name: "lazy",
  summary: "one item at most",
  options: none,
  needs: [],
  pick: () => ({ candidates }) => {
    const positions = candidates.slice(0, 1)
    return Effect.succeed({ positions, scores: new Float64Array(positions.length) })
  }
})

/** A recipe with an option: the best of the best share. */
export const best = Recipe.define({
  name: "best",
  options: Schema.Struct({ share: Options.field(Count.Amount, "50%", "how many are looked at") }),
  about: { summary: "the best of the best", paper: "Toy et al. 2024" },
  build: ({ share }) => Strategy.make(Filter.keepTop(coordinate(), share), top(coordinate({ index: 1 })))
})

/** Every toy that has a name. */
export const registry = Registry.make([
  coordinate,
  noise,
  crowd,
  split,
  stretch,
  top,
  first,
  broken,
  lazy,
  best,
  Filter.keepTop,
  Filter.atLeast,
  Score.add,
  Score.multiply,
  Score.scale,
  Score.negate,
  Score.rank,
  Score.standardize
])
