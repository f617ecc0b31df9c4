// −Σ p log p over rows, with a natural logarithm for two numbers at a time.
import { fma2, load2, sum2 } from "./simd"

/** The bits of √½, rounded down to the high word: mantissas are taken from [√½, √2). */
const SQRT_HALF: i64 = 0x3fe6a09e00000000
const ONE: i64 = 0x3ff0000000000000
const MANTISSA: i64 = 0x000fffffffffffff
/** 2⁵², whose low bits hold a whole number; and with the exponent's bias. */
const MAGIC: i64 = 0x4330000000000000
const MAGIC_BIAS: f64 = 4503599627370496 + 1023

/**
 * log x for normal x > 0, within one unit in the last place (the polynomial of FreeBSD's e_log.c). For x = ±0 some finite
 * number, so that x log x is 0.
 */
export function log2x(x: v128): v128 {
  const i = i64x2.add(x, i64x2.splat(ONE - SQRT_HALF))
  const k = f64x2.sub(v128.or(i64x2.shr_u(i, 52), i64x2.splat(MAGIC)), f64x2.splat(MAGIC_BIAS))
  const m = i64x2.add(v128.and(i, i64x2.splat(MANTISSA)), i64x2.splat(SQRT_HALF))
  const f = f64x2.sub(m, f64x2.splat(1))
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f))
  const z = f64x2.mul(s, s), w = f64x2.mul(z, z)
  let a = fma2(w, f64x2.splat(1.531383769920937332e-01), f64x2.splat(2.222219843214978396e-01))
  a = f64x2.mul(w, fma2(w, a, f64x2.splat(3.999999999940941908e-01)))
  let b = fma2(w, f64x2.splat(1.479819860511658591e-01), f64x2.splat(1.818357216161805012e-01))
  b = fma2(w, b, f64x2.splat(2.857142874366239149e-01))
  b = f64x2.mul(z, fma2(w, b, f64x2.splat(6.666666666666735130e-01)))
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f)
  const low = fma2(k, f64x2.splat(1.90821492927058770002e-10), f64x2.mul(s, f64x2.add(half, f64x2.add(a, b))))
  const high = f64x2.mul(k, f64x2.splat(6.93147180369123816490e-01)) // exact: the constant ends in zeros
  return f64x2.add(high, f64x2.sub(f, f64x2.sub(half, low)))
}

/** A power of two with room for the sum of `n` terms of size at most 1, as Sum.ts has it. */
function roomFor(n: i32): f64 {
  let room: f64 = 2
  while (room < <f64>n + 2) room *= 2
  return room
}

/** The unit roundoff. */
const ROUNDOFF: f64 = 1.1102230246251565e-16

/**
 * The sum of w p log p over a row, the same bits in any order of the columns: every term is split at three powers of two,
 * whose parts add up without rounding (see Sum.ts). Where the first holds nothing of any term, all terms are tiny, and they
 * are split again at lower powers; parts that only cancel each other are something. `room` is roomFor(cols), `single` says that p is in single precision; without weights `weights` is 0.
 */
// @ts-ignore: decorator
@inline
function rowSum(x: usize, cols: i32, room: f64, single: bool, weights: usize): f64 {
  const finer = f64x2.splat(room * ROUNDOFF), even = cols >> 1, odd = cols & 1
  let high = f64x2.splat(2 * room), last = false
  while (true) {
    const mid = f64x2.mul(high, finer), low = f64x2.mul(mid, finer)
    let a = f64x2.splat(0), b = a, c = a, some = a, someFine = a, someFinest = a, p = x, w = weights
    for (let n = 0; n < even + odd; n++, p += single ? 8 : 16, w += 16) {
      let v: v128
      if (n < even) v = single ? load2(p) : v128.load(p)
      else v = single ? f64x2.promote_low_f32x4(v128.load32_zero(p)) : v128.load64_zero(p)
      let t = f64x2.mul(v, log2x(v))
      if (weights) t = f64x2.mul(n < even ? v128.load(w) : v128.load64_zero(w), t)
      const first = f64x2.sub(f64x2.add(high, t), high)
      a = f64x2.add(a, first)
      some = v128.or(some, first)
      t = f64x2.sub(t, first)
      const second = f64x2.sub(f64x2.add(mid, t), mid)
      b = f64x2.add(b, second)
      someFine = v128.or(someFine, second)
      const third = f64x2.sub(f64x2.add(low, f64x2.sub(t, second)), low)
      c = f64x2.add(c, third)
      someFinest = v128.or(someFinest, third)
    }
    if (last || v128.any_true(some)) return sum2(a) + (sum2(b) + sum2(c))
    high = v128.any_true(someFine) ? mid : v128.any_true(someFinest) ? low : f64x2.mul(low, finer)
    last = true
  }
}

/** −Σ p log p of rows from … to − 1 of single-precision numbers. */
export function entropies(from: i32, to: i32, x: usize, cols: i32, out: usize): void {
  const room = roomFor(cols), row = <usize>cols << 2
  x += <usize>from * row
  out += <usize>from << 3
  for (let i = from; i < to; i++, out += 8, x += row) store<f64>(out, 0 - rowSum(x, cols, room, true, 0))
}

/** −Σ w p log p of rows from … to − 1 of double-precision numbers, with a weight a column. */
export function weightedEntropies(from: i32, to: i32, x: usize, cols: i32, weights: usize, out: usize): void {
  const room = roomFor(cols), row = <usize>cols << 3
  x += <usize>from * row
  out += <usize>from << 3
  for (let i = from; i < to; i++, out += 8, x += row) store<f64>(out, 0 - rowSum(x, cols, room, false, weights))
}
