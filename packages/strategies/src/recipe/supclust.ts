import { Count, Options, Recipe, Stage, Strategy } from "@marginalia/core"
import { pipe } from "effect/Function"
import * as Schema from "effect/Schema"
import { reference } from "../score/reference.ts"
import { sup } from "../score/sup.ts"
import { typicality } from "../score/typicality.ts"
import { uniform } from "../score/uniform.ts"
import { onePerCluster } from "../select/one-per-cluster.ts"
import { keepPerCluster } from "../stage/keep-per-cluster.ts"
import { kmeans } from "../stage/kmeans.ts"
import { normalize } from "../stage/normalize.ts"
import { neighbors, normalizeRows } from "./options.ts"

const options = Schema.Struct({
  temperature: Options.field(
    Schema.Finite.check(Schema.isGreaterThan(0)),
    1,
    "T of equation 2; the paper never states it, 1 is that of its Figure 4"
  ),
  neighbors,
  keep: Options.field(Count.Amount, "10%", "the share of each cluster, by typicality, among which SUP decides"),
  normalize: normalizeRows,
  sup: Options.field(Schema.Boolean, true, "false: the ablation without SUP, a random item of the most typical ones"),
  typicality: Options.field(Schema.Boolean, true, "false: the ablation without typicality, SUP over the whole cluster"),
  reference
})

/** What {@link supclust} takes. */
export interface SupclustOptions {
  /** T of equation 2; the paper never states it, 1 is that of its Figure 4. Default 1. */
  readonly temperature?: number
  /** K: how many neighbors make an item typical, at most half of its cluster. Default 20. */
  readonly neighbors?: number
  /** The share of each cluster, by typicality, among which SUP decides. Default "10%". */
  readonly keep?: Count.Amount
  /** Scale every embedding to unit length first. Default true. */
  readonly normalize?: boolean
  /** false: the ablation without SUP, a random item of the most typical ones. Default true. */
  readonly sup?: boolean
  /** false: the ablation without typicality, SUP over the whole cluster. Default true. */
  readonly typicality?: boolean
  /**
   * Among how many members of each cluster neighbors are sought, a sample of it; none: among all. Default
   * "none".
   */
  readonly reference?: number | "none"
}

/**
 * SUPClust (Ono et al. 2024): in each uncovered cluster, of the most typical tenth, the item nearest the other
 * clusters.
 *
 * Needs `embedding`. Cold start: Made for it: with nothing labeled there are as many clusters as picks. k-means, plus
 * O(N²d / k) for neighbors, or O(N R d) with reference=R, and O(0.1 N k d) for SUP; O(N) memory beside the normalized pool.
 *
 * Source: Ono, Aczel, Estermann & Wattenhofer 2024, SUPClust: Active learning at the boundaries, arXiv 2403.03741.
 *
 * @example
 * ```ts
 * import { Matrix, selectSync } from "@marginalia/core"
 * import { supclust } from "@marginalia/strategies"
 *
 * const embedding = Matrix.fromRows([[0, 1], [0.1, 1], [0.2, 1], [1, 0], [1, 0.1], [1, 0.2]])
 * const { picks } = selectSync(supclust({ keep: "50%" }), { embedding, budget: 2, seed: 0 })
 * console.log(new Set(picks.map(({ why }) => why.cluster?.number)).size) // => 2
 * ```
 */
export const supclust: Recipe.Maker<SupclustOptions, "embedding"> = Recipe.define({
  name: "supclust",
  options,
  about: {
    summary: "Of each cluster without labels, among its most typical tenth, the item nearest to the other clusters.",
    paper: "Ono, Aczel, Estermann & Wattenhofer 2024, SUPClust: Active learning at the boundaries, arXiv 2403.03741",
    equation: "SUP(x) = (Σ_j w_i^j ‖x − c_j‖)⁻¹, w_i^j = softmax over j ≠ i of −‖c_i − c_j‖ / T (equations 2 and 3)",
    profile: "paper",
    deviations: [
      "T is an option, 1 by default: the paper does not state it.",
      "The top 10 % of a cluster are max(1, ceil(0.1 · members that may be picked)); the paper does not say how it rounds.",
      "Rows are scaled to unit length (normalize=true), as TypiClust's code does; the paper does not say.",
      "Typicality looks for neighbors among the unlabeled members of the cluster, K at most half of them.",
      "Clusters that hold labels are visited last instead of never, so that any budget can be filled.",
      "With a single non-empty cluster SUP is undefined, and typicality decides."
    ],
    coldStart: "Made for it: with nothing labeled there are as many clusters as picks.",
    complexity:
      "k-means, plus O(N²d / k) for neighbors, or O(N R d) with reference=R, and O(0.1 N k d) for SUP; O(N) memory beside the normalized pool."
  },
  build: ({ keep, neighbors, normalize: unit, reference, sup: bySup, temperature, typicality: byTypicality }) =>
    Strategy.make(
      pipe(
        Stage.when(unit, normalize()),
        Stage.andThen(kmeans({ k: "labeled+budget" })),
        Stage.andThen(Stage.when(byTypicality, keepPerCluster(typicality({ neighbors, reference }), keep)))
      ),
      onePerCluster(bySup ? sup({ temperature }) : uniform()) // fewest labels first, then the largest
    )
})
