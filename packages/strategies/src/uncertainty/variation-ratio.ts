/**
 * How many passes disagree with the majority?
 */
import { type Frame, Options, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { doubt } from "./least-confidence.ts"
import { type Block, meanScores, passScores, votesOf } from "./passes.ts"

const options = Schema.Struct({
  profile: Options.field(
    Schema.Literals(["paper", "official"]),
    "paper",
    "paper: 1 − the share of passes that favor the modal class; official: 1 − the highest mean probability, as DeepAL+"
  )
})

const dissent = (block: Block): Float64Array => {
  const votes = new Uint32Array(block.cols)
  return Float64Array.from({ length: block.rows }, (_, i) => {
    const most = votesOf(block, i, votes).reduce((a, b) => Math.max(a, b), 0)
    return 1 - most / block.passes.length
  })
}

/** What {@link variationRatio} takes. */
export interface VariationRatioOptions {
  /**
   * paper: 1 − the share of passes that favor the modal class; official: 1 − the highest mean probability, as DeepAL+.
   * Default "paper".
   */
  readonly profile?: "paper" | "official"
}

/**
 * 1 − (passes that favor the modal class) / T. With `profile: "official"`, 1 − the highest mean probability, which
 * DeepAL+ computes under this name and which ranks as least confidence does. O(T N C).
 *
 * Needs `passes`.
 *
 * Source: Freeman 1965; Gal et al. 2017, variation ratios: 1 − f_mode / T.
 */
export const variationRatio: Score.Maker<VariationRatioOptions, "passes"> = Score.define({
  name: "variation-ratio",
  summary: "the share of stochastic passes that do not favor the class most of them favor",
  source: "Freeman 1965; Gal et al. 2017, variation ratios: 1 − f_mode / T",
  options,
  needs: ["passes"],
  of: ({ profile }) => (frame: Frame.Frame<"passes">) =>
    profile === "official"
      ? meanScores(frame, doubt)
      : passScores(frame, (block) => Effect.sync(() => dissent(block)))
})
