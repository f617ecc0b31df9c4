// Gradient embeddings a ⊗ h in factors: which of them may be nearer to a new center than to the nearest one so far.
//
// Rows h are sketched by 8-bit integers q with one scale s, so that h · h' is s s' (q · q') give or take m e' + e m', where
// e ≥ |h − s q| and m ≥ |h| + e (Cauchy–Schwarz). Most rows are settled by |h| |h'| alone, nearly all others by sketches.
import { load2, sum2 } from "./simd"

/** Bounds are widened by this much of the numbers they bound: far more than all roundings in double precision. */
const SLACK: f64 = 1e-9
/** The same for sums in single precision over up to 2¹⁶ numbers. */
const SLACK32: f64 = 1e-2
/** What a number times the rounded inverse of the scale may be off, as a share of the number. */
const ROUNDING: f64 = 5e-7
/** Rows whose numbers are all below this are sketched 2¹⁰⁰ times as long, since scales of single precision end there. */
const TINY: f32 = 1e-30
const LONGER: f32 = 1.2676506002282294e30

/**
 * x · y in double precision: column k goes into sum k mod 4, and no step is fused, so that the bits are those of the
 * loop in ../src/kernels/gradient-distances.ts.
 */
function exactDot(x: usize, y: usize, cols: i32): f64 {
  let s = f64x2.splat(0), t = s
  const end = x + (<usize>cols << 2)
  for (const whole = x + (<usize>(cols & ~3) << 2); x < whole; x += 16, y += 16) {
    s = f64x2.add(s, f64x2.mul(load2(x), load2(y)))
    t = f64x2.add(t, f64x2.mul(load2(x + 8), load2(y + 8)))
  }
  let first = f64x2.extract_lane(s, 0)
  for (; x < end; x += 4, y += 4) first += <f64>load<f32>(x) * <f64>load<f32>(y)
  return first + f64x2.extract_lane(s, 1) + sum2(t)
}

/** x · y of rows from … to − 1 at `x` and the one row at `y`. */
export function exactDots(from: i32, to: i32, x: usize, cols: i32, y: usize, out: usize): void {
  x += <usize>from * (<usize>cols << 2)
  out += <usize>from << 3
  for (let i = from; i < to; i++, x += <usize>cols << 2, out += 8) store<f64>(out, exactDot(x, y, cols))
}

function max4(v: v128): f32 {
  const w = f32x4.max(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return max(f32x4.extract_lane(w, 0), f32x4.extract_lane(w, 1))
}

/** The largest of `cols` numbers times `sign`, at least 0. */
function largest(x: usize, cols: i32, sign: f32): f32 {
  const s = f32x4.splat(sign)
  let m = f32x4.splat(0)
  const end = x + (<usize>cols << 2)
  for (const whole = x + (<usize>(cols & ~3) << 2); x < whole; x += 16) {
    m = f32x4.max(m, f32x4.mul(s, v128.load(x)))
  }
  for (; x < end; x += 4) m = f32x4.max(m, f32x4.mul(s, v128.load32_zero(x)))
  return max4(m)
}

/** Writes four integers of four numbers times `unit`; adds the squares of what they leave, in units of one, to `sum`. */
function quantize4(v: v128, unit: v128, inverse: v128, q: usize, sum: v128): v128 {
  const u = f32x4.mul(f32x4.mul(v, unit), inverse), n = f32x4.nearest(u), rest = f32x4.sub(u, n)
  const whole = i32x4.trunc_sat_f32x4_s(n)
  const narrow = i16x8.narrow_i32x4_s(whole, whole)
  store<i32>(q, i32x4.extract_lane(i8x16.narrow_i16x8_s(narrow, narrow), 0))
  return f32x4.add(sum, f32x4.mul(rest, rest))
}

/**
 * Writes for rows from … to − 1 the integers (`step` bytes, zeros at the end), four numbers s, m, e and whether one is
 * negative, and its squared length.
 */
export function byteSketches(
  from: i32,
  to: i32,
  x: usize,
  cols: i32,
  q: usize,
  step: usize,
  stats: usize,
  squares: usize
): void {
  const whole = <usize>(cols & ~3), rest = cols & 3
  x += <usize>from * (<usize>cols << 2)
  q += <usize>from * step
  stats += <usize>from << 5
  squares += <usize>from << 3
  for (let i = from; i < to; i++, q += step, stats += 32, squares += 8) {
    const square = exactDot(x, x, cols), below = largest(x, cols, -1), most = max(largest(x, cols, 1), below)
    const long: f32 = most < TINY ? LONGER : 1, unit = f32x4.splat(long), s = most * long / 127
    const inverse = f32x4.splat(s > 0 ? 1 / s : 0)
    let sum = f32x4.splat(0), at = q
    for (const end = q + whole; at < end; at += 4, x += 16) sum = quantize4(v128.load(x), unit, inverse, at, sum)
    if (rest) {
      let last = rest == 1 ? v128.load32_zero(x) : v128.load64_zero(x)
      if (rest == 3) last = v128.load32_lane(x + 8, last, 2, 0)
      sum = quantize4(last, unit, inverse, at, sum)
      at += 4
      x += <usize>rest << 2
    }
    for (const end = q + step; at < end; at += 4) store<i32>(at, 0)
    const length = Math.sqrt(square), half = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1))
    const units = Math.sqrt(<f64>f32x4.extract_lane(half, 0) + <f64>f32x4.extract_lane(half, 1))
    const scale = <f64>s / <f64>long, error = scale * units * (1 + SLACK32) + length * ROUNDING
    store<f64>(stats, scale)
    store<f64>(stats, length * (1 + SLACK) + error, 8)
    store<f64>(stats, error, 16)
    store<f64>(stats, below > 0 ? 1 : 0, 24)
    store<f64>(squares, square)
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

/**
 * Sets a byte for rows from … to − 1: 1 where the squared distance to the center may be below `nearest`. `center` holds five numbers: the
 * center's s, m, e, whether one of its h is negative, and its squared norm; `v` its integers widened to 16 bits, `b`
 * its left factor.
 */
export function gradientCandidates(
  from: i32,
  to: i32,
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
  const sv = load<f64>(center), mv = load<f64>(center, 8), ev = load<f64>(center, 16), gv = load<f64>(center, 32)
  const mixed = load<f64>(center, 24)
  const width = <usize>classes << 2
  q += <usize>from * step
  stats += <usize>from << 5
  a += <usize>from * width
  norms += <usize>from << 3
  nearest += <usize>from << 3
  out += <usize>from
  for (let i = from; i < to; i++, q += step, stats += 32, a += width, norms += 8, nearest += 8, out++) {
    const both = load<f64>(norms) + gv
    const need = (both - load<f64>(nearest)) / 2 - both * SLACK
    const c = exactDot(a, b, classes), m = load<f64>(stats, 8)
    store<u8>(out, 0)
    // Of two rows without a negative number the product is not negative either.
    const oneSign = mixed + load<f64>(stats, 24) == 0
    if ((c > 0 ? c * m * mv : oneSign ? 0 : -c * m * mv) <= need) continue
    const p = load<f64>(stats) * sv * <f64>product(q, v, step)
    // Not ">": where numbers overflowed, the row is looked at.
    if (!(c * p + Math.abs(c) * (m * ev + load<f64>(stats, 16) * mv) <= need)) store<u8>(out, 1)
  }
}
