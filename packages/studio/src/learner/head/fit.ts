/**
 * A classifier on vectors: multinomial logistic regression, the classes' directions learned, or those of a regular simplex.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { minimize, type Objective } from "./lbfgs.ts"

/** Labeled rows: `labels[i]` is the class of the row `at[i]`; every class from 0 to `classes` − 1 has one at least. */
export interface Lesson {
  readonly at: Uint32Array
  readonly labels: Int32Array
  readonly classes: number
}

/** How rows are scaled before they are learned from: (x − mean) / deviation, column by column. */
export interface Scaling {
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

/** A head for rows as they are: z = weights · x + bias, and logits = z, or their products with the prototypes. */
export interface Head {
  /** outputs × d. */
  readonly weights: Float64Array
  readonly bias: Float64Array
  readonly classes: number
  /** C × (C − 1), where the head is separated. */
  readonly prototypes: Simplex.Simplex | undefined
}

/**
 * The weight of ½‖W‖² + ½‖b‖² beside the sum of the losses: liblinear's C = 1, whose intercept decays as well. A free one follows
 * how often each class came among the first labels, which a strategy picked, and not how often it comes.
 */
const DECAY = 1

/** Sharper than this, labels are not told apart any better. */
const TOLERANCE = 1e-5
const MOST_STEPS = 200

/**
 * The columns' means, and the deviation of all numbers around them (`whole`, for embeddings, whose columns share a unit), or of
 * each column (`columns`, for tables). Constant columns have deviation 1. O(N d).
 */
export const scalingOf = ({ cols, data, rows }: Matrix, by: "whole" | "columns"): Scaling => {
  const sum = new Float64Array(cols), variance = new Float64Array(cols)
  for (let i = 0, j = 0; i < data.length; i++, j = j + 1 === cols ? 0 : j + 1) sum[j]! += data[i]!
  // The sum of equal numbers in single precision is exact, so a constant column has exactly its mean, and deviation 0.
  const mean = sum.map((x) => x / rows)
  for (let i = 0, j = 0; i < data.length; i++, j = j + 1 === cols ? 0 : j + 1) {
    variance[j]! += (data[i]! - mean[j]!) ** 2 / rows
  }
  const overall = Math.sqrt(variance.reduce((sum, x) => sum + x, 0) / cols) || 1
  return { mean, deviation: variance.map((x) => by === "whole" ? overall : Math.sqrt(x) || 1) }
}

const scaledRows = ({ cols, data }: Matrix, at: Uint32Array, { deviation, mean }: Scaling): Float64Array => {
  const out = new Float64Array(at.length * cols)
  at.forEach((row, i) => {
    for (let j = 0; j < cols; j++) out[i * cols + j] = (data[row * cols + j]! - mean[j]!) / deviation[j]!
  })
  return out
}

/** The softmax of `logits`, in place; gives the logarithm of its denominator, largest logit included. */
export const softmax = (logits: Float64Array): number => {
  let most = -Infinity, sum = 0
  for (const x of logits) if (x > most) most = x
  for (let c = 0; c < logits.length; c++) sum += logits[c] = Math.exp(logits[c]! - most)
  for (let c = 0; c < logits.length; c++) logits[c]! /= sum
  return most + Math.log(sum)
}

/** From the outputs of a row to its logits. */
const logitsOf = (z: Float64Array, prototypes: Simplex.Simplex | undefined, out: Float64Array): void => {
  if (prototypes === undefined) return out.set(z)
  const { cols, data } = prototypes
  for (let c = 0; c < out.length; c++) {
    let sum = 0
    for (let k = 0; k < cols; k++) sum += z[k]! * data[c * cols + k]!
    out[c] = sum
  }
}

/** From the gradient by the logits to that by the outputs. */
const backTo = (dlogits: Float64Array, prototypes: Simplex.Simplex | undefined, out: Float64Array): void => {
  if (prototypes === undefined) return out.set(dlogits)
  const { cols, data } = prototypes
  out.fill(0)
  for (let c = 0; c < dlogits.length; c++) {
    for (let k = 0; k < cols; k++) out[k]! += dlogits[c]! * data[c * cols + k]!
  }
}

/** The sum of the losses and of the decay; each output has d weights and a bias. */
const objectiveOf = (
  x: Float64Array,
  d: number,
  { classes, labels }: Lesson,
  prototypes: Simplex.Simplex | undefined
): Objective => {
  const outputs = prototypes === undefined ? classes : classes - 1, width = d + 1
  const z = new Float64Array(outputs), p = new Float64Array(classes), dz = new Float64Array(outputs)
  return (at, gradient) => {
    let loss = 0
    for (let i = 0; i < at.length; i++) {
      gradient[i] = DECAY * at[i]!
      loss += DECAY * at[i]! ** 2 / 2
    }
    for (let row = 0; row < labels.length; row++) {
      const from = row * d, label = labels[row]!
      for (let k = 0; k < outputs; k++) {
        let sum = at[k * width + d]!
        for (let j = 0; j < d; j++) sum += at[k * width + j]! * x[from + j]!
        z[k] = sum
      }
      logitsOf(z, prototypes, p)
      const own = p[label]!
      loss += softmax(p) - own
      p[label]! -= 1
      backTo(p, prototypes, dz)
      for (let k = 0; k < outputs; k++) {
        const slope = dz[k]!
        for (let j = 0; j < d; j++) gradient[k * width + j]! += slope * x[from + j]!
        gradient[k * width + d]! += slope
      }
    }
    return loss
  }
}

/** The head for rows that were not scaled. */
const unscaled = (
  at: Float64Array,
  { deviation, mean }: Scaling
): Pick<Head, "weights" | "bias"> => {
  const d = mean.length, outputs = at.length / (d + 1)
  const weights = new Float64Array(outputs * d), bias = new Float64Array(outputs)
  for (let k = 0; k < outputs; k++) {
    bias[k] = at[k * (d + 1) + d]!
    for (let j = 0; j < d; j++) {
      const weight = at[k * (d + 1) + j]! / deviation[j]!
      weights[k * d + j] = weight
      bias[k]! -= weight * mean[j]!
    }
  }
  return { weights, bias }
}

/**
 * Learns the classes of labeled rows of `matrix` (its offset left out, here as in predictions): the least of the summed
 * cross-entropy and ½‖W‖² + ½‖b‖² on rows that were scaled, which is one point whatever it begins at, so that nothing depends on
 * models before. `separated`: the logits are products with the corners of a regular simplex (MSAL), else learned.
 *
 * Two classes at least. O(labels · d · classes) a step, 200 steps at most. Deterministic.
 */
export const fitHead = Effect.fn("studio.fitHead")(function*(
  matrix: Matrix,
  lesson: Lesson,
  scaling: Scaling,
  options: { readonly separated: boolean }
) {
  const { classes } = lesson, d = matrix.cols
  const prototypes = options.separated ? Simplex.make(classes) : undefined
  const x = scaledRows(matrix, lesson.at, scaling)
  const outputs = prototypes === undefined ? classes : classes - 1
  const found = yield* minimize(objectiveOf(x, d, lesson, prototypes), new Float64Array(outputs * (d + 1)), {
    most: MOST_STEPS,
    tolerance: TOLERANCE,
    cost: 4 * lesson.at.length * d * outputs
  })
  return { ...unscaled(found, scaling), classes, prototypes } satisfies Head as Head
})
