/** Frames, probabilities and passes for the tests of model-based parts. */
import { fc } from "@fast-check/vitest"
import { type Column, type Columns, type Frame, Matrix, Rng, type Score, type SelectionError } from "@marginalia/core"
import type * as Effect from "effect/Effect"

/** A matrix from rows. */
export const rows = (...of: ReadonlyArray<ReadonlyArray<number>>): Matrix.Matrix =>
  // As a query hands it to parts: without an offset.
  Matrix.make(Float32Array.from(of.flat()), of.length, of[0]?.length ?? 0)

const heightOf = (columns: Partial<Columns>): number =>
  columns.labelProbability?.rows ?? columns.probability?.rows ?? columns.passes?.[0]?.rows ??
    columns.projection?.rows ?? columns.feature?.rows ??
    columns.embedding?.rows ?? columns.gradient?.left.rows ?? 0

/** A frame over some columns: every item a candidate, nothing labeled, a budget of one. */
export const frameOf = (columns: Partial<Columns>, more: Partial<Frame.Base> = {}): Frame.Any => {
  const size = more.size ?? heightOf(columns)
  return {
    size,
    labeled: new Uint32Array(),
    labels: new Int32Array(),
    classes: columns.probability?.cols ?? columns.passes?.[0]?.cols,
    candidates: Uint32Array.from({ length: size }, (_, i) => i),
    picked: new Uint32Array(),
    budget: 1,
    round: 0,
    key: Rng.fromSeed(0),
    wider: [],
    evidence: [],
    ...columns,
    ...more
  }
}

/** A score's values on a frame over some columns. */
export const scored = <N extends Column>(
  score: Score.Score<N>,
  columns: Partial<Columns>,
  more: Partial<Frame.Base> = {}
): Effect.Effect<Float64Array, SelectionError> => score.of(frameOf(columns, more))

/** A row of probabilities from weights, uniform when all are zero. */
const normalized = (weights: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((w) => sum > 0 ? w / sum : 1 / weights.length)
}

/** Weights that tie often, or do not. */
const weight = fc.constantFrom(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 1, noNaN: true }))

/** One row of class probabilities of a given width; zeros, ties and one-hot rows abound. */
export const distribution = (classes: number): fc.Arbitrary<ReadonlyArray<number>> =>
  weight.chain((of) => fc.array(of, { minLength: classes, maxLength: classes })).map(normalized)

/** N × C class probabilities with duplicated rows. */
export const probabilities = (classes: number, items: number): fc.Arbitrary<Matrix.Matrix> =>
  fc.array(distribution(classes), { minLength: items, maxLength: items }).map((all) =>
    rows(...all.map((row, i) => i % 5 === 4 ? all[i - 1]! : row))
  )

/** Shapes of a pool: classes, items. */
export const shape = fc.record({ classes: fc.integer({ min: 2, max: 6 }), items: fc.integer({ min: 1, max: 12 }) })

/** Class probabilities of any small shape. */
export const anyProbability = shape.chain(({ classes, items }) => probabilities(classes, items))

/** One to five passes of any small shape; sometimes all the same. */
export const anyPasses = fc.tuple(shape, fc.integer({ min: 1, max: 5 }), fc.boolean()).chain(([s, count, same]) =>
  fc.array(probabilities(s.classes, s.items), { minLength: count, maxLength: count }).map((passes) =>
    same ? passes.map(() => passes[0]!) : passes
  )
)

/** The positions that hold a number. */
export const defined = (scores: Float64Array): ReadonlyArray<number> =>
  [...scores.keys()].filter((i) => !Number.isNaN(scores[i]))

/** Whether two numbers agree up to a tolerance relative to their size, or absolutely near zero. */
export const near = (a: number, b: number, tolerance = 1e-12): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= tolerance * (1 + Math.abs(a) + Math.abs(b))
