import { Count, Options, Recipe, Stage, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { falcun } from "./falcun.ts"
import { kCenterSampling } from "./kcenter.ts"
import { marginSampling } from "./margin.ts"
import { random } from "./random.ts"
import { typiclust } from "./typiclust.ts"
import { uherding } from "./uherding.ts"

const positive = Schema.Int.check(Schema.isGreaterThan(0))

const options = Schema.Struct({
  depth: Options.field(positive, 5, "how many times the pool is filtered"),
  batches: Options.field(positive, 100, "how many batches each time, by the strategies in turn; what is in none goes"),
  first: Options.field(Count.Amount, 5000, "from how many candidates each batch of the first time is picked"),
  subset: Options.field(Count.Amount, "40%", "from how many candidates each batch is picked from then on"),
  most: Options.field(positive, 10_000, "how many candidates stay at most each time")
})

/** What {@link refine} takes. */
export interface RefineOptions {
  /** How many times the pool is filtered. Default 5. */
  readonly depth?: number
  /** How many batches each time, by the strategies in turn; what is in none goes. Default 100. */
  readonly batches?: number
  /** From how many candidates each batch of the first time is picked. Default 5000. */
  readonly first?: Count.Amount
  /** From how many candidates each batch is picked from then on. Default "40%". */
  readonly subset?: Count.Amount
  /** How many candidates stay at most each time. Default 10000. */
  readonly most?: number
}

/** Strategies of every kind: unsure, unsure and unlike, typical, far apart, and none. */
const ensemble = () => [marginSampling(), falcun(), typiclust(), kCenterSampling(), random()]

/**
 * Refine (arXiv 2511.22344): the pool is filtered again and again to what any of an ensemble would pick, then UHerding.
 *
 * Needs `probability` and `embedding`. Cold start: Needs a model: probability and embedding. That of the strategies, 500
 * batches in all by default; O(N) memory.
 *
 * Source: Refine 2025, progressive filtering of unlabeled pools, arXiv 2511.22344.
 */
export const refine: Recipe.Maker<RefineOptions, "embedding" | "probability"> = Recipe.define({
  name: "refine",
  options,
  about: {
    summary: "UHerding over a pool that was filtered again and again to what any of several strategies would pick.",
    paper: "Refine 2025, progressive filtering of unlabeled pools, arXiv 2511.22344",
    equation: "U ← ∪ of the batches that strategies pick from random subsets of U, five times; then UHerding over U",
    profile: "paper",
    deviations: [
      "The ensemble is ours: margin, falcun, typiclust, kcenter and random. With keep-picked(…) any list will do.",
      "Of more candidates than may stay, those in most batches stay, and among equals by lot."
    ],
    coldStart: "Needs a model: probability and embedding.",
    complexity: "That of the strategies, 500 batches in all by default; O(N) memory."
  },
  build: ({ batches, depth, first, most, subset }) => {
    const times = Array.from(
      { length: depth },
      (_, i) => Strategy.keepPicked(ensemble(), { batches, subset: i === 0 ? first : subset, most })
    )
    const filters = times.reduce((all, next) => Stage.andThen(all, next))
    return Strategy.prepend(filters, uherding()) as Strategy.Strategy<"embedding" | "probability">
  }
})
