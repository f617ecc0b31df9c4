import { Recipe, Stage, Strategy } from "@marginalia/core"
import { pipe } from "effect/Function"
import * as Schema from "effect/Schema"
import { reference } from "../score/reference.ts"
import { typicality } from "../score/typicality.ts"
import { onePerCluster } from "../select/one-per-cluster.ts"
import { kmeans } from "../stage/kmeans.ts"
import { normalize } from "../stage/normalize.ts"
import { neighbors, normalizeRows, profile } from "./options.ts"

interface Given {
  readonly neighbors: number
  readonly normalize: boolean
  readonly reference: number | "none"
}

const paper = ({ neighbors, normalize: unit, reference }: Given) =>
  Strategy.make(
    pipe(Stage.when(unit, normalize()), Stage.andThen(kmeans({ k: "labeled+budget" }))),
    onePerCluster(typicality({ neighbors, reference }))
  )

/** As the authors' code has it: capped, small clusters dropped, squared distances, picks not counted as neighbors. */
const official = ({ neighbors, normalize: unit, reference }: Given) =>
  Strategy.make(
    pipe(
      Stage.when(unit, normalize()),
      Stage.andThen(kmeans({ k: "labeled+budget", atMost: 500, miniBatchAbove: 50 }))
    ),
    onePerCluster(typicality({ neighbors, distance: "squared", picked: "out", reference }), {
      largerThan: 5,
      refresh: true
    })
  )

/** What {@link typiclust} takes. */
export interface TypiclustOptions {
  /** K: how many neighbors make an item typical, at most half of its cluster. Default 20. */
  readonly neighbors?: number
  /** Scale every embedding to unit length first. Default true. */
  readonly normalize?: boolean
  /** paper: the text; official: the authors' code, quirks included. Default "paper". */
  readonly profile?: "paper" | "official"
  /** Among how many members of each cluster neighbors are sought, a sample of it; none: among all. Default "none". */
  readonly reference?: number | "none"
}

/**
 * TypiClust (Hacohen et al. 2022): of each uncovered cluster, largest first, the most typical item.
 *
 * Needs `embedding`. Cold start: Made for it: with nothing labeled there are as many clusters as picks. k-means, plus
 * O(N²d / k) for neighbors within k clusters, or O(N R d) with reference=R; O(N) memory.
 *
 * Source: Hacohen, Dekel & Weinshall 2022, Active learning on a budget: opposite strategies suit high and low budgets,
 * ICML.
 */
export const typiclust: Recipe.Maker<TypiclustOptions, "embedding"> = Recipe.define({
  name: "typiclust",
  options: Schema.Struct({ neighbors, normalize: normalizeRows, profile, reference }),
  about: ({ profile }) => ({
    summary: "Of each cluster without labels, the largest first, the most typical item.",
    paper:
      "Hacohen, Dekel & Weinshall 2022, Active learning on a budget: opposite strategies suit high and low budgets, ICML",
    equation: "typicality(x) = (1/K Σ ‖x − x_n‖)⁻¹ over the K nearest neighbors of x (SUPClust's equation 1)",
    profile,
    deviations: profile === "paper"
      ? [
        "Neighbors are sought among the unlabeled members of the item's cluster, K at most half of them; the text leaves this open.",
        "Clusters that hold labels are visited last instead of never, so that any budget can be filled.",
        "No cap on the number of clusters and no minimum size; the authors' code has both (profile official)."
      ]
      : [
        "Follows the authors' code: at most 500 clusters, clusters of 5 members or fewer last, squared distances, mini-batch k-means above 50 clusters.",
        "Ours is seeded where the code is not; sorting ties go to the smaller cluster number."
      ],
    coldStart: "Made for it: with nothing labeled there are as many clusters as picks.",
    complexity: "k-means, plus O(N²d / k) for neighbors within k clusters, or O(N R d) with reference=R; O(N) memory."
  }),
  build: (options) => options.profile === "paper" ? paper(options) : official(options)
})
