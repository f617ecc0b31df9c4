/**
 * Prototypes at equal angles, for tests of strategies that take them as a column. By Gram–Schmidt: an independent route
 * to what the recursion of the papers builds.
 */
import { Matrix } from "@marginalia/core"

const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0)

const unit = (a: ReadonlyArray<number>): ReadonlyArray<number> => a.map((x) => x / Math.sqrt(dot(a, a)))

/** An orthonormal basis of the vectors of `n` numbers that sum to zero. */
const basis = (n: number): ReadonlyArray<ReadonlyArray<number>> =>
  Array.from(
    { length: n - 1 },
    (_, k) => unit(Array.from({ length: n }, (_, i) => i <= k ? 1 : i === k + 1 ? -k - 1 : 0))
  )

/** `classes` unit vectors in `classes − 1` dimensions, one a row, every two at cosine −1 / (classes − 1). */
export const simplex = (classes: number): Matrix.Matrix64 => {
  const axes = basis(classes)
  return Matrix.fromRows64(Array.from({ length: classes }, (_, c) => unit(axes.map((axis) => axis[c]!))))
}
