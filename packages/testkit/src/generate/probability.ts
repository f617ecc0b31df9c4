/**
 * Class probabilities, and the stochastic passes of a classifier with dropout.
 */
import { Matrix } from "@marginalia/core"
import * as fc from "fast-check"
import { type Draw, draw } from "./draw.ts"

/**
 * How the rows of a probability matrix lie.
 *
 * - `uniform`: all classes alike
 * - `one-hot`: one class is certain
 * - `ties`: whole numbers of quarters, so that maxima and margins tie
 * - `continuous`: no two alike
 */
export type Certainty = "uniform" | "one-hot" | "ties" | "continuous"

/** Every kind, the simplest first. */
export const certainties: ReadonlyArray<Certainty> = ["uniform", "one-hot", "ties", "continuous"]

/**
 * What a probability matrix is made of: `rows` items, `classes` classes, how sure the model is (`certainty`), and the
 * `seed` that it is drawn from.
 */
export interface ProbabilityShape {
  readonly rows: number
  readonly classes: number
  readonly certainty: Certainty
  readonly seed: number
}

const rowsOf: { readonly [C in Certainty]: (from: Draw, classes: number) => ReadonlyArray<number> } = {
  uniform: (_, classes) => Array.from({ length: classes }, () => 1),
  "one-hot": (from, classes) => {
    const certain = from.below(classes)
    return Array.from({ length: classes }, (_, c) => c === certain ? 1 : 0)
  },
  ties: (from, classes) => {
    const quarters = Array.from({ length: classes }, () => 0)
    for (let i = 0; i < 4; i++) quarters[from.below(classes)]! += 1
    return quarters
  },
  continuous: (from, classes) => Array.from({ length: classes }, () => -Math.log(1 - from.unit()))
}

/** The matrix of a shape; each row sums to one within single precision. */
export const probability = ({ certainty, classes, rows, seed }: ProbabilityShape): Matrix.Matrix => {
  const from = draw(seed, `probability ${certainty}`)
  const data = new Float32Array(rows * classes)
  for (let i = 0; i < rows; i++) {
    const row = rowsOf[certainty](from, classes)
    const sum = row.reduce((a, b) => a + b, 0)
    data.set(row.map((x) => x / sum), i * classes)
  }
  return Matrix.make(data, rows, classes)
}

/**
 * A `count` of passes over one pool of a `shape`: each a probability matrix of its own; some agree, as where dropout
 * hits nothing.
 */
export const passes = (shape: ProbabilityShape, count: number): ReadonlyArray<Matrix.Matrix> =>
  Array.from({ length: count }, (_, t) => probability({ ...shape, seed: shape.seed + Math.floor(t / 2) }))

/** What {@link probabilityArb} may be asked for. */
export interface ProbabilityOptions {
  /** Default 1. */
  readonly minRows?: number
  /** Default 24. */
  readonly maxRows?: number
  /** The numbers of classes to choose from. Default 2 … 5. */
  readonly classes?: ReadonlyArray<number>
  /** Default all {@link certainties}. */
  readonly certainties?: ReadonlyArray<Certainty>
}

const shapeArb = (options: ProbabilityOptions): fc.Arbitrary<ProbabilityShape> =>
  fc.record({
    rows: fc.integer({ min: options.minRows ?? 1, max: options.maxRows ?? 24 }),
    classes: fc.constantFrom(...(options.classes ?? [2, 3, 4, 5])),
    certainty: fc.constantFrom(...(options.certainties ?? certainties)),
    seed: fc.nat()
  })

/** Probability matrices of every kind. Default of `options`: up to 24 rows, 2 to 5 classes. */
export const probabilityArb = (options: ProbabilityOptions = {}): fc.Arbitrary<Matrix.Matrix> =>
  shapeArb(options).map(probability)

/** One to six passes over one pool. Default of `options`: up to 24 rows, 2 to 5 classes. */
export const passesArb = (options: ProbabilityOptions = {}): fc.Arbitrary<ReadonlyArray<Matrix.Matrix>> =>
  fc.tuple(shapeArb(options), fc.integer({ min: 1, max: 6 })).map(([shape, count]) => passes(shape, count))
