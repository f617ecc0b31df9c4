/**
 * Whether numbers are as they must be, at the speed of memory: what is wrong with them is for {@link file://./checks.ts} to say.
 */

/** The bits of an exponent; all of them are set in what is not finite, and in nothing else. */
const EXPONENT = 0x7f800000

const words = (data: Float32Array): Int32Array => new Int32Array(data.buffer, data.byteOffset, data.length)

/** Four at a time: their exponents' bits carry into the sign where all are set. */
const finite32 = (bits: Int32Array, from: number, to: number): boolean => {
  let carried = 0, i = from
  for (const whole = to - 3; i < whole; i += 4) {
    carried |= (bits[i]! & EXPONENT) + 0x800000 | (bits[i + 1]! & EXPONENT) + 0x800000
      | (bits[i + 2]! & EXPONENT) + 0x800000 | (bits[i + 3]! & EXPONENT) + 0x800000
  }
  for (; i < to; i++) carried |= (bits[i]! & EXPONENT) + 0x800000
  return carried >= 0
}

/** x − x is 0 for every finite x and NaN otherwise. */
const finite64 = (data: Float64Array, from: number, to: number): boolean => {
  let sum = 0
  for (let i = from; i < to; i++) sum += data[i]! - data[i]!
  return sum === 0
}

/** Whether numbers `from … to − 1` are finite. */
export const areFinite = (data: Float32Array | Float64Array, from: number, to: number): boolean =>
  data instanceof Float32Array ? finite32(words(data), from, to) : finite64(data, from, to)

/**
 * Whether rows `from … to − 1` of `cols` numbers hold none below 0 and sum to one within `tolerance`, give or take what adding them
 * up in another order changes. What passes is finite.
 */
export const areProbabilities = (
  data: Float32Array,
  cols: number,
  from: number,
  to: number,
  tolerance: number
): boolean => {
  const whole = cols - 3
  for (let row = from, at = from * cols; row < to; row++, at += cols) {
    let a = 0, b = 0, c = 0, d = 0, negative = false, i = 0
    for (; i < whole; i += 4) {
      const w = data[at + i]!, x = data[at + i + 1]!, y = data[at + i + 2]!, z = data[at + i + 3]!
      if (w < 0 || x < 0 || y < 0 || z < 0) negative = true
      a += w
      b += x
      c += y
      d += z
    }
    for (; i < cols; i++) {
      if (data[at + i]! < 0) negative = true
      a += data[at + i]!
    }
    if (negative || !(Math.abs(a + b + (c + d) - 1) <= tolerance)) return false
  }
  return true
}
