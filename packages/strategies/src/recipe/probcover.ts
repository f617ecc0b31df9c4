import { Recipe, Stage, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { maxCoverage } from "../select/max-coverage.ts"
import { normalize } from "../stage/normalize.ts"
import { classes, delta, normalizeRows, profile, purity } from "./options.ts"

/** What {@link probcover} takes. */
export interface ProbcoverOptions {
  /**
   * The radius of the balls; auto: the largest at which enough items are pure (needs the number of classes). Default
   * "auto".
   */
  readonly delta?: number | "auto"
  /** For delta=auto: the share of items with no item of another pseudo-class within delta. Default 0.95. */
  readonly purity?: number
  /**
   * For delta=auto: the number of classes; query: as the query states it, never the number of classes seen so far.
   * Default "query".
   */
  readonly classes?: number | "query"
  /** Scale every embedding to unit length first. Default true. */
  readonly normalize?: boolean
  /** paper: the text; official: the authors' code, quirks included. Default "paper". */
  readonly profile?: "paper" | "official"
}

/**
 * ProbCover (Yehuda et al. 2022): the items whose balls of radius δ cover most of the pool.
 *
 * Needs `embedding`. Cold start: Made for it. delta=auto needs the number of classes: the query's, or the option
 * classes. O(N² d) for the graph, O(edges) for the cover and in memory.
 *
 * Source: Yehuda, Dekel, Hacohen & Weinshall 2022, Active learning through a covering lens, NeurIPS.
 */
export const probcover: Recipe.Maker<ProbcoverOptions, "embedding"> = Recipe.define({
  name: "probcover",
  options: Schema.Struct({ delta, purity, classes, normalize: normalizeRows, profile }),
  about: ({ profile }) => ({
    summary: "The items whose balls of radius δ newly cover most of the pool.",
    paper: "Yehuda, Dekel, Hacohen & Weinshall 2022, Active learning through a covering lens, NeurIPS",
    equation: "algorithm 1: greedy maximum coverage of the graph x → x' iff d(x, x') < δ",
    profile,
    deviations: profile === "paper"
      ? [
        "Once everything is covered a new covering pass starts; the paper stops there.",
        "Ties go to the smaller position.",
        "δ is estimated from k-means pseudo-classes, exactly, without a grid (delta=auto).",
        "The number of pseudo-classes is that of the query if it is stated, else the option classes; the number of classes "
        + "seen in the labels so far is never taken, so that δ stays the same from round to round."
      ]
      : [
        "Follows the authors' code: the last N mod 500 items, labeled ones first, get no ball of their own.",
        "Once everything is covered the first items left are taken, in pool order; the code may return a labeled one there."
      ],
    coldStart: "Made for it. delta=auto needs the number of classes: the query's, or the option classes.",
    complexity: "O(N² d) for the graph, O(edges) for the cover and in memory."
  }),
  build: ({ normalize: unit, ...rest }) => Strategy.make(Stage.when(unit, normalize()), maxCoverage(rest))
})
