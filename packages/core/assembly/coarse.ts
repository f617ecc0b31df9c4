// Coarse sketches: seven bits a number, made from 16-bit sketches, for the first look at a pair where the engine has the
// relaxed dot product of bytes. Rows are stored plus 64 (unsigned, seven bits), four rows interleaved sixteen bytes at a
// time; one operand of a product is taken back to signed.
//
// A product sums bytes in 16-bit lanes, 64 to a lane in a segment of 512 columns, modulo 2¹⁶. It begins at minus what
// the 64 adds, and so ends at the sum of products itself, which is below 2¹⁵ because each lane of a segment is a vector
// of length at most 181. Two products of bytes, the step in between, are below 2 · 63 · 127 < 2¹⁵.
import { setDots, sums } from "./sketch-tile"

/** What stored bytes are above those of the sketch. */
export const OFFSET: i32 = 64
const LARGEST: f32 = 63
const LANE: f32 = 32761
/** Columns after which 16-bit sums are taken out. */
export const SEGMENT: usize = 512

/** The largest |q| of a 16-bit sketch. */
function largest(q: usize, end: usize): i32 {
  let m = i16x8.splat(0)
  for (; q < end; q += 16) m = i16x8.max_s(m, i16x8.abs(v128.load(q)))
  m = i16x8.max_s(m, v128.shuffle<i64>(m, m, 1, 0))
  m = i16x8.max_s(m, v128.shuffle<i32>(m, m, 1, 0, 3, 2))
  return max(i16x8.extract_lane_s(m, 0), i16x8.extract_lane_s(m, 1))
}

/** Σ (q − n k)² of what was quantized last. */
let rest: f32 = 0

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

/**
 * Writes n = round(q / k), plus 64, for `cols` numbers (a multiple of 8) to every fourth sixteen bytes; returns the
 * longest lane of any segment.
 */
function quantize(q: usize, cols: usize, k: f32, out: usize, step: usize): f32 {
  const ks = f32x4.splat(k), inverse = f32x4.splat(1 / k)
  let r = f32x4.splat(0), long: f32 = 0, done: usize = 0
  while (done < step) {
    const stop = min(step, done + SEGMENT)
    let low = i32x4.splat(0), high = low
    for (; done < stop; done += 16, out += 64, q += 32) {
      const v = done < cols ? v128.load(q) : i16x8.splat(0), w = done + 8 < cols ? v128.load(q, 16) : i16x8.splat(0)
      const v0 = i32x4.extend_low_i16x8_s(v), v1 = i32x4.extend_high_i16x8_s(v)
      const w0 = i32x4.extend_low_i16x8_s(w), w1 = i32x4.extend_high_i16x8_s(w)
      const a = part(v0, inverse), b = part(v1, inverse), c = part(w0, inverse), d = part(w1, inverse)
      r = off(v0, a, ks, off(v1, b, ks, off(w0, c, ks, off(w1, d, ks, r))))
      const n = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(a), i32x4.trunc_sat_f32x4_s(b))
      const m = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(c), i32x4.trunc_sat_f32x4_s(d))
      low = i32x4.add(low, i32x4.dot_i16x8_s(n, n))
      high = i32x4.add(high, i32x4.dot_i16x8_s(m, m))
      v128.store(out, i8x16.add(i8x16.narrow_i16x8_s(n, m), i8x16.splat(<i8> OFFSET)))
    }
    long = max(long, max(most(low), most(high)))
  }
  rest = sum(r)
  return long
}

/** Coarse sketches of rows `from … to − 1` from 16-bit ones: bytes in groups of four rows, and five float32 numbers a row. */
export function coarsen(
  from: i32,
  to: i32,
  q: usize,
  step: usize,
  stats: usize,
  rows: i32,
  out: usize,
  outStep: usize,
  outStats: usize
): void {
  const next = <usize> rows << 2
  for (let i = from; i < to; i++) {
    const row = q + <usize> i * step, at = stats + (<usize> i << 2), put = outStats + (<usize> i << 2)
    const bytes = out + <usize> (i & ~3) * outStep + (<usize> (i & 3) << 4)
    let k = <f32> max(largest(row, row + step), 1) / LARGEST
    for (;;) {
      const long = quantize(row, step >> 1, k, bytes, outStep)
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
  }
}

/** Minus 64 times the sums of a row's lanes, modulo 2¹⁶, for its bytes from `at` to `end`. */
function begin(at: usize, end: usize): v128 {
  let s = i16x8.splat(0)
  for (; at < end; at += 64) s = i16x8.add(s, i16x8.extadd_pairwise_i8x16_s(v128.load(at)))
  return i16x8.neg(i16x8.shl(s, 6))
}

/** Takes a group of four rows back to signed bytes, for `coarseTile`; before each segment is where its sums begin. */
export function signed(rows: usize, step: usize, out: usize): void {
  for (const end = rows + 4 * step; rows < end;) {
    const stop = min(end, rows + 4 * SEGMENT), head = out
    for (out += 64; rows < stop; rows += 16, out += 16) {
      v128.store(out, i8x16.sub(v128.load(rows), i8x16.splat(<i8> OFFSET)))
    }
    for (let row: usize = 0; row < 64; row += 16) v128.store(head + row, begin(head + 64 + row, out))
  }
}

/** Adds products of bytes, in pairs, to 16-bit sums. */
// @ts-ignore: decorator
@inline
export function add(s: v128, a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i16x8.add(s, i16x8.relaxed_dot_i8x16_i7x16_s(a, b)) : s
}

/** The sums of four vectors' lanes. */
// @ts-ignore: decorator
@inline
export function wide(a: v128, b: v128, c: v128, d: v128): v128 {
  return sums(
    i32x4.extadd_pairwise_i16x8_s(a),
    i32x4.extadd_pairwise_i16x8_s(b),
    i32x4.extadd_pairwise_i16x8_s(c),
    i32x4.extadd_pairwise_i16x8_s(d)
  )
}

/** Four rows from `signed` against two stored rows, which begin at `b`, into `left` and `right`. */
// @ts-ignore: decorator
@inline
export function coarseTile(a: usize, b: usize, step: usize): void {
  let l = i32x4.splat(0), r = l
  for (const end = b + 4 * step; b < end;) {
    let s0 = v128.load(a), s1 = v128.load(a, 16), s2 = v128.load(a, 32), s3 = v128.load(a, 48)
    let t0 = s0, t1 = s1, t2 = s2, t3 = s3
    a += 64
    const stop = min(end, b + 4 * SEGMENT)
    for (; b < stop; b += 64, a += 64) {
      const x = v128.load(b), y = v128.load(b, 16)
      let z = v128.load(a)
      s0 = add(s0, z, x), t0 = add(t0, z, y)
      z = v128.load(a, 16)
      s1 = add(s1, z, x), t1 = add(t1, z, y)
      z = v128.load(a, 32)
      s2 = add(s2, z, x), t2 = add(t2, z, y)
      z = v128.load(a, 48)
      s3 = add(s3, z, x), t3 = add(t3, z, y)
    }
    l = i32x4.add(l, wide(s0, s1, s2, s3))
    r = i32x4.add(r, wide(t0, t1, t2, t3))
  }
  setDots(l, r)
}
