/**
 * The batch that leaves the model least to learn of the pool: twice as many by greed, and back.
 */
import { Frame, Matrix, Narrow, Options, type Part, PartFailed, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inSpace, type Space } from "../space.ts"
import { candidateRows } from "../uncertainty/rows.ts"
import { meanInformation, spreads } from "./information.ts"
import * as Inverse from "./inverse.ts"

/** The options of the part and of the recipe. */
export const options = Schema.Struct({
  lambda: Options.field(
    Schema.Finite.check(Schema.isGreaterThan(0)),
    1,
    "λ: how much is taken to be known before any label, in every direction"
  ),
  form: Options.field(
    Schema.Literals(["binary", "top-2"]),
    "binary",
    "what the last layer decides: the most probable class against all others, or between the two most probable classes"
  ),
  space: Options.field(
    Schema.Literals(["embedding", "feature"]),
    "feature",
    "what the last layer sees: the classifier's penultimate features, or the embedding"
  )
})

/** What {@link forwardBackward} and the recipe `bait` take. */
export interface BaitOptions<S extends Space = Space> {
  /** λ: how much is taken to be known before any label, in every direction. Default 1. */
  readonly lambda?: number
  /**
   * What the last layer decides: the most probable class against all others, or between the two most probable classes.
   * Default "binary".
   */
  readonly form?: "binary" | "top-2"
  /** What the last layer sees: the classifier's penultimate features, or the embedding. Default "feature". */
  readonly space?: S
}

type Settings = typeof options.Type

const NAME = "forward-backward"

const featuresOf = (frame: Frame.Any, space: Space): Effect.Effect<Matrix.Matrix, PartFailed> => {
  const { distinct, matrix, merged } = Narrow.flatten(inSpace(frame, space))
  if (merged === 0) return Effect.succeed(matrix)
  const problem =
    `the numbers of the column ${space} are so far from 0 that ${merged} of ${distinct} distinct rows become ` +
    "equal to others where products are made of them; subtract from its columns what these have in common"
  return Effect.fail(new PartFailed({ part: NAME, problem, reason: "Precision", column: space, merged, distinct }))
}

/** The largest vᵀ v / λ, κ, with which a double's digits are enough: what it would cost to do without an item is wrong by up to κ² 10⁻¹⁶ of itself. */
const LARGEST = 1e6

/** The λ to reckon with: of items that say nothing it does not matter. Fails where the features are too large beside it. */
const lambdaFor = (
  { cols, data, rows }: Matrix.Matrix,
  spread: Float64Array,
  { lambda, space }: Settings
): Effect.Effect<number, PartFailed> => {
  let largest = 0
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let j = i * cols; j < (i + 1) * cols; j++) sum += data[j]! ** 2
    largest = Math.max(largest, spread[i]! ** 2 * sum)
  }
  if (largest === 0) return Effect.succeed(1)
  if (largest <= LARGEST * lambda) return Effect.succeed(lambda)
  const problem =
    `the numbers of the column ${space} are too large beside lambda: p (1 − p) ‖x‖² is up to ${
      largest.toPrecision(3)
    }, ` +
    `which is more than 10⁶ times lambda (${lambda}), and digits would be lost; divide the column by its largest number, say, or give a larger lambda`
  return Effect.fail(
    new PartFailed({
      part: NAME,
      problem,
      reason: "Column",
      column: space,
      value: largest,
      expected: `at most 10⁶ times lambda, which is ${lambda}`
    })
  )
}

/** The inverse of λI + Σ v vᵀ over what is labeled or picked. O(labeled · d²). */
const known = Effect.fnUntraced(function*(
  frame: Frame.Any,
  features: Matrix.Matrix,
  spread: Float64Array,
  lambda: number
) {
  const inverse = Inverse.start(features.cols, lambda)
  for (const position of Frame.concat(frame.labeled, frame.picked)) {
    yield* Inverse.rest(features.cols)
    Inverse.include(inverse, Float64Array.from(Matrix.row(features, position), (x) => spread[position]! * x))
  }
  return inverse
})

/** The index of the largest of some numbers that are not taken; ties go to the smaller index. */
const best = (values: Float64Array, taken: Uint8Array): number => {
  let at = -1
  for (let i = 0; i < values.length; i++) if (taken[i] === 0 && (at < 0 || values[i]! > values[at]!)) at = i
  return at
}

/** Takes `count` items, each the one by which tr(F M⁻¹) falls most; with by how much. */
const forward = Effect.fnUntraced(function*({ move, reach, worth }: Inverse.Items, count: number) {
  const taken = new Uint8Array(reach.length)
  const picks: Array<{ readonly item: number; readonly gain: number }> = []
  while (picks.length < count) {
    const gains = worth.map((b, i) => b / (1 + reach[i]!)), item = best(gains, taken)
    taken[item] = 1
    picks.push({ item, gain: gains[item]! })
    yield* move(item, true)
  }
  return picks
})

/** Gives items back until `count` are left, each the one by which tr(F M⁻¹) grows least; of equals the last goes first. */
const backward = Effect.fnUntraced(function*({ left, move, worth }: Inverse.Items, count: number) {
  const size = worth.length, gone = new Uint8Array(size)
  for (let many = size; many > count; many--) {
    const losses = worth.map((b, i) => -b / left[i]!).reverse()
    const item = size - 1 - best(losses, gone.toReversed())
    gone[item] = 1
    yield* move(item, false)
  }
  return gone
})

const choose = Effect.fnUntraced(function*(
  frame: Frame.Frame<"probability"> & Frame.Any,
  settings: Settings
) {
  const { form, space } = settings, features = yield* featuresOf(frame, space)
  const spread = yield* spreads(frame, form), lambda = yield* lambdaFor(features, spread, settings)
  const information = yield* meanInformation(features, spread)
  const inverse = yield* known(frame, features, spread, lambda)
  const length = Math.min(frame.budget, frame.candidates.length)
  const own = Float64Array.from(frame.candidates, (position) => spread[position]!)
  const rows = yield* candidateRows(frame, features)
  const all = yield* Inverse.items(rows, own, inverse, information)
  const more = (yield* forward(all, Math.min(2 * length, rows.rows))).sort((a, b) => a.item - b.item)
  const some = Matrix.take(rows, more.map(({ item }) => item)),
    left = Float64Array.from(more, ({ item }) => all.left[item]!)
  const those = yield* Inverse.items(
    some,
    Float64Array.from(more, ({ item }) => own[item]!),
    inverse,
    information,
    left
  )
  const gone = yield* backward(those, length)
  const kept = more.filter((_, i) => gone[i] === 0).sort((a, b) => b.gain - a.gain || a.item - b.item)
  return {
    positions: Uint32Array.from(kept, ({ item }) => frame.candidates[item]!),
    scores: Float64Array.from(kept, ({ gain }) => gain)
  }
})

const definition = Select.define({
  name: NAME,
  summary: "the batch that leaves the model least to learn of the pool: twice as many by greed, and back",
  source:
    "Ash, Goel, Krishnamurthy & Kakade 2021 (BAIT), algorithm 1; Huseljic, Hahn, Herde, Rauch & Sick 2024 (Fast Fishing)",
  options,
  needs: ({ space }): ReadonlyArray<"probability" | Space> => ["probability", space],
  pick: (settings) => (frame) => choose(frame as Frame.Frame<"probability"> & Frame.Any, settings)
})

/**
 * Which items, once labeled, leave the last layer least to learn of the pool? Each item is a vector v = √(p (1 − p)) · x, the
 * root of the Fisher information of a last layer over the features x that tells the most probable class (probability p)
 * from all others, or from the second (`form: "top-2"`, p = p₁ / (p₁ + p₂)). With F the mean of v vᵀ over the whole pool and
 * M = λI + Σ v vᵀ over what is labeled, 2b candidates are taken, each the one by which tr(F M⁻¹) falls most, and all but b
 * given back, each the one by which it grows least.
 *
 * The score is by how much tr(F M⁻¹) fell when the item was taken; the highest come first. Ties go to the smaller position.
 * O(N d²) at first and O(N d + d²) an item that is taken; O(N + d²) memory, beside a copy of the candidates' features.
 *
 * Fails on features so far from 0 that their products cannot tell them apart, and where p (1 − p) ‖x‖² is more than 10⁶ λ.
 *
 * Needs `probability` and `feature`.
 *
 * Source: Ash, Goel, Krishnamurthy & Kakade 2021 (BAIT), algorithm 1; Huseljic, Hahn, Herde, Rauch & Sick 2024 (Fast
 * Fishing).
 */
export const forwardBackward = definition as Part.Maker<
  <const S extends Space = "feature">(options?: BaitOptions<S>) => Select.Select<"probability" | S>,
  Select.Any
>
