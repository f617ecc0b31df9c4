/**
 * Picks that make the whole pool similar to something labeled.
 */
import { Options, Select } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { covering } from "./covering.ts"
import { reference } from "./sample.ts"

/** What {@link herding} takes. */
export interface HerdingOptions {
  /**
   * How similarity falls with the distance d: rbf: exp(−(d / bandwidth)²); cosine: negative ones count as 0; top-hat: 1 below the
   * bandwidth, else 0. Default "rbf".
   */
  readonly kernel?: "rbf" | "cosine" | "top-hat"
  /**
   * How far similarity reaches, as a distance; auto: the smallest positive distance between two labeled items, 1 where there
   * is none. Default 1.
   */
  readonly bandwidth?: number | "auto"
  /**
   * How many items, a sample of the pool, are to be covered and may be picked; none: all. Default "none". What one does where all
   * vectors have no room in memory, or their squares no time. The sample is drawn by position from the seed.
   */
  readonly reference?: number | "none"
}

/** How similarity falls with the distance. */
export const kernel = Options.field(
  Schema.Literals(["rbf", "cosine", "top-hat"]),
  "rbf",
  "how similarity falls with the distance d: rbf: exp(−(d / bandwidth)²); cosine: negative ones count as 0; top-hat: 1 " +
    "below the bandwidth, else 0"
)

const widths = Schema.Union([Schema.Finite.check(Schema.isGreaterThan(0)), Schema.Literal("auto")])

const REACH =
  "how far similarity reaches, as a distance; auto: the smallest positive distance between two labeled items, " +
  "1 where there is none"

/** How far similarity reaches. */
export const bandwidth = Options.field(widths, 1, REACH)

/** {@link bandwidth}, by default as the labels say. */
export const autoBandwidth = Options.field(widths, "auto", REACH)

/**
 * Which items, with what is labeled, are most similar to all others? Greedily, the candidate x with the largest Σ_i max(0,
 * k(x, x_i) − m_i) over all items i, where m_i is the largest similarity of i to what is labeled or picked, 0 before
 * there is any. The score is that sum, at the time of the pick. The trace tells the bandwidth, and how much is covered: the mean of the m_i at the end.
 *
 * Where nothing is gained any more, the smaller positions follow; so do ties go. The cosine kernel is facility location;
 * top-hat covers what is nearer than the bandwidth, strictly, as ProbCover does. Exact and lazy:
 * O(N² d) time for the first pick at worst, O(N d) memory, and up to 256 MiB of distances that are remembered.
 *
 * With `reference: R` it is the herding of a sample of the pool, O(R² d) time and O(R d) memory, and runs over a pool that stays in its file: the R items
 * whose own random numbers are smallest, of all positions, and further candidates in the order of theirs until the sample holds as many as the
 * budget. The sum is over the sample, and only candidates in it may be picked; what is labeled or picked covers, wherever it is. The score is that sum
 * times N over the size of the sample, and `coverage` is that of the sample. R ≥ N is exact. The trace tells by how much the picks raise the
 * coverage of the sample (`gainSeen`) and of another of as many items, none of them in the first (`gainUnseen`, of `sampled` items): `lossUnseen` is 1 −
 * gainUnseen / gainSeen. It is not what is lost to herding of all items: better candidates outside of the sample are not looked for. Where the sample or
 * the other has nothing to gain, `loss` says so instead.
 *
 * Fails under the cosine kernel on rows, of those it looks at, that are not of unit length; rows of zeros have no cosine, cover nothing and count
 * as nothing.
 *
 * Needs `embedding`.
 *
 * Source: Bae, Noh & Sutherland 2024, Generalized coverage for more robust low-budget active learning (MaxHerding), ECCV.
 */
export const herding: Select.Maker<HerdingOptions, "embedding"> = Select.define({
  name: "herding",
  summary: "the candidates that make the whole pool most similar to something labeled or picked",
  source:
    "Bae, Noh & Sutherland 2024, Generalized coverage for more robust low-budget active learning (MaxHerding), ECCV",
  options: Schema.Struct({ kernel, bandwidth, reference }),
  needs: ["embedding"],
  tiles: ({ reference }) => reference === "none" ? [] : ["embedding"],
  pick: (settings) => (frame) => covering("herding", settings, frame)
})
