/** Maximally separated prototypes: the corners of a regular simplex (Kasarla et al. 2022). */
import type * as Matrix from "@marginalia/core/Matrix"

/**
 * C unit vectors of C − 1 numbers, one a row: pairwise cosine −1/(C − 1), summing to zero. The recursion
 * P_k = [[1, −1/k · 1ᵀ], [0, √(1 − 1/k²) P_{k−1}]], unrolled. O(C²).
 *
 * Throws a `RangeError` for fewer than two classes.
 */
export const prototypes = (classes: number): Matrix.Matrix64 => {
  if (!Number.isSafeInteger(classes) || classes < 2) {
    throw new RangeError(`maximum separation takes at least 2 classes, not ${classes}`)
  }
  const k = classes - 1
  const data = new Float64Array(classes * k)
  for (let i = 0; i < k; i++) {
    const diagonal = Math.sqrt(((k - i) * (k + 1)) / (k * (k - i + 1)))
    data[i * k + i] = diagonal
    for (let row = i + 1; row < classes; row++) data[row * k + i] = -diagonal / (k - i)
  }
  return { data, rows: classes, cols: k }
}
