/**
 * Noise on a score, so that a batch of the highest is not a batch of near copies.
 */
import { type Column, type Frame, Options, Rng, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBlocks } from "./blocks.ts"

/** The options of the score and of the recipe. */
export const fields = {
  beta: Options.field(
    Schema.Finite.check(Schema.isGreaterThan(0)),
    1,
    "β: the larger, the nearer to the plain highest scores; towards 0 it becomes random"
  ),
  form: Options.field(
    Schema.Literals(["power", "softmax", "softrank"]),
    "power",
    "what the noise is added to: log score (scores ≥ 0), the score itself, or −log of its rank"
  )
}

const options = Schema.Struct(fields)

/** What {@link power} takes besides its score. */
export interface PowerOptions {
  /** β: the larger, the nearer to the plain highest scores; towards 0 it becomes random. Default 1. */
  readonly beta?: number
  /** What the noise is added to: log score (scores ≥ 0), the score itself, or −log of its rank. Default "power". */
  readonly form?: "power" | "softmax" | "softrank"
}

type Settings = typeof options.Type

/** Elementary steps that a random number takes. */
const DRAW = 96

const minusLog = (ranks: Float64Array): Float64Array => ranks.map((rank) => 0 - Math.log(rank))

/** The scores that noise is added to; with softrank −log rank, rank 1 for the highest, equal scores their mean rank. */
const base = <N extends Column, R>(score: Score.Score<N, R>, frame: Frame.Any, { form }: Settings) => {
  switch (form) {
    case "power":
      return Effect.map(Score.nonnegative("power", score, frame), (values) => values.map(Math.log))
    case "softmax":
      return score.of(frame)
    case "softrank":
      return Effect.map(Score.rank(Score.negate(score)).of(frame), minusLog)
  }
}

/**
 * log score + Gumbel noise / β, drawn from the key for each position: the `n` highest are a sample without replacement
 * with probabilities in proportion to score^β. Scores of 0 come last, as −∞.
 *
 * Fails on a negative score, except with `form: "softmax"` (score + noise / β: probabilities in proportion to exp(β ·
 * score)) and `form: "softrank"` (in proportion to rank^−β, equal scores at their mean rank). O(N log N) at most.
 *
 * Needs what the score needs.
 *
 * Source: Kirsch, Farquhar, Atighehchian, Jesson, Branchaud-Charron & Gal 2023, Stochastic batch acquisition, TMLR.
 */
export const power: Score.Over<PowerOptions> = Score.defineOver({
  name: "power",
  summary: "a score with Gumbel noise: the highest are a sample in proportion to score^β",
  source: "Kirsch, Farquhar, Atighehchian, Jesson, Branchaud-Charron & Gal 2023, Stochastic batch acquisition, TMLR",
  options,
  positional: ["beta"],
  of: (score, settings) => (frame) => {
    const key = Rng.derive(frame.key, "power")
    return Effect.flatMap(base(score, frame, settings), (values) => {
      const noisy = new Float64Array(values.length)
      const block = (from: number, to: number): void => {
        for (let position = from; position < to; position++) {
          const x = values[position]!
          noisy[position] = Number.isNaN(x) ? x : x + Rng.gumbel(key, position) / settings.beta
        }
      }
      return Effect.as(inBlocks(values.length, DRAW, block), noisy)
    })
  }
})
