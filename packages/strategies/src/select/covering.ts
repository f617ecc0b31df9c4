/**
 * A greedy covering of the pool, or of a sample of it with what that loses. Tested in herding.test.ts and herding-reference.test.ts.
 */
import { Frame, Kernels, type Matrix, Neighbors, PartFailed } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { type Source, sourceOf, upTo } from "../slices.ts"
import { bandwidthOf } from "./bandwidth.ts"
import { placesOf, type Rows, type Sample, sampleOf, together, withSome } from "./sample.ts"

/** What a covering is told. */
export interface Settings {
  readonly kernel: "rbf" | "cosine" | "top-hat"
  readonly bandwidth: number | "auto"
  readonly reference: number | "none"
}

/** What it is worth to cover each of some items. */
export type Weigh = (positions: Uint32Array) => Float64Array

/** Rows this much longer or shorter than 1 are not of unit length. */
const TOLERANCE = 1e-3

const notUnit = (part: string, position: number, length: number) =>
  new PartFailed({
    part,
    problem:
      `kernel=cosine takes rows of unit length, and the one at position ${position} is ${length} long; put normalize before it `
      + "(normalize=true in a recipe), or take another kernel",
    reason: "Value",
    value: length,
    expected: "a row of length 1",
    position
  })

/** Refuses rows that are neither zero nor of unit length: what the kernel computes of them is no cosine. */
const checkUnit = Effect.fnUntraced(
  function*(part: string, matrix: Matrix.Matrix, positionOf: (row: number) => number) {
    const kernels = yield* Kernels.Kernels
    const norms = yield* kernels.rowNorms(matrix)
    const row = norms.findIndex((norm) => norm !== 0 && !(Math.abs(norm - 1) <= TOLERANCE))
    if (row >= 0) return yield* notUnit(part, positionOf(row), norms[row]!)
  }
)

/** Rows to cover, among them those that cover from the start. */
interface Problem {
  readonly matrix: Matrix.Matrix
  readonly covered: Uint32Array
  readonly positionOf: (row: number) => number
}

const similarityOf = Effect.fnUntraced(
  function*(part: string, { bandwidth, kernel }: Settings, { covered, matrix, positionOf }: Problem) {
    if (kernel === "cosine") {
      yield* checkUnit(part, matrix, positionOf)
      return { kernel } satisfies Neighbors.Similarity as Neighbors.Similarity
    }
    const width = bandwidth === "auto" ? yield* bandwidthOf(matrix, covered) : bandwidth
    const similarity: Neighbors.Similarity = kernel === "rbf"
      ? { kernel, bandwidth: width }
      : { kernel, radius: width }
    return similarity
  },
  (effect, part) => Effect.mapError(effect, PartFailed.from(part))
)

/** How far similarity reaches, for the trace. */
const reachOf = (similarity: Neighbors.Similarity): Frame.Notes => ({
  ...similarity.kernel === "rbf" ? { bandwidth: similarity.bandwidth } : {},
  ...similarity.kernel === "top-hat" ? { radius: similarity.radius } : {}
})

/** What covers from the start. */
const coveredOf = ({ labeled, picked }: Frame.Base): Uint32Array => Frame.concat(labeled, picked)

/** Of all rows together. */
const ofAll = Effect.fnUntraced(
  function*(part: string, settings: Settings, frame: Frame.Any, matrix: Matrix.Matrix, weigh: Weigh | undefined) {
    const { budget, candidates, size } = frame, covered = coveredOf(frame)
    const similarity = yield* similarityOf(part, settings, { matrix, covered, positionOf: (row) => row })
    const weights = weigh?.(upTo(size))
    const request = { matrix, similarity, weights, covered, candidates, budget }
    const { coverage, gains, picks } = yield* Neighbors.herding(request)
    return { positions: picks, scores: gains, notes: { ...reachOf(similarity), coverage } }
  }
)

/** Weights of rows, 0 of those that are not among the `items`: they cover, and are not to be covered. */
const weightsIn = (rows: Rows, items: Uint32Array, weigh: Weigh | undefined): Float64Array => {
  const weights = new Float64Array(rows.positions.length), own = weigh?.(items)
  placesOf(rows, items).forEach((row, n) => weights[row] = own?.[n] ?? 1)
  return weights
}

const nobody = new Uint32Array()

/** The share of the weight of rows that some of them cover. */
const coverageBy = (rows: Rows, similarity: Neighbors.Similarity, weights: Float64Array, items: Uint32Array) =>
  Effect.map(
    Neighbors.herding({
      matrix: rows.matrix,
      similarity,
      weights,
      covered: placesOf(rows, items),
      candidates: nobody,
      budget: 0
    }),
    ({ coverage }) => coverage
  )

/** How far rows are covered before the picks, and with them. */
type Rise = readonly [before: number, after: number]

/** What picks bring the sample that they were chosen for, and another. */
const lossOf = (seen: Rise, unseen: Rise): Frame.Notes => {
  const [gainSeen, gainUnseen] = [seen[1] - seen[0], unseen[1] - unseen[0]]
  if (!(gainSeen > 0)) return { loss: "not measured: the sample has nothing to gain" }
  if (unseen[0] === 1) return { loss: "not measured: the unseen items have nothing to gain" }
  return { gainSeen, gainUnseen, lossUnseen: 1 - gainUnseen / gainSeen }
}

/** Of a sample. */
const ofSample = Effect.fnUntraced(function*(
  part: string,
  settings: Settings,
  frame: Frame.Any,
  { candidates, seen, unseen }: Sample,
  weigh: Weigh | undefined
) {
  const { budget, size } = frame, covered = together(coveredOf(frame)), most = seen.length + covered.length + budget
  return yield* withSome(
    part,
    sourceOf(frame, "embedding"),
    most,
    Effect.fnUntraced(function*(rowsOf) {
      const rows = yield* rowsOf(together(seen, covered)), weights = weightsIn(rows, seen, weigh)
      const problem = { matrix: rows.matrix, covered: placesOf(rows, covered) }
      const positionOf = (row: number): number => rows.positions[row]!
      const similarity = yield* similarityOf(part, settings, { ...problem, positionOf })
      const before = yield* coverageBy(rows, similarity, weights, covered)
      const request = { ...problem, similarity, weights, candidates: placesOf(rows, candidates), budget }
      const { coverage, gains, picks } = yield* Neighbors.herding(request)
      const positions = picks.map(positionOf)
      const others = yield* rowsOf(together(unseen, covered, positions))
      if (settings.kernel === "cosine") yield* checkUnit(part, others.matrix, (row) => others.positions[row]!)
      const worth = weightsIn(others, unseen, weigh)
      const told = lossOf([before, coverage], [
        yield* coverageBy(others, similarity, worth, covered),
        yield* coverageBy(others, similarity, worth, together(covered, positions))
      ])
      return {
        positions,
        scores: gains.map((gain) => gain * size / seen.length),
        notes: { ...reachOf(similarity), coverage, reference: seen.length, sampled: unseen.length, ...told }
      }
    })
  )
})

/** All rows in memory, where they are or read there. */
const withAll = <A, E, R>(
  part: string,
  source: Source,
  size: number,
  use: (matrix: Matrix.Matrix) => Effect.Effect<A, E, R>
) =>
  "tiles" in source
    ? withSome(part, source, size, (rowsOf) => Effect.flatMap(rowsOf(upTo(size)), ({ matrix }) => use(matrix)))
    : use(source.matrix)

/** The greedy choice of a `part`, over items that count by their weights (default all alike): all of them, or a sample. */
export const covering = Effect.fnUntraced(
  function*(part: string, settings: Settings, frame: Frame.Frame<"embedding">, weigh?: Weigh) {
    const sample = yield* sampleOf(frame, settings.reference)
    if (sample !== undefined) return yield* ofSample(part, settings, frame, sample, weigh)
    const whole = (matrix: Matrix.Matrix) => ofAll(part, settings, frame, matrix, weigh)
    return yield* withAll(part, sourceOf(frame, "embedding"), frame.size, whole)
  }
)
