/**
 * Uncertain, and like many others.
 */
import { type Column, Frame, Matrix, Options, type Part, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inSpace, type Space, space } from "../space.ts"
import { inBlocks } from "./blocks.ts"

/** The options of the score and of the recipe. */
export const fields = {
  beta: Options.field(
    Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
    1,
    "β: how much density counts; 0 leaves the score as it is"
  ),
  space
}

const options = Schema.Struct(fields)

/** What {@link densityWeighted} takes besides its score. */
export interface DensityWeightedOptions<S extends Space = Space> {
  /** β: how much density counts; 0 leaves the score as it is. Default 1. */
  readonly beta?: number
  /** Where distances are measured: the embedding, or the classifier's penultimate features. Default "embedding". */
  readonly space?: S
}

/** Rows of numbers. */
type Rows = Matrix.Matrix | Matrix.Matrix64

const norm = ({ cols, data }: Rows, position: number): number => {
  let sum = 0
  for (let j = position * cols; j < (position + 1) * cols; j++) sum += data[j]! * data[j]!
  return Math.sqrt(sum)
}

/** The sum of the unlabeled items' unit vectors, and their number; zero rows add nothing. */
const total = Effect.fnUntraced(function*(frame: Frame.Any, matrix: Rows) {
  const { cols, data } = matrix
  const labeled = Frame.mask(frame.size, frame.labeled)
  const sum = new Float64Array(cols)
  yield* inBlocks(frame.size, 2 * cols, (from, to) => {
    for (let i = from; i < to; i++) {
      const length = labeled[i] === 1 ? 0 : norm(matrix, i)
      if (length > 0) { for (let j = 0; j < cols; j++) sum[j]! += data[i * cols + j]! / length }
    }
  })
  return { sum, count: frame.size - frame.labeled.length }
})

/** By position, the mean cosine with all unlabeled items (itself included); negative ones count as 0. */
const densities = Effect.fnUntraced(function*(frame: Frame.Any, matrix: Rows) {
  const { count, sum } = yield* total(frame, matrix)
  const { cols, data } = matrix
  const out = new Float64Array(frame.size)
  yield* inBlocks(frame.candidates.length, 2 * cols, (from, to) => {
    for (let i = from; i < to; i++) {
      const position = frame.candidates[i]!
      let dot = 0
      for (let j = 0; j < cols; j++) dot += data[position * cols + j]! * sum[j]!
      const length = norm(matrix, position)
      out[position] = length > 0 ? Math.max(0, dot / (length * count)) : 0
    }
  })
  return out
})

const definition = Score.defineOver({
  name: "density-weighted",
  summary: "a score times the mean similarity to the unlabeled pool to a power",
  source:
    "Settles & Craven 2008, An analysis of active learning strategies for sequence labeling tasks: information density",
  options,
  positional: ["beta"],
  needs: ({ space }) => [space],
  of: (score, { beta, space }) => (frame) =>
    Effect.gen(function*() {
      const values = yield* Score.nonnegative("density-weighted", score, frame)
      const density = yield* densities(frame, Matrix.whole(inSpace(frame, space)))
      return values.map((x, i) => x * density[i]! ** beta)
    })
})

/**
 * score · (mean cosine similarity to the unlabeled pool)^β: information density. A negative mean counts as 0. Computed
 * from the sum of the unit vectors, never from pairs: O(N d) time, O(N + d) memory.
 *
 * Fails on a negative score.
 *
 * Needs `embedding`, and what the score needs.
 *
 * Source: Settles & Craven 2008, An analysis of active learning strategies for sequence labeling tasks: information
 * density.
 */
export const densityWeighted = definition as Part.Maker<
  <N extends Column, R, const S extends Space = "embedding">(
    score: Score.Score<N, R>,
    options?: DensityWeightedOptions<S>
  ) => Score.Score<N | S, R>,
  Score.Any
>
