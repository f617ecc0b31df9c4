/**
 * How many distinct rows there are.
 */

type Numbers = ArrayLike<number> | BigInt64Array | BigUint64Array

const MULTIPLY = 0x9E3779B1

const mixed = (hash: number, word: number): number => {
  const next = Math.imul(hash ^ word, MULTIPLY)
  return next ^ (next >>> 15)
}

/** Views of eight bytes: a number or a big integer, and its two words. */
const buffer = new ArrayBuffer(8)
const number = new Float64Array(buffer), big = new BigInt64Array(buffer), words = new Int32Array(buffer)

/** Two words of a hash of the row that begins at `at`; 0 and −0 are one. */
const hashOf = (values: Numbers, at: number, cols: number, out: Int32Array): void => {
  let a = cols, b = ~cols
  for (let i = at; i < at + cols; i++) {
    const value = values[i]!
    if (typeof value === "bigint") big[0] = BigInt.asIntN(64, value)
    else number[0] = value + 0
    a = mixed(mixed(a, words[0]!), words[1]!)
    b = mixed(mixed(b, words[1]! ^ 0x5bd1e995), words[0]!)
  }
  out[0] = a
  out[1] = b
}

const same = (values: Numbers, a: number, b: number, cols: number): boolean => {
  for (let i = 0; i < cols; i++) if (values[a + i] !== values[b + i]) return false
  return true
}

const slotsFor = (rows: number): number => 2 ** Math.ceil(Math.log2(Math.max(16, 2 * rows)))

/** A search for equal rows that is done a range of rows at a time, in their order; `first` is complete at the end. */
export const equalRows = (values: Numbers, rows: number, cols: number) => {
  const size = slotsFor(rows), table = new Int32Array(size).fill(-1), hashes = new Int32Array(2 * rows)
  const first = new Uint32Array(rows)
  const firstOf = (i: number): number => {
    const own = hashes.subarray(2 * i, 2 * i + 2)
    hashOf(values, i * cols, cols, own)
    for (let slot = own[0]! & (size - 1);; slot = (slot + 1) & (size - 1)) {
      const other = table[slot]!
      if (other < 0) {
        table[slot] = i
        return i
      }
      const equal = hashes[2 * other] === own[0] && hashes[2 * other + 1] === own[1]
      if (equal && same(values, other * cols, i * cols, cols)) return other
    }
  }
  const look = (from: number, to: number): void => {
    for (let i = from; i < to; i++) first[i] = firstOf(i)
  }
  return { first, look }
}

/**
 * For each row, the first row that is equal to it (itself, if none before is): by a table of hashes, compared number by
 * number. O(N d).
 */
export const firstEqual = (values: Numbers, rows: number, cols: number): Uint32Array => {
  const { first, look } = equalRows(values, rows, cols)
  look(0, rows)
  return first
}

/** The number of distinct rows. O(N d). */
export const distinctRows = (values: Numbers, rows: number, cols: number): number =>
  firstEqual(values, rows, cols).reduce((count, first, i) => first === i ? count + 1 : count, 0)
