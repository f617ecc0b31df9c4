/**
 * Sums whose bits do not depend on the order of the terms, so that equal things have equal scores.
 *
 * Every term is split at a power of two that follows from the largest term and the number of terms: the high parts have
 * so few digits that they add up without rounding, and so do the high parts of what is left. The two exact sums are
 * added at the end (Rump, Ogita & Oishi 2008, accurate floating-point summation, ExtractVector).
 */

/** The unit roundoff of double precision. */
const ROUNDOFF = 2 ** -53

/** The largest power of two that is at most |x|; 0 for 0. Exact for finite x below 2⁹⁷⁰ (Rump 2009). */
export const powerBelow = (x: number): number => {
  const q = (2 ** 52 + 1) * x
  return Math.abs(q - (1 - ROUNDOFF) * q)
}

/** A power of two with room for the sum of `n` terms of size at most 1. */
const roomFor = (n: number): number => 2 ** Math.ceil(Math.log2(n + 2))

/** By how much the second split lies below the first, for `n` terms. */
const finer = (n: number): number => roomFor(n) * ROUNDOFF

/**
 * The sum of the `values` at indices `from` … `to` − 1 (default all): the same bits in any order, and within a unit in
 * the last place of the exact sum where the terms have one sign.
 *
 * An infinite or undefined term, or a sum beyond double precision, gives what plain addition gives. O(n), no memory.
 */
export const total = (values: Float32Array | Float64Array, from = 0, to = values.length): number => {
  let [most, plain] = [0, 0]
  for (let i = from; i < to; i++) {
    plain += values[i]!
    if (Math.abs(values[i]!) > most) most = Math.abs(values[i]!)
  }
  const high = roomFor(to - from) * 2 * powerBelow(most)
  if (most === 0 || !Number.isFinite(plain) || !Number.isFinite(high)) return plain
  return split(values, from, to, high)
}

const split = (values: Float32Array | Float64Array, from: number, to: number, high: number): number => {
  const low = high * finer(to - from)
  let [coarse, fine] = [0, 0]
  for (let i = from; i < to; i++) {
    const part = high + values[i]! - high
    coarse += part
    fine += low + (values[i]! - part) - low
  }
  return coarse + fine
}

/** The totals of rows of `cols` numbers each: {@link total} of each row of `values`. */
export const rows = (values: Float64Array, cols: number): Float64Array =>
  Float64Array.from({ length: values.length / cols }, (_, i) => total(values, i * cols, (i + 1) * cols))

/** Memory for {@link across}: three lists as long as those that are added, or longer. */
export interface Room {
  /** For each sum a power of two that is above its terms. */
  readonly high: Float64Array
  /** The sums of the terms' high parts, and at the end the sums. */
  readonly coarse: Float64Array
  /** The sums of the terms' low parts. */
  readonly fine: Float64Array
}

/** Memory for sums of lists of at most `length` numbers, see {@link across}. */
export const room = (length: number): Room => ({
  high: new Float64Array(length),
  coarse: new Float64Array(length),
  fine: new Float64Array(length)
})

/**
 * The sum of some `lists` of finite numbers, index by index: the same bits in any order of the lists. The lists are of one
 * length. O(lists · length) time, three lists of memory: those of a room that is given (`within`; default a new one), in which
 * the sums stand until it is used again.
 */
export const across = (
  lists: ReadonlyArray<Float32Array | Float64Array>,
  within: Room = room(lists[0]?.length ?? 0)
): Float64Array => {
  const length = lists[0]?.length ?? 0
  const high = within.high.subarray(0, length).fill(0)
  for (const list of lists) for (let i = 0; i < length; i++) high[i] = Math.max(high[i]!, Math.abs(list[i]!))
  const scale = 2 * roomFor(lists.length)
  for (let i = 0; i < length; i++) high[i] = scale * powerBelow(high[i]!)
  return addUp(lists, high, within)
}

const addUp = (
  lists: ReadonlyArray<Float32Array | Float64Array>,
  high: Float64Array,
  within: Room
): Float64Array => {
  const coarse = within.coarse.subarray(0, high.length).fill(0), fine = within.fine.subarray(0, high.length).fill(0)
  const step = finer(lists.length)
  for (const list of lists) {
    for (let i = 0; i < high.length; i++) {
      const part = high[i]! + list[i]! - high[i]!
      const low = high[i]! * step
      coarse[i]! += part
      fine[i]! += low + (list[i]! - part) - low
    }
  }
  for (let i = 0; i < high.length; i++) coarse[i]! += fine[i]!
  return coarse
}

/** Sums that are built term by term, in any order. */
export interface Sums {
  /** Adds a term to the sum at an index. */
  readonly add: (index: number, term: number) => void
  /** The sums so far. */
  readonly totals: () => Float64Array
}

/**
 * `length` sums of at most `terms` terms each, none larger in size than `most`: the same bits in any order of the terms,
 * and the same for equal terms at different indices. Terms a million times smaller than `most` lose nothing. O(1) a term,
 * three numbers of memory a sum.
 */
export const bounded = (length: number, terms: number, most: number): Sums => {
  const high = roomFor(terms) * 2 * powerBelow(most)
  const [low, least] = [high * finer(terms), high * finer(terms) ** 2]
  const [coarse, fine, finest] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)]
  return {
    add: (index, term) => {
      const first = high + term - high
      const second = low + (term - first) - low
      coarse[index]! += first
      fine[index]! += second
      finest[index]! += least + (term - first - second) - least
    },
    totals: () => coarse.map((x, i) => x + (fine[i]! + finest[i]!))
  }
}

/**
 * By how much numbers rise together: Σ (`to` − `from`), of as many numbers, none of which is larger in size than `most`.
 *
 * Both sums are exact, of numbers rounded to one grid that follows from `most` and their count: the same bits in any order,
 * equal where the same numbers rise to the same ones in another order, and never more where a number starts higher or ends
 * lower. Numbers a million times smaller than `most` lose nothing. O(n), no memory.
 */
export const rise = (from: Float64Array, to: Float64Array, most: number): number => {
  const high = roomFor(from.length) * 4 * powerBelow(most), low = high * finer(from.length)
  let [coarse, fine] = [0, 0]
  for (let i = 0; i < from.length; i++) {
    const before = high + from[i]! - high, after = high + to[i]! - high
    coarse += after - before
    fine += low + (to[i]! - after) - low - (low + (from[i]! - before) - low)
  }
  return coarse + fine
}
