/**
 * Picks that make the whole pool similar to something labeled.
 */
import { Frame, Kernels, type Matrix, Neighbors, Options, PartFailed, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { bandwidthOf } from "./bandwidth.ts"

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

/** What {@link herding} is told. */
export interface Settings {
  readonly kernel: "rbf" | "cosine" | "top-hat"
  readonly bandwidth: number | "auto"
}

/** Rows this much longer or shorter than 1 are not of unit length. */
const TOLERANCE = 1e-3

const notUnit = (part: string, row: number, length: number) =>
  new PartFailed({
    part,
    problem:
      `kernel=cosine takes rows of unit length, and the one at position ${row} is ${length} long; put normalize before it `
      + "(normalize=true in a recipe), or take another kernel",
    reason: "Value",
    value: length,
    expected: "a row of length 1",
    position: row
  })

/** Refuses rows that are neither zero nor of unit length: what the kernel computes of them is no cosine. */
const checkUnit = Effect.fnUntraced(function*(part: string, matrix: Matrix.Matrix) {
  const kernels = yield* Kernels.Kernels
  const norms = yield* kernels.rowNorms(matrix)
  const row = norms.findIndex((norm) => norm !== 0 && !(Math.abs(norm - 1) <= TOLERANCE))
  if (row >= 0) return yield* notUnit(part, row, norms[row]!)
})

const similarityOf = Effect.fnUntraced(
  function*(part: string, { bandwidth, kernel }: Settings, frame: Frame.Frame<"embedding">) {
    if (kernel === "cosine") {
      yield* checkUnit(part, frame.embedding)
      return { kernel } satisfies Neighbors.Similarity as Neighbors.Similarity
    }
    const width = bandwidth === "auto" ? yield* bandwidthOf(frame) : bandwidth
    const similarity: Neighbors.Similarity = kernel === "rbf"
      ? { kernel, bandwidth: width }
      : { kernel, radius: width }
    return similarity
  }
)

/** The greedy choice of a `part`, over items that count by their `weights` (by position; default all alike). */
export const covering = Effect.fnUntraced(function*(
  part: string,
  settings: Settings,
  frame: Frame.Frame<"embedding">,
  weights?: Float64Array
) {
  const similarity = yield* Effect.mapError(
    similarityOf(part, settings, frame),
    PartFailed.from(part)
  )
  const { coverage, gains, picks } = yield* Neighbors.herding({
    matrix: frame.embedding,
    similarity,
    weights,
    covered: Frame.concat(frame.labeled, frame.picked),
    candidates: frame.candidates,
    budget: frame.budget
  })
  const width = similarity.kernel === "rbf" ? { bandwidth: similarity.bandwidth } : {}
  const radius = similarity.kernel === "top-hat" ? { radius: similarity.radius } : {}
  return { positions: picks, scores: gains, notes: { ...width, ...radius, coverage } }
})

/**
 * Which items, with what is labeled, are most similar to all others? Greedily, the candidate x with the largest Σ_i max(0,
 * k(x, x_i) − m_i) over all items i, where m_i is the largest similarity of i to what is labeled or picked, 0 before
 * there is any. The score is that sum, at the time of the pick. The trace tells the bandwidth, and how much is covered: the mean of the m_i at the end.
 *
 * Where nothing is gained any more, the smaller positions follow; so do ties go. The cosine kernel is facility location;
 * top-hat covers what is nearer than the bandwidth, strictly, as ProbCover does. Exact, lazy, and without a matrix of
 * similarities: O(N² d) time for the first pick at worst, O(N d) memory.
 *
 * Fails under the cosine kernel on rows that are not of unit length; rows of zeros have no cosine, cover nothing and count as nothing.
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
  options: Schema.Struct({ kernel, bandwidth }),
  needs: ["embedding"],
  pick: (settings) => (frame) => covering("herding", settings, frame)
})
