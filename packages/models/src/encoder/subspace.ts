/**
 * The largest eigenvalues of a wide symmetric matrix and their vectors, without taking all of it apart: subspace iteration
 * with Rayleigh and Ritz's projection (Saad 2011, chapter 5).
 */
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix"

/** Eigenvalues, largest first, and a unit vector each, one a row. */
export interface Leading {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

/** How far A·v may be from λ·v, in units of λ. */
const ENOUGH = 1e-6
/** Steps, and how many of them between two looks. */
const STEPS = 60
const BETWEEN = 4

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Adds `factor` times `b` to `a`. */
const add = (a: Float64Array, b: Float64Array, factor: number): void => {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!
}

type Rows = ReadonlyArray<Float64Array>

const rowsOf = (data: Float64Array, cols: number): Rows =>
  Array.from({ length: data.length / cols }, (_, i) => data.subarray(i * cols, (i + 1) * cols))

/** Makes the rows orthonormal in place, by Gram and Schmidt, twice; a row that depends on others becomes zero. */
const orthonormalize = (rows: Rows): void => {
  rows.forEach((row, i) => {
    const before = Math.sqrt(dot(row, row))
    for (let pass = 0; pass < 2; pass++) for (let j = 0; j < i; j++) add(row, rows[j]!, -dot(row, rows[j]!))
    const length = Math.sqrt(dot(row, row))
    const factor = length > 1e-12 * before ? 1 / length : 0
    for (let c = 0; c < row.length; c++) row[c] = row[c]! * factor
  })
}

/** Each row of `rows` mixed: row i of the result is Σ weights[j][i] · rows[j]. */
const mixed = (rows: Rows, weights: MlMatrix, order: ReadonlyArray<number>): Float64Array => {
  const cols = rows[0]!.length, out = new Float64Array(order.length * cols)
  rowsOf(out, cols).forEach((row, i) => rows.forEach((other, j) => add(row, other, weights.get(j, order[i]!))))
  return out
}

/** The best `k` pairs within the space that the rows span, and whether they are good enough. */
const ritz = (basis: Rows, images: Rows, k: number): Leading & { readonly done: boolean } => {
  const small = new MlMatrix(basis.map((row) => images.map((image) => dot(row, image))))
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(small, { assumeSymmetric: true })
  const order = Array.from(realEigenvalues, (_, i) => i)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!).slice(0, k)
  const values = Float64Array.from(order, (i) => realEigenvalues[i]!)
  const cols = basis[0]!.length
  const vectors = mixed(basis, eigenvectorMatrix, order), reached = mixed(images, eigenvectorMatrix, order)
  const found = rowsOf(vectors, cols)
  const done = rowsOf(reached, cols).every((image, i) => {
    add(image, found[i]!, -values[i]!)
    return Math.sqrt(dot(image, image)) <= ENOUGH * Math.abs(values[i]!)
  })
  return { values, vectors, done }
}

const transposed = (data: Float64Array, rows: number, cols: number): Float64Array => {
  const out = new Float64Array(data.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j]!
  return out
}

/**
 * The `k` largest eigenvalues of a positive semidefinite matrix (in single precision), or undefined where they are too
 * close to the next ones to be found in a few dozen steps. The same bits for any number of threads. O(d² k) a step.
 */
export const leading = Effect.fn("leading")(function*(symmetric: Matrix.Matrix64, k: number) {
  const d = symmetric.cols, width = Math.min(d, 2 * k + 16), kernels = yield* Kernels.Kernels
  const matrix = { data: Float32Array.from(symmetric.data), rows: d, cols: d }
  const key = Rng.derive(Rng.fromSeed(0), "subspace")
  let basis: Float64Array = Float64Array.from({ length: width * d }, (_, i) => 2 * Rng.uniform(key, i) - 1)
  for (let step = 1; step <= STEPS; step++) {
    orthonormalize(rowsOf(basis, d))
    const images = transposed(yield* kernels.dots(matrix, { data: basis, rows: width, cols: d }), d, width)
    if (step % BETWEEN === 0) {
      const { done, values, vectors } = ritz(rowsOf(basis, d), rowsOf(images, d), k)
      if (done) return { values, vectors } satisfies Leading as Leading
    }
    basis = images
    yield* Kernels.giveWay
  }
  return undefined
})
