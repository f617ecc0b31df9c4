/**
 * The largest eigenvalues of a wide symmetric matrix and their vectors, without taking all of it apart: subspace iteration
 * with Rayleigh and Ritz's projection (Saad 2011, chapter 5), and where they lie close together by Chebyshev's polynomials
 * (Zhou, Saad, Tiago and Chelikowsky 2006).
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
/** A polynomial raises what is wanted by so much at most, beyond which rounding would lose what it raises least. */
const RAISED = 1e8
/** The highest degree of a polynomial, and how many products with the matrix all of them may take. */
const DEGREE = 40
const PRODUCTS = 600

/** Four sums at a time: one would wait for itself. */
const dot = (a: Float64Array, b: Float64Array): number => {
  const fours = a.length & ~3
  let [s, t, u, v] = [0, 0, 0, 0]
  for (let i = 0; i < fours; i += 4) {
    s += a[i]! * b[i]!
    t += a[i + 1]! * b[i + 1]!
    u += a[i + 2]! * b[i + 2]!
    v += a[i + 3]! * b[i + 3]!
  }
  for (let i = fours; i < a.length; i++) s += a[i]! * b[i]!
  return s + t + (u + v)
}

/** Adds `factor` times `b` to `a`. */
const add = (a: Float64Array, b: Float64Array, factor: number): void => {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!
}

type Rows = ReadonlyArray<Float64Array>

const rowsOf = (data: Float64Array, cols: number): Rows =>
  Array.from({ length: data.length / cols }, (_, i) => data.subarray(i * cols, (i + 1) * cols))

/**
 * Makes the rows orthonormal in place, by Gram and Schmidt, twice where it matters to the last digits; a row that depends on others
 * becomes zero.
 */
const orthonormalize = (rows: Rows, times: 1 | 2 = 2): void => {
  rows.forEach((row, i) => {
    const before = Math.sqrt(dot(row, row))
    for (let pass = 0; pass < times; pass++) for (let j = 0; j < i; j++) add(row, rows[j]!, -dot(row, rows[j]!))
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

/** What a space of rows tells of a matrix. */
interface Look extends Leading {
  /** How far the worst of the pairs is off, in units of its eigenvalue. */
  readonly worst: number
  /** The smallest eigenvalue within the space. */
  readonly least: number
}

/** The best `k` pairs within the space that the rows span. */
const ritz = (basis: Rows, images: Rows, k: number): Look => {
  const small = new MlMatrix(basis.map((row) => images.map((image) => dot(row, image))))
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(small, { assumeSymmetric: true })
  const order = Array.from(realEigenvalues, (_, i) => i)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  const least = realEigenvalues[order.at(-1)!]!
  order.length = k
  const values = Float64Array.from(order, (i) => realEigenvalues[i]!)
  const cols = basis[0]!.length
  const vectors = mixed(basis, eigenvectorMatrix, order), reached = mixed(images, eigenvectorMatrix, order)
  const found = rowsOf(vectors, cols)
  const off = rowsOf(reached, cols).map((image, i) => {
    add(image, found[i]!, -values[i]!)
    const length = Math.sqrt(dot(image, image))
    return length === 0 ? 0 : length / Math.abs(values[i]!)
  })
  return { values, vectors, least, worst: Math.max(...off) }
}

const transposed = (data: Float64Array, rows: number, cols: number): Float64Array => {
  const out = new Float64Array(data.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j]!
  return out
}

/** Whether plain steps would not do: the error shrinks by the ratio of the eigenvalues outside to those wanted. */
const isSlow = ({ least, values, worst }: Look, step: number): boolean =>
  least > 0 && step + Math.log(ENOUGH / worst) / Math.log(least / values.at(-1)!) > STEPS

/** The degree whose polynomial of `top` is {@link RAISED}, where it is at most 1 up to `least`. */
const degreeOf = (top: number, least: number): number =>
  Math.max(1, Math.min(DEGREE, Math.floor(Math.acosh(RAISED) / Math.acosh(Math.max(1, 2 * top / least - 1)))))

type Multiply = (basis: Float64Array) => Effect.Effect<Float64Array>

/**
 * Chebyshev's polynomial of the matrix times the rows: of its eigenvectors those up to `least` stay as they are at most, and
 * those beyond are raised the more, the further they are. `images` is the matrix times the rows.
 */
const raised = Effect.fnUntraced(
  function*(multiply: Multiply, basis: Float64Array, images: Float64Array, least: number, degree: number) {
    const half = least / 2
    let before = basis, now: Float64Array = images.map((image, i) => image / half - basis[i]!)
    for (let at = 2; at <= degree; at++) {
      const next = yield* multiply(now)
      for (let i = 0; i < next.length; i++) next[i] = 2 * (next[i]! / half - now[i]!) - before[i]!
      before = now
      now = next
      yield* Kernels.giveWay
    }
    return now
  }
)

/** Goes on from a space in which plain steps would not do. */
const byPolynomials = Effect.fnUntraced(
  function*(multiply: Multiply, first: Look, k: number, d: number, given: readonly [Float64Array, Float64Array]) {
    let [basis, images] = given, look = first
    for (let products = 0; products < PRODUCTS;) {
      const degree = degreeOf(look.values[0]!, look.least)
      basis = yield* raised(multiply, basis, images, look.least, degree)
      orthonormalize(rowsOf(basis, d))
      images = yield* multiply(basis)
      products += degree
      look = ritz(rowsOf(basis, d), rowsOf(images, d), k)
      if (look.worst <= ENOUGH) return { values: look.values, vectors: look.vectors } satisfies Leading as Leading
    }
    return undefined
  }
)

/**
 * The `k` largest eigenvalues of a positive semidefinite matrix (in single precision), or undefined where they are too
 * close to the next ones to be found in some hundred steps. The same bits for any number of threads. O(d² k) a step.
 */
export const leading = Effect.fn("leading")(function*(given: Matrix.Matrix64, k: number) {
  const unit = unitOf(given.data), found = yield* leadingOf(given.cols, given.data.map((x) => x / unit), k)
  return found && { ...found, values: found.values.map((value) => value * unit) } satisfies Leading
})

/** A power of two near the largest number, by which what is divided stays what it is. */
const unitOf = (data: Float64Array): number => {
  const most = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  return most === 0 ? 1 : 2 ** Math.floor(Math.log2(most))
}

/** {@link leading} of numbers of about 1. */
const leadingOf = Effect.fnUntraced(function*(d: number, symmetric: Float64Array, k: number) {
  const width = Math.min(d, 2 * k + 16), kernels = yield* Kernels.Kernels
  const matrix = { data: Float32Array.from(symmetric), rows: d, cols: d }
  const key = Rng.derive(Rng.fromSeed(0), "subspace")
  const multiply: Multiply = (data) =>
    Effect.map(kernels.dots(matrix, { data, rows: width, cols: d }), (products) => transposed(products, d, width))
  let basis: Float64Array = Float64Array.from({ length: width * d }, (_, i) => 2 * Rng.uniform(key, i) - 1)
  for (let step = 1; step <= STEPS; step++) {
    const isLook = step % BETWEEN === 0
    orthonormalize(rowsOf(basis, d), isLook ? 2 : 1)
    const images = yield* multiply(basis)
    if (isLook) {
      const look = ritz(rowsOf(basis, d), rowsOf(images, d), k), { values, vectors, worst } = look
      if (worst <= ENOUGH) return { values, vectors } satisfies Leading as Leading
      if (isSlow(look, step)) return yield* byPolynomials(multiply, look, k, d, [basis, images])
    }
    basis = images
    yield* Kernels.giveWay
  }
  return undefined
})
