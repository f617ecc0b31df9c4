/**
 * Uncertain, and like many others.
 */
import { type Column, Frame, Matrix, Options, type Part, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { eachTile, type Source, sourceOf, upTo } from "../slices.ts"
import { type Space, space } from "../space.ts"
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

const NAME = "density-weighted"

const norm = ({ cols, data }: Rows, row: number): number => {
  let sum = 0
  for (let j = row * cols; j < (row + 1) * cols; j++) sum += data[j]! * data[j]!
  return Math.sqrt(sum)
}

/** The sum of the unlabeled items' unit vectors; zero rows add nothing. */
const total = Effect.fnUntraced(function*(frame: Frame.Any, source: Source<Rows>) {
  const labeled = Frame.mask(frame.size, frame.labeled), all = upTo(frame.size)
  let sum: Float64Array | undefined
  yield* eachTile(NAME, source, all, ({ from: first, matrix, rows, to: last }) => {
    const { cols, data } = matrix, sums = sum ??= new Float64Array(cols)
    return inBlocks(last - first, 2 * cols, (from, to) => {
      for (let n = from; n < to; n++) {
        const length = labeled[first + n] === 1 ? 0 : norm(matrix, rows[n]!), at = rows[n]! * cols
        if (length > 0) { for (let j = 0; j < cols; j++) sums[j]! += data[at + j]! / length }
      }
    })
  })
  return sum ?? new Float64Array()
})

/** By position, the mean cosine with all unlabeled items (itself included); negative ones count as 0. */
const densities = Effect.fnUntraced(function*(frame: Frame.Any, source: Source<Rows>) {
  const { candidates, labeled, size } = frame, sum = yield* total(frame, source), count = size - labeled.length
  const out = new Float64Array(size)
  yield* eachTile(
    NAME,
    source,
    candidates,
    ({ from: first, matrix, rows, to: last }) =>
      inBlocks(last - first, 2 * matrix.cols, (from, to) => {
        const { cols, data } = matrix
        for (let n = from; n < to; n++) {
          let dot = 0
          for (let j = 0; j < cols; j++) dot += data[rows[n]! * cols + j]! * sum[j]!
          const length = norm(matrix, rows[n]!)
          out[candidates[first + n]!] = length > 0 ? Math.max(0, dot / (length * count)) : 0
        }
      })
  )
  return out
})

/** The vectors of a space, with their offset where they have one. */
const wholeOf = (source: Source): Source<Rows> => "tiles" in source ? source : { matrix: Matrix.whole(source.matrix) }

const definition = Score.defineOver({
  name: NAME,
  summary: "a score times the mean similarity to the unlabeled pool to a power",
  source:
    "Settles & Craven 2008, An analysis of active learning strategies for sequence labeling tasks: information density",
  options,
  positional: ["beta"],
  needs: ({ space }) => [space],
  tiles: ["embedding"],
  of: (score, { beta, space }) => (frame) =>
    Effect.gen(function*() {
      const values = yield* Score.nonnegative(NAME, score, frame)
      const density = yield* densities(frame, wholeOf(sourceOf(frame, space)))
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
