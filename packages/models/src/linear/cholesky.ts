/**
 * Systems of equations with a symmetric positive definite matrix.
 */

/** Puts the lower factor L of A = L Lᵀ in the place of A's lower half, row by row. O(n³ / 3). */
const factor = (a: Float64Array, n: number): void => {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / a[j * n + j]!
    }
  }
}

/**
 * The x of A x = b, for the symmetric positive definite `n` × `n` matrix `a` (row by row; only its lower half is read), which is
 * written over. NaN where the matrix is not positive definite. O(n³).
 */
export const solve = (a: Float64Array, b: Float64Array): Float64Array => {
  const n = b.length, x = b.slice()
  factor(a, n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= a[i * n + k]! * x[k]!
    x[i]! /= a[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= a[k * n + i]! * x[k]!
    x[i]! /= a[i * n + i]!
  }
  return x
}
