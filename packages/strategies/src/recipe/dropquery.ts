import { Condition, Filter, Options, Recipe, Stage, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { nearestToCenter } from "../batch/nearest-to-center.ts"
import { uniform } from "../score/uniform.ts"
import { kmeans } from "../stage/kmeans.ts"
import { normalize } from "../stage/normalize.ts"
import { disagreement } from "../uncertainty/disagreement.ts"
import { normalizeRows } from "./options.ts"

const options = Schema.Struct({
  level: Options.field(
    Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })),
    0.5,
    "the share of passes that must disagree with the model for an item to stay"
  ),
  beta: Options.field(
    Schema.Int.check(Schema.isGreaterThan(0)),
    25,
    "β: the level is lowered until β·budget items stay, or all"
  ),
  normalize: normalizeRows
})

/** What {@link dropquery} takes. */
export interface DropqueryOptions {
  /** The share of passes that must disagree with the model for an item to stay. Default 0.5. */
  readonly level?: number
  /** β: the level is lowered until β·budget items stay, or all. Default 25. */
  readonly beta?: number
  /** Scale every embedding to unit length first. Default true. */
  readonly normalize?: boolean
}

/** Of the candidates, clusters as many as picks and the item nearest to each center. */
const centroids = (unit: boolean) =>
  Strategy.make(
    Stage.andThen(Stage.when(unit, normalize()), kmeans({ k: "budget", over: "candidates" })),
    nearestToCenter(uniform(), { space: "embedding" })
  )

/**
 * DropQuery (Gupte et al. 2024): clusters of the items on which passes disagree with the model, of each the nearest to
 * its center; the first batch by clusters of all.
 *
 * Needs `embedding`, and with labels `passes` and `probability`. Cold start: The items nearest to the centers of k-means
 * over the whole pool; no model is asked. O(T N C), and k-means over at most N items with k = b.
 *
 * Source: Gupte, Aklilu, Nirschl & Yeung-Levy 2024, Revisiting active learning in the era of vision foundation models,
 * TMLR, arXiv 2401.14555.
 */
export const dropquery: Recipe.Maker<DropqueryOptions, "embedding" | "passes" | "probability"> = Recipe.define({
  name: "dropquery",
  options,
  about: {
    summary: "Clusters of the items on which passes disagree with the model, and of each the nearest to its center.",
    paper:
      "Gupte, Aklilu, Nirschl & Yeung-Levy 2024, Revisiting active learning in the era of vision foundation models, " +
      "TMLR, arXiv 2401.14555",
    equation:
      "Z = {x: 1/M Σ_m [argmax p_m(x) ≠ argmax p(x)] ≥ 0.5}; k-means of Z with k = b, the x nearest to each center",
    profile: "paper",
    deviations: [
      "The passes are those that the model gives; the paper takes M = 3 with a dropout of 0.75 on the features.",
      "Half of an even number of passes is enough to stay; with the paper's three there is no half.",
      "When there are fewer distinct rows than picks, the others are drawn from the seed."
    ],
    coldStart: "The items nearest to the centers of k-means over the whole pool; no model is asked.",
    complexity: "O(T N C), and k-means over at most N items with k = b."
  },
  build: ({ beta, level, normalize }) =>
    Strategy.switchWhen(
      Condition.labeledBelow(1),
      centroids(normalize),
      Strategy.prepend(Filter.atLeast(disagreement(), level, { minimum: `${beta}*budget` }), centroids(normalize))
    )
})
