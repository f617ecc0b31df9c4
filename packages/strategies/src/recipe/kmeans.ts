import { type Part, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { proximity } from "../score/proximity.ts"
import { onePerCluster } from "../select/one-per-cluster.ts"
import { type Space, space, type SpaceOptions } from "../space.ts"
import { kmeans } from "../stage/kmeans.ts"

const definition = Recipe.define({
  name: "kmeans",
  options: Schema.Struct({ space }),
  about: {
    summary: "k-means over the unlabeled items, a cluster a pick; of each the item nearest to the center.",
    paper: "Zhan, Wang, Huang, Xiong, Dou & Chan 2022, A comparative survey of deep active learning (DeepAL+), KMeans",
    equation: "argmin_x ‖x − c_j‖ for each of the b centers of k-means over the unlabeled items",
    profile: "paper",
    deviations: [
      "By default over the given embedding; space=feature takes the classifier's penultimate features, as DeepAL+ does.",
      "When there are fewer distinct items than picks, the next nearest of each cluster follow, round robin."
    ],
    coldStart: "The same: labels play no part.",
    complexity: "k-means with k = b; O(N) memory."
  },
  build: ({ space }) =>
    Strategy.make(kmeans({ k: "budget", over: "candidates", space }), onePerCluster(proximity({ space })))
})

/**
 * k-means sampling: as many clusters as picks, of each the item nearest to its center.
 *
 * Needs `embedding` by default. Cold start: The same: labels play no part. k-means with k = b; O(N) memory.
 *
 * Source: Zhan, Wang, Huang, Xiong, Dou & Chan 2022, A comparative survey of deep active learning (DeepAL+), KMeans.
 */
export const kmeansSampling = definition as Part.Maker<
  <const S extends Space = "embedding">(options?: SpaceOptions<S>) => Strategy.Strategy<S>,
  Strategy.Strategy<Space>
>
