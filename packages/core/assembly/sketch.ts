// Sketches: each row as 16-bit integers with one scale, and how far the row is from its sketch, so that the dot product
// of two sketches (exact in integers) bounds the distance of the two rows from both sides.
//
// With z = (row − mean) · unit, q the integers and s the scale: h = |z|²/2, m ≥ |z| + |z − s q|, e ≥ |z − s q|. Half the
// squared distance of rows i and j is h_i + h_j − s_i s_j (q_i · q_j), give or take e_i m_j + m_i e_j (Cauchy–Schwarz)
// and roundings, for which b = 2⁻¹⁸ m² of each row is more than enough. Five float32 numbers a row are kept, each kind
// in an array of its own: s, h − b, h + b, m, e.
import { load2, sum2 } from "./simd"

/** Longest integer vector: products of two stay below 2³¹. */
const LENGTH: f64 = 32000
/** Numbers below this much of the longest row drown in single precision. */
const TINY: f64 = 1e-36
/** Rows shorter than this have the zero sketch. */
const LEAST: f64 = 1e-30

function up(value: f64): f32 {
  return <f32> (value * (1 + 1e-6))
}

/** |row − mean|² of each member row, in double precision. */
export function spreads(from: i32, to: i32, x: usize, members: usize, cols: i32, mean: usize, out: usize): void {
  for (let i = from; i < to; i++) {
    let p = x + <usize> load<u32>(members + (<usize> i << 2)) * (<usize> cols << 2)
    let m = mean, s = f64x2.splat(0)
    const whole = p + (<usize> (cols & ~1) << 2)
    for (; p < whole; p += 8, m += 16) {
      const z = f64x2.sub(load2(p), v128.load(m))
      s = f64x2.add(s, f64x2.mul(z, z))
    }
    const z = cols & 1 ? <f64> load<f32>(p) - load<f64>(m) : 0
    store<f64>(out + (<usize> i << 3), sum2(s) + z * z)
  }
}

/** Writes the integers of the row at `p`, `step` bytes with zeros at the end; returns |row · unit − s q|². */
function quantize(p: usize, cols: i32, mean: usize, unit: f64, s: f64, q: usize, step: usize): f64 {
  const units = f64x2.splat(unit), inverse = f64x2.splat(s > 0 ? 1 / s : 0), scale = f64x2.splat(s)
  const whole = p + (<usize> (cols & ~1) << 2), end = q + step
  let sum = f64x2.splat(0)
  for (; p < whole; p += 8, mean += 16, q += 4) {
    const z = f64x2.mul(f64x2.sub(load2(p), v128.load(mean)), units)
    const n = f64x2.nearest(f64x2.mul(z, inverse)), r = f64x2.sub(z, f64x2.mul(n, scale))
    const both = i32x4.trunc_sat_f64x2_s_zero(n)
    store<i32>(q, i32x4.extract_lane(i16x8.narrow_i32x4_s(both, both), 0))
    sum = f64x2.add(sum, f64x2.mul(r, r))
  }
  let rest: f64 = 0
  if (cols & 1) {
    const z = (<f64> load<f32>(p) - load<f64>(mean)) * unit, n = nearest(s > 0 ? z / s : 0)
    store<i16>(q, <i16> n)
    rest = z - n * s
    q += 2
  }
  for (; q < end; q += 2) store<i16>(q, 0)
  return sum2(sum) + rest * rest
}

/** Sketches of member rows `from … to − 1`; `spread` is what `spreads` gave, `stats` five arrays of `rows` numbers. */
export function sketches(
  from: i32,
  to: i32,
  x: usize,
  members: usize,
  cols: i32,
  mean: usize,
  unit: f64,
  spread: usize,
  q: usize,
  step: usize,
  stats: usize,
  rows: i32
): void {
  const next = <usize> rows << 2
  for (let i = from; i < to; i++) {
    const p = x + <usize> load<u32>(members + (<usize> i << 2)) * (<usize> cols << 2)
    const half = load<f64>(spread + (<usize> i << 3)) * unit * unit, long = Math.sqrt(half)
    const s: f32 = long < LEAST ? 0 : <f32> (long / LENGTH)
    const e = Math.sqrt(quantize(p, cols, mean, unit, <f64> s, q + <usize> i * step, step))
    const m = long + e, b = m * m * 2 ** -18 + TINY
    let at = stats + (<usize> i << 2)
    store<f32>(at, s)
    store<f32>(at += next, <f32> (half / 2 - b))
    store<f32>(at += next, <f32> (half / 2 + b))
    store<f32>(at += next, up(m))
    store<f32>(at += next, up(e))
  }
}
