/**
 * Greedy sampling for regression: always the candidate whose prediction, or whose prediction and vector, is farthest from what is
 * labeled or picked.
 */
import { type Frame, Matrix, Neighbors, Options, type Part, PartFailed, Select, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { eachTile, rowsAt, type Source, sourceOf } from "../slices.ts"
import { type Space, space } from "../space.ts"
import { inBlocks } from "../uncertainty/blocks.ts"

/** What distances are measured of: predictions alone, or predictions and vectors. */
type Of = "output" | "both"

/** What {@link greedySampling} takes. */
export interface GreedySamplingOptions<O extends Of = Of, S extends Space = Space> {
  /** What distances are of: output, predictions alone (GSy); both, the product with the distance of the vectors (iGS). Default "both". */
  readonly of?: O
  /** Where distances are measured: the embedding, or the classifier's penultimate features. Default "embedding". No effect with output. */
  readonly space?: S
}

const options = Schema.Struct({
  of: Options.field(
    Schema.Literals(["output", "both"]),
    "both",
    "what distances are of: output, predictions alone (GSy); both, the product with the distance of the vectors (iGS)"
  ),
  space
})

const NAME = "greedy-sampling"

type Asked = Frame.Frame<"estimate" | "target">

/** The mean of each row: what a committee predicts. */
const predictions = (estimate: Matrix.Matrix): Float64Array => {
  const { cols, data } = Matrix.whole(estimate)
  return Float64Array.from(
    { length: estimate.rows },
    (_, i) => cols === 1 ? data[i]! : Sum.total(data, i * cols, (i + 1) * cols) / cols
  )
}

/** A labeled item whose number nobody knows. */
const unknown = (position: number): PartFailed => {
  const problem = `the item at position ${position} is labeled, and target has no number for it`
  const expected = "a number for each labeled item"
  return new PartFailed({ part: NAME, problem, reason: "Value", value: Number.NaN, expected, position })
}

/** An item that is labeled or picked, with its number: the label, or what the model predicts. */
interface Known {
  readonly position: number
  readonly value: number
}

const apart = (x: Matrix.Matrix, a: number, y: Matrix.Matrix, b: number): number => {
  let sum = 0
  for (let k = 0; k < x.cols; k++) sum += (x.data[a * x.cols + k]! - y.data[b * x.cols + k]!) ** 2
  return Math.sqrt(sum)
}

/** Where candidates are how far from what is known: all at first infinitely. */
interface State {
  readonly frame: Asked
  readonly predicted: Float64Array
  readonly vectors: Source | undefined
  /** By index into the candidates; −1 for one that is picked. */
  readonly nearest: Float64Array
}

/** Brings a candidate's distance up to known items; `distance` is that of the vectors to the n-th of them. */
const bringOne = (
  { frame: { candidates }, nearest, predicted }: State,
  i: number,
  known: ReadonlyArray<Known>,
  distance: (n: number) => number
): void =>
  known.forEach(({ value }, n) => {
    const far = Math.abs(predicted[candidates[i]!]! - value) * distance(n)
    if (far < nearest[i]!) nearest[i] = far
  })

/** Brings the candidates' distances up to some more known items, by ascending position, in one pass over the vectors. */
const bring = Effect.fnUntraced(function*(state: State, known: ReadonlyArray<Known>) {
  const { frame: { candidates }, vectors } = state
  if (known.length === 0) return
  if (vectors === undefined) {
    return yield* inBlocks(candidates.length, 4 * known.length, (from, to) => {
      for (let i = from; i < to; i++) bringOne(state, i, known, () => 1)
    })
  }
  const there = yield* rowsAt(NAME, vectors, Uint32Array.from(known, ({ position }) => position))
  yield* eachTile(
    NAME,
    vectors,
    candidates,
    ({ from: first, matrix, rows, to: last }) =>
      inBlocks(last - first, known.length * (4 + 2 * matrix.cols), (from, to) => {
        for (let n = from; n < to; n++) {
          bringOne(state, first + n, known, (m) => apart(matrix, rows[n]!, there.matrix, there.rows[m]!))
        }
      })
  )
})

/** The first of nothing known: the candidate nearest to the mean of the vectors, or of the predictions. Ties go to the smaller position. */
const firstOf = ({ frame: { candidates }, predicted, vectors }: State): Effect.Effect<number, PartFailed> => {
  if (vectors !== undefined) {
    const asked = { centers: new Uint32Array(), candidates, budget: 1 }
    const found = "tiles" in vectors
      ? Effect.mapError(Neighbors.farthestOver({ ...asked, ...vectors }), PartFailed.from(NAME))
      : Neighbors.farthestFirst({ ...asked, ...vectors })
    return Effect.map(found, ({ picks }) => candidates.indexOf(picks[0]!))
  }
  const mean = Sum.total(predicted) / predicted.length
  const off = Float64Array.from(candidates, (at) => Math.abs(predicted[at]! - mean))
  return Effect.succeed(off.reduce((best, distance, i) => distance < off[best]! ? i : best, 0))
}

const farthest = (nearest: Float64Array): number =>
  nearest.reduce((best, distance, i) => distance > nearest[best]! ? i : best, 0)

const pick = Effect.fnUntraced(function*(frame: Asked, vectors: Source | undefined) {
  const { budget, candidates, labeled, picked, target } = frame
  const nearest = new Float64Array(candidates.length).fill(Infinity), predicted = predictions(frame.estimate)
  const state: State = { frame, predicted, vectors, nearest }
  const missing = labeled.find((position) => Number.isNaN(target[position]))
  if (missing !== undefined) return yield* unknown(missing)
  yield* bring(state, Array.from(labeled, (position) => ({ position, value: target[position]! })))
  yield* bring(state, Array.from(picked.toSorted(), (position) => ({ position, value: predicted[position]! })))
  const count = Math.min(budget, candidates.length)
  const positions = new Uint32Array(count), scores = new Float64Array(count)
  for (let b = 0; b < count; b++) {
    const cold = b === 0 && labeled.length + picked.length === 0
    const index = cold ? yield* firstOf(state) : farthest(nearest)
    positions[b] = candidates[index]!
    scores[b] = nearest[index]!
    yield* bring(state, [{ position: positions[b]!, value: predicted[positions[b]!]! }])
    nearest[index] = -1
  }
  return { positions, scores }
})

const definition = Select.define({
  name: NAME,
  summary: "farthest first in what a model predicts, or in that times the distance of the vectors",
  source: "Wu, Lin & Huang 2019, Active learning for regression using greedy sampling (GSy, iGS)",
  options,
  needs: (settings): ReadonlyArray<Space | "estimate" | "target"> =>
    settings.of === "output" ? ["estimate", "target"] : [settings.space, "estimate", "target"],
  tiles: ["embedding"],
  pick: (settings) => (frame: Frame.Any) =>
    pick(frame as Asked, settings.of === "output" ? undefined : sourceOf(frame, settings.space))
})

/**
 * Which items are unlike what is labeled in the number that they will get? Always the candidate with the largest min_m d(n, m) over
 * the labeled and picked m: d is |f(x_n) − y_m|, the difference of prediction and label (`of: "output"`, GSy), or that times the
 * Euclidean distance of the vectors (`of: "both"`, iGS). f(x_n) is the mean of the item's row of `estimate`; y_m of an item that was
 * picked in this batch, whose label is not known yet, is f(x_m). The score is that minimum, at the time of the pick; with nothing
 * labeled the first pick is the candidate nearest to the mean of the vectors (`both`) or of the predictions (`output`), with a score
 * of Infinity. Ties go to the smaller position. O(N d) a labeled item and pick (`output`: O(N)), O(N) memory.
 *
 * Needs `estimate`, `target` and (`both`) `embedding` or `feature`. Fails with `PartFailed` (`Value`) for a labeled item without a target.
 *
 * Source: Wu, Lin & Huang 2019, Active learning for regression using greedy sampling, Information Sciences 474, arXiv 1808.04245.
 */
export const greedySampling = definition as Part.Maker<
  <const O extends Of = "both", const S extends Space = "embedding">(
    options?: GreedySamplingOptions<O, S>
  ) => Select.Select<"estimate" | "target" | (O extends "both" ? S : never)>,
  Select.Select<Space | "estimate" | "target">
>
