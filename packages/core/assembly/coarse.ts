// Coarse sketches: six bits a number, made from 16-bit sketches, for the first look at a pair where the engine has the
// relaxed dot product of bytes. Rows are stored plus 32 (unsigned); one operand of a product is taken back to signed.
//
// A product sums bytes in 16-bit lanes, 64 to a lane in a segment of 512 columns, without a check: it is exact because
// each lane of a segment is a vector of length at most 93, and 93 · (93 + 32 · √64) < 2¹⁵.
import { setDots, sums } from "./sketch-tile"

const OFFSET: i32 = 32
const LARGEST: f32 = 31
const LANE: f32 = 8649
const SEGMENT: usize = 512

/** The largest |q| of a 16-bit sketch. */
function largest(q: usize, end: usize): i32 {
  let m = i16x8.splat(0)
  for (; q < end; q += 16) m = i16x8.max_s(m, i16x8.abs(v128.load(q)))
  m = i16x8.max_s(m, v128.shuffle<i64>(m, m, 1, 0))
  m = i16x8.max_s(m, v128.shuffle<i32>(m, m, 1, 0, 3, 2))
  return max(i16x8.extract_lane_s(m, 0), i16x8.extract_lane_s(m, 1))
}

/** Σ (q − n k)² of what was quantized last, and Σ n. */
let rest: f32 = 0
let total: i32 = 0

function part(v: v128, inverse: v128): v128 {
  return f32x4.nearest(f32x4.mul(f32x4.convert_i32x4_s(v), inverse))
}

function off(v: v128, n: v128, k: v128, s: v128): v128 {
  const r = f32x4.sub(f32x4.convert_i32x4_s(v), f32x4.mul(n, k))
  return f32x4.add(s, f32x4.mul(r, r))
}

function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3)
}

function most(v: v128): f32 {
  return <f32> max(
    max(i32x4.extract_lane(v, 0), i32x4.extract_lane(v, 1)),
    max(i32x4.extract_lane(v, 2), i32x4.extract_lane(v, 3))
  )
}

/** Writes n = round(q / k), plus 32, for `cols` numbers (a multiple of 8); returns the longest lane of any segment. */
function quantize(q: usize, cols: usize, k: f32, out: usize, step: usize): f32 {
  const ks = f32x4.splat(k), inverse = f32x4.splat(1 / k), end = out + step
  let r = f32x4.splat(0), ns = i32x4.splat(0), long: f32 = 0, done: usize = 0
  while (out < end) {
    const stop = min(end, out + SEGMENT)
    let low = i32x4.splat(0), high = low
    for (; out < stop; out += 16, done += 16, q += 32) {
      const v = done < cols ? v128.load(q) : i16x8.splat(0), w = done + 8 < cols ? v128.load(q, 16) : i16x8.splat(0)
      const v0 = i32x4.extend_low_i16x8_s(v), v1 = i32x4.extend_high_i16x8_s(v)
      const w0 = i32x4.extend_low_i16x8_s(w), w1 = i32x4.extend_high_i16x8_s(w)
      const a = part(v0, inverse), b = part(v1, inverse), c = part(w0, inverse), d = part(w1, inverse)
      r = off(v0, a, ks, off(v1, b, ks, off(w0, c, ks, off(w1, d, ks, r))))
      const n = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(a), i32x4.trunc_sat_f32x4_s(b))
      const m = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(c), i32x4.trunc_sat_f32x4_s(d))
      low = i32x4.add(low, i32x4.dot_i16x8_s(n, n))
      high = i32x4.add(high, i32x4.dot_i16x8_s(m, m))
      ns = i32x4.add(ns, i32x4.extadd_pairwise_i16x8_s(i16x8.add(n, m)))
      v128.store(out, i8x16.add(i8x16.narrow_i16x8_s(n, m), i8x16.splat(<i8> OFFSET)))
    }
    long = max(long, max(most(low), most(high)))
  }
  rest = sum(r)
  total = i32x4.extract_lane(ns, 0) + i32x4.extract_lane(ns, 1) + i32x4.extract_lane(ns, 2) + i32x4.extract_lane(ns, 3)
  return long
}

/**
 * Coarse sketches of rows `from … to − 1` from 16-bit ones. Of six float32 numbers a row, the sixth (an integer) is
 * 32 Σ n, which a product with unsigned bytes has too much.
 */
export function coarsen(
  q: usize,
  step: usize,
  stats: usize,
  rows: i32,
  out: usize,
  outStep: usize,
  outStats: usize,
  from: i32,
  to: i32
): void {
  const next = <usize> rows << 2
  for (let i = from; i < to; i++) {
    const row = q + <usize> i * step, at = stats + (<usize> i << 2), put = outStats + (<usize> i << 2)
    let k = <f32> max(largest(row, row + step), 1) / LARGEST
    for (;;) {
      const long = quantize(row, step >> 1, k, out + <usize> i * outStep, outStep)
      if (long <= LANE) break
      k *= Mathf.sqrt(long / LANE) * <f32> 1.01
    }
    const s = load<f32>(at), m = load<f32>(at + 3 * next)
    const e = load<f32>(at + 4 * next) + (s * Mathf.sqrt(rest) + m * <f32> 1e-5) * <f32> (1 + 1e-5)
    store<f32>(put, s * k)
    store<f32>(put + next, load<f32>(at + next))
    store<f32>(put + 2 * next, load<f32>(at + 2 * next))
    store<f32>(put + 3 * next, (m + e) * <f32> (1 + 1e-5))
    store<f32>(put + 4 * next, e)
    store<i32>(put + 5 * next, total * OFFSET)
  }
}

/** Takes four stored rows back to signed bytes. */
export function signed(rows: usize, step: usize, out: usize): void {
  for (const end = rows + 4 * step; rows < end; rows += 16, out += 16) {
    v128.store(out, i8x16.sub(v128.load(rows), i8x16.splat(<i8> OFFSET)))
  }
}

function add(s: v128, a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i16x8.add(s, i16x8.relaxed_dot_i8x16_i7x16_s(a, b)) : s
}

function wide(t: v128, s: v128): v128 {
  return i32x4.add(t, i32x4.extadd_pairwise_i16x8_s(s))
}

/** Four signed rows from `a` against two stored rows from `b`, into `left` and `right`; minus what the offset adds. */
export function coarseTile(a: usize, b: usize, step: usize, offsets: v128): void {
  const zero = i32x4.splat(0)
  let l0 = zero, l1 = zero, l2 = zero, l3 = zero, r0 = zero, r1 = zero, r2 = zero, r3 = zero
  const step2 = step << 1, step3 = step2 + step, end = a + step
  while (a < end) {
    const stop = min(end, a + SEGMENT)
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero, t0 = zero, t1 = zero, t2 = zero, t3 = zero
    for (; a < stop; a += 16, b += 16) {
      const x = v128.load(b), y = v128.load(b + step)
      let r = v128.load(a)
      s0 = add(s0, r, x), t0 = add(t0, r, y)
      r = v128.load(a + step)
      s1 = add(s1, r, x), t1 = add(t1, r, y)
      r = v128.load(a + step2)
      s2 = add(s2, r, x), t2 = add(t2, r, y)
      r = v128.load(a + step3)
      s3 = add(s3, r, x), t3 = add(t3, r, y)
    }
    l0 = wide(l0, s0), l1 = wide(l1, s1), l2 = wide(l2, s2), l3 = wide(l3, s3)
    r0 = wide(r0, t0), r1 = wide(r1, t1), r2 = wide(r2, t2), r3 = wide(r3, t3)
  }
  setDots(i32x4.sub(sums(l0, l1, l2, l3), offsets), i32x4.sub(sums(r0, r1, r2, r3), offsets))
}
