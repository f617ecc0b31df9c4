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

function term(p: v128, sum: v128): v128 {
  return f64x2.add(sum, f64x2.mul(p, log2x(p)))
}

/** −Σ p log p of rows from … to − 1 of single-precision numbers. */
export function entropies(from: i32, to: i32, x: usize, cols: i32, out: usize): void {
  const fours = <usize>(cols & ~3) << 2, twos = <usize>(cols & 2) << 2
  x += <usize>from * (<usize>cols << 2)
  out += <usize>from << 3
  for (let i = from; i < to; i++, out += 8) {
    let s = f64x2.splat(0), t = s
    for (const end = x + fours; x < end; x += 16) {
      s = term(load2(x), s)
      t = term(load2(x + 8), t)
    }
    if (twos) s = term(load2(x), s), x += 8
    if (cols & 1) t = term(f64x2.promote_low_f32x4(v128.load32_zero(x)), t), x += 4
    store<f64>(out, 0 - sum2(f64x2.add(s, t)))
  }
}

/** −Σ w p log p of rows from … to − 1 of double-precision numbers, with a weight a column. */
export function weightedEntropies(from: i32, to: i32, x: usize, cols: i32, weights: usize, out: usize): void {
  const twos = <usize>(cols & ~1) << 3
  x += <usize>from * (<usize>cols << 3)
  out += <usize>from << 3
  for (let i = from; i < to; i++, out += 8) {
    let s = f64x2.splat(0), w = weights
    for (const end = x + twos; x < end; x += 16, w += 16) {
      const p = v128.load(x)
      s = f64x2.add(s, f64x2.mul(v128.load(w), f64x2.mul(p, log2x(p))))
    }
    let sum = sum2(s)
    if (cols & 1) {
      const p = v128.load64_zero(x)
      sum += load<f64>(w) * f64x2.extract_lane(f64x2.mul(p, log2x(p)), 0)
      x += 8
    }
    store<f64>(out, 0 - sum)
  }
}
