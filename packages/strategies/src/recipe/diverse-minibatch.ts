import { Filter, Options, type Part, Recipe, Stage, Strategy } from "@marginalia/core"
import { pipe } from "effect/Function"
import * as Schema from "effect/Schema"
import { nearestToCenter } from "../batch/nearest-to-center.ts"
import { weightedKMeans } from "../batch/weighted-kmeans.ts"
import type { Space } from "../space.ts"
import { margin } from "../uncertainty/margin.ts"

const options = Schema.Struct({
  beta: Options.field(
    Schema.Int.check(Schema.isGreaterThan(0)),
    10,
    "β: the β·budget most informative items are clustered"
  ),
  space: Options.field(
    Schema.Literals(["embedding", "feature"]),
    "feature",
    "where distances are measured: the classifier's penultimate features, or the embedding"
  )
})

const definition = Recipe.define({
  name: "diverse-minibatch",
  options,
  about: {
    summary:
      "Of the most informative items, k-means clusters weighted by informativeness, and of each the nearest to " +
      "its center: DBAL in MSAL's list.",
    paper: "Zhdanov 2019, Diverse mini-batch active learning, arXiv 1901.05954",
    equation: "algorithm 2: top β·b by 1 − (p(c₁ | x) − p(c₂ | x)), weighted k-means with k = b, the item nearest to " +
      "each center",
    profile: "paper",
    deviations: [
      "β = 10 is ours: the value that MSAL took is not known.",
      "When there are fewer distinct rows than picks, the most informative of the others follow.",
      "The largest clusters come first; the paper gives no order."
    ],
    coldStart: "Needs a model: probability and feature (or embedding).",
    complexity: "O(N C) for margins, k-means over β·b items with k = b."
  },
  build: ({ beta, space }) => {
    const informativeness = margin({ offset: 1 })
    return Strategy.make(
      pipe(
        Filter.keepTop(informativeness, `${beta}*budget`),
        Stage.andThen(weightedKMeans(informativeness, { space }))
      ),
      nearestToCenter(informativeness, { space })
    ) as Strategy.Any
  }
})

/** What {@link diverseMinibatch} takes. */
export interface DiverseMinibatchOptions<S extends Space = Space> {
  /** β: the β·budget most informative items are clustered. Default 10. */
  readonly beta?: number
  /** Where distances are measured: the classifier's penultimate features, or the embedding. Default "feature". */
  readonly space?: S
}

type DiverseMinibatch = <const S extends Space = "feature">(
  options?: DiverseMinibatchOptions<S>
) => Strategy.Strategy<"probability" | S>

/**
 * Diverse mini-batch (Zhdanov 2019): what MSAL's list calls DBAL.
 *
 * Needs `probability` and `feature` by default. Cold start: Needs a model: probability and feature (or embedding). O(N
 * C) for margins, k-means over β·b items with k = b.
 *
 * Source: Zhdanov 2019, Diverse mini-batch active learning, arXiv 1901.05954.
 */
export const diverseMinibatch = definition as Part.Maker<DiverseMinibatch, Strategy.Any>
