/**
 * Where the numbers of a column lie, and whether single precision holds them.
 */

/** Where the numbers of a column lie, and whether single precision holds them. */
export interface Extent {
  /** The smallest. */
  readonly low: number
  /** The largest. */
  readonly high: number
  /** The largest magnitude. */
  readonly most: number
  /** From the smallest to the largest. */
  readonly spread: number
  /** Whether rounding to single precision changes a number. */
  readonly lossy: boolean
  /** Whether all numbers are whole. */
  readonly whole: boolean
}

type Numbers = ArrayLike<number> | BigInt64Array | BigUint64Array

/** The extent of each of `cols` columns of `values`, row by row; `rounded` holds the same numbers in single precision. O(N d). */
export const extents = (values: Numbers, rounded: Float32Array, cols: number): ReadonlyArray<Extent> => {
  const low = new Float64Array(cols).fill(Infinity), high = new Float64Array(cols).fill(-Infinity)
  const lossy = new Uint8Array(cols), whole = new Uint8Array(cols).fill(1)
  // Loose equality compares whole numbers of 64 bits with others exactly.
  // oxlint-disable-next-line eqeqeq
  const differs = (i: number): boolean => values[i] as unknown != rounded[i]
  for (let i = 0, col = 0; i < values.length; i++, col = col + 1 === cols ? 0 : col + 1) {
    const value = Number(values[i])
    if (value < low[col]!) low[col] = value
    if (value > high[col]!) high[col] = value
    if (differs(i) && value === value) lossy[col] = 1
    if (whole[col] === 1 && !Number.isInteger(value)) whole[col] = 0
  }
  return Array.from(low, (from, col) => {
    const to = high[col]!
    const most = Math.max(Math.abs(from), Math.abs(to))
    const spread = spreadOf(values, cols, col, to - from)
    return { low: from, high: to, most, spread, lossy: lossy[col] === 1, whole: whole[col] === 1 }
  })
}

/** Numbers of 64 bits may differ by less than double precision shows. */
const spreadOf = (values: Numbers, cols: number, col: number, seen: number): number => {
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) return seen
  let low = values[col]!, high = low
  for (let i = col; i < values.length; i += cols) {
    if (values[i]! < low) low = values[i]!
    if (values[i]! > high) high = values[i]!
  }
  return Number(high - low)
}

/**
 * A number in the middle of a column, rounded to a whole multiple of a power of two about as large as the spread, so that
 * it reads well and subtracting it is exact.
 */
export const offsetOf = ({ high, low, spread }: Extent): number => {
  const unit = 2 ** Math.ceil(Math.log2(spread)), middle = low + (high - low) / 2
  const steps = Math.round(middle / unit)
  return Number.isSafeInteger(steps) ? steps * unit : middle
}

/** The extent of a column of which `a` and `b` are parts, of numbers that double precision holds. */
export const joined = (a: Extent, b: Extent): Extent => {
  const low = Math.min(a.low, b.low), high = Math.max(a.high, b.high)
  const most = Math.max(a.most, b.most)
  return { low, high, most, spread: high - low, lossy: a.lossy || b.lossy, whole: a.whole && b.whole }
}
