import { type Column, type Part, Recipe, type Score, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { bald } from "../uncertainty/bald.ts"
import { fields, power, type PowerOptions } from "../uncertainty/power.ts"

/** What {@link powerSampling} takes. */
export interface PowerSamplingOptions<N extends Column, R> extends PowerOptions {
  /** What noise is added to. Default `bald()`. */
  readonly score?: Score.Score<N, R>
}

type PowerSampling = <N extends Column = "passes", R = never>(
  options?: PowerSamplingOptions<N, R>
) => Strategy.Strategy<N, R>

/**
 * Power acquisition (Kirsch et al. 2023): items drawn with probabilities in proportion to score^β.
 *
 * Needs `passes` by default. Cold start: That of its score. That of its score, plus O(N log N).
 *
 * Source: Kirsch, Farquhar, Atighehchian, Jesson, Branchaud-Charron & Gal 2023, Stochastic batch acquisition: a simple
 * baseline for deep active learning, TMLR.
 */
export const powerSampling = Recipe.defineOver({
  name: "power",
  options: Schema.Struct(fields),
  score: "score",
  fallback: bald,
  about: {
    summary: "Items drawn, without replacement, in proportion to score^β: a cheap cure for batches of near copies.",
    paper: "Kirsch, Farquhar, Atighehchian, Jesson, Branchaud-Charron & Gal 2023, Stochastic batch acquisition: a " +
      "simple baseline for deep active learning, TMLR",
    equation: "top of log s(x) + ε/β, ε ~ Gumbel(0, 1); form=softmax: s(x) + ε/β; form=softrank: −log rank + ε/β",
    profile: "paper",
    deviations: ["Each item's noise is drawn from the key by position, so it depends on no other item."],
    coldStart: "That of its score.",
    complexity: "That of its score, plus O(N log N)."
  },
  build: (score, settings) => Strategy.make(top(power(score, settings)))
}) as Part.Maker<PowerSampling, Strategy.Any>
