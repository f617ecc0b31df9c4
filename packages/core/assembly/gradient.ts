// Gradient embeddings a ⊗ h in factors: which of them may be nearer to a new center than to the nearest one so far.
//
// Rows h are sketched by 8-bit integers q with one scale s, so that h · h' is s s' (q · q') give or take m e' + e m', where
// e ≥ |h − s q| and m ≥ |h| + e (Cauchy–Schwarz). Most rows are settled by |h| |h'| alone, nearly all others by sketches.
import { load2, sum2 } from "./simd"

/** Bounds are widened by this much of the numbers they bound: far more than all roundings. */
const SLACK: f64 = 1e-9

/** The largest magnitude of `cols` numbers. */
function largest(x: usize, cols: i32): f32 {
  let most: f32 = 0
  for (const end = x + (<usize>cols << 2); x < end; x += 4) {
    const value = Mathf.abs(load<f32>(x))
    if (value > most) most = value
  }
  return most
}

/** Writes for each row the integers (`step` bytes, zeros at the end) and three numbers: s, m, e. */
export function byteSketches(x: usize, rows: i32, cols: i32, q: usize, step: usize, stats: usize): void {
  for (let i = 0; i < rows; i++, q += step, stats += 24) {
    const scale = <f64>largest(x, cols) / 127, inverse = scale > 0 ? 1 / scale : 0
    let squares: f64 = 0, errors: f64 = 0, at = q
    for (const end = x + (<usize>cols << 2); x < end; x += 4, at++) {
      const value = <f64>load<f32>(x), n = nearest(value * inverse), rest = value - n * scale
      store<i8>(at, <i8>(<i32>n))
      squares += value * value
      errors += rest * rest
    }
    for (const end = q + step; at < end; at++) store<i8>(at, 0)
    const error = Math.sqrt(errors) * (1 + SLACK)
    store<f64>(stats, scale)
    store<f64>(stats, Math.sqrt(squares) * (1 + SLACK) + error, 8)
    store<f64>(stats, error, 16)
  }
}

/** q · v: 8-bit integers of a row and 16-bit integers of the center; `step` is a multiple of 16. */
function product(q: usize, v: usize, step: usize): i32 {
  let s = i32x4.splat(0), t = s
  for (const end = q + step; q < end; q += 16, v += 32) {
    const a = v128.load(q)
    s = i32x4.add(s, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(a), v128.load(v)))
    t = i32x4.add(t, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(a), v128.load(v, 16)))
  }
  s = i32x4.add(s, t)
  return i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1) + i32x4.extract_lane(s, 2) + i32x4.extract_lane(s, 3)
}

/** a · b in double precision. */
function dot(a: usize, b: usize, cols: i32): f64 {
  let s = f64x2.splat(0)
  for (const end = a + (<usize>(cols & ~1) << 2); a < end; a += 8, b += 8) s = f64x2.add(s, f64x2.mul(load2(a), load2(b)))
  return cols & 1 ? sum2(s) + <f64>load<f32>(a) * <f64>load<f32>(b) : sum2(s)
}

/**
 * Sets a byte a row: 1 where the squared distance to the center may be below `nearest`. `center` holds six numbers: the
 * center's s, m, e, its squared norm, and whether no h has a negative number; `v` its integers widened to 16 bits, `b`
 * its left factor.
 */
export function gradientCandidates(
  rows: i32,
  q: usize,
  step: usize,
  stats: usize,
  a: usize,
  classes: i32,
  norms: usize,
  nearest: usize,
  center: usize,
  v: usize,
  b: usize,
  out: usize
): void {
  const sv = load<f64>(center), mv = load<f64>(center, 8), ev = load<f64>(center, 16), gv = load<f64>(center, 24)
  const oneSign = load<f64>(center, 32) != 0
  const width = <usize>classes << 2
  for (let i = 0; i < rows; i++, q += step, stats += 24, a += width, norms += 8, nearest += 8, out++) {
    const both = load<f64>(norms) + gv
    const need = (both - load<f64>(nearest)) / 2 - both * SLACK
    const c = dot(a, b, classes), m = load<f64>(stats, 8)
    store<u8>(out, 0)
    if ((c > 0 ? c * m * mv : oneSign ? 0 : -c * m * mv) <= need) continue
    const p = load<f64>(stats) * sv * <f64>product(q, v, step)
    if (c * p + Math.abs(c) * (m * ev + load<f64>(stats, 16) * mv) > need) store<u8>(out, 1)
  }
}
