/**
 * The distances that decide: float64 sums of squared differences, in one fixed order, so that duplicates are exactly
 * 0 apart, ties are exact, and every kernel, on any number of threads, gives the same bits.
 */

/**
 * The squared Euclidean distance of two rows of equal width, `a` starting at `i` and `b` at `j`.
 *
 * Eight running sums (column k goes into sum k mod 8), combined as ((0+4)+(2+6)) + ((1+5)+(3+7)): the order in which
 * a SIMD loop with four pairs of doubles adds, so the WebAssembly kernels give the same bits. O(cols).
 */
export const squaredDistance = (
  a: Float32Array | Float64Array,
  i: number,
  b: Float32Array | Float64Array,
  j: number,
  cols: number
): number => {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0
  const whole = cols & ~7
  let k = 0
  for (; k < whole; k += 8) {
    const d0 = a[i + k]! - b[j + k]!, d1 = a[i + k + 1]! - b[j + k + 1]!
    const d2 = a[i + k + 2]! - b[j + k + 2]!, d3 = a[i + k + 3]! - b[j + k + 3]!
    const d4 = a[i + k + 4]! - b[j + k + 4]!, d5 = a[i + k + 5]! - b[j + k + 5]!
    const d6 = a[i + k + 6]! - b[j + k + 6]!, d7 = a[i + k + 7]! - b[j + k + 7]!
    s0 += d0 * d0, s1 += d1 * d1, s2 += d2 * d2, s3 += d3 * d3
    s4 += d4 * d4, s5 += d5 * d5, s6 += d6 * d6, s7 += d7 * d7
  }
  const rest = (lane: number): number => {
    if (k + lane >= cols) return 0
    const d = a[i + k + lane]! - b[j + k + lane]!
    return d * d
  }
  s0 += rest(0), s1 += rest(1), s2 += rest(2), s3 += rest(3), s4 += rest(4), s5 += rest(5), s6 += rest(6)
  return (s0 + s4 + (s2 + s6)) + (s1 + s5 + (s3 + s7))
}

/**
 * The Euclidean distance of rows `i` and `j` of one table, `cols` numbers a row of `data`: the square root of {@link
 * squaredDistance}.
 */
export const distance = (data: Float32Array, cols: number, i: number, j: number): number =>
  Math.sqrt(squaredDistance(data, i * cols, data, j * cols, cols))
