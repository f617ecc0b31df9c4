// A look ahead of greedy k-means++: by coarse sketches, which rows a candidate may be nearer to than the centers that are there. To all
// others it changes nothing, so that they need not be read.
import { Sketches } from "./bounds"
import { add, coarseTile, OFFSET, SEGMENT, wide } from "./coarse"
import { left, right, setDots } from "./sketch-tile"

@unmanaged
class Ahead extends Sketches {
  /** Sketches of the candidates, one after the other, and their five kinds of numbers, `lanes` of each. */
  panel: usize
  panelStats: usize
  lanes: i32
  /** How far products in single precision may be off, as a part of |x|² + |c|²; and the largest |c|². */
  epsilon: f64
  longest: f64
  /** unit² / 2: from squared distances to the scale of the bounds. */
  half: f64
}

/** How many of `left` candidates are compared next. */
function widthOf(left: i32): i32 {
  return left == 5 || left == 6 || left > 8 ? 6 : 4
}

/**
 * Takes some candidates back to signed bytes, sixteen of each in turn; before each segment is where their sums begin, as in coarse.ts. Returns
 * where they end.
 */
function signed(from: usize, count: i32, step: usize, out: usize): usize {
  const next = <usize> count << 4
  for (let done: usize = 0; done < step;) {
    const stop = min(step, done + SEGMENT), head = out
    memory.fill(head, 0, next)
    for (out += next; done < stop; done += 16, out += next) {
      for (let row: usize = 0; row < <usize> count; row++) {
        const bytes = i8x16.sub(v128.load(from + row * step + done), i8x16.splat(<i8> OFFSET)), at = head + (row << 4)
        v128.store(out + (row << 4), bytes)
        v128.store(at, i16x8.sub(v128.load(at), i16x8.shl(i16x8.extadd_pairwise_i8x16_s(bytes), 6)))
      }
    }
  }
  return out
}

/** Sums of products of the fifth and sixth candidate with one row and with the other; those of four with each are in `left` and `right`. */
let more: v128 = i32x4.splat(0)

/** Six candidates against two stored rows, which begin at `b`. */
// @ts-ignore: decorator
@inline
function tile6(a: usize, b: usize, step: usize): void {
  let l = i32x4.splat(0), r = l, m = l
  for (const end = b + 4 * step; b < end;) {
    let s0 = v128.load(a), s1 = v128.load(a, 16), s2 = v128.load(a, 32), s3 = v128.load(a, 48), s4 = v128.load(a, 64)
    let s5 = v128.load(a, 80), t0 = s0, t1 = s1, t2 = s2, t3 = s3, t4 = s4, t5 = s5
    a += 96
    const stop = min(end, b + 4 * SEGMENT)
    for (; b < stop; b += 64, a += 96) {
      const x = v128.load(b), y = v128.load(b, 16)
      let z = v128.load(a)
      s0 = add(s0, z, x), t0 = add(t0, z, y)
      z = v128.load(a, 16)
      s1 = add(s1, z, x), t1 = add(t1, z, y)
      z = v128.load(a, 32)
      s2 = add(s2, z, x), t2 = add(t2, z, y)
      z = v128.load(a, 48)
      s3 = add(s3, z, x), t3 = add(t3, z, y)
      z = v128.load(a, 64)
      s4 = add(s4, z, x), t4 = add(t4, z, y)
      z = v128.load(a, 80)
      s5 = add(s5, z, x), t5 = add(t5, z, y)
    }
    l = i32x4.add(l, wide(s0, s1, s2, s3))
    r = i32x4.add(r, wide(t0, t1, t2, t3))
    m = i32x4.add(m, wide(s4, s5, t4, t5))
  }
  setDots(l, r)
  more = m
}

/** A number of a row and of the next, in two lanes each. */
// @ts-ignore: decorator
@inline
function pair(at: usize): v128 {
  return v128.shuffle<i32>(v128.load32_splat(at), v128.load32_splat(at, 4), 0, 1, 4, 5)
}

/** Bounds from below, as `below` in bounds.ts, of the rows' numbers s, h, m, e and the candidates' numbers. */
// @ts-ignore: decorator
@inline
function bound(dots: v128, s: v128, h: v128, m: v128, e: v128, s2: v128, h2: v128, m2: v128, e2: v128): v128 {
  const cross = f32x4.mul(f32x4.convert_i32x4_s(dots), f32x4.mul(s2, s))
  return f32x4.sub(f32x4.sub(f32x4.add(h2, h), cross), f32x4.add(f32x4.mul(e2, m), f32x4.mul(m2, e)))
}

/** Bounds of four candidates from lane `at` on for one row. */
// @ts-ignore: decorator
@inline
function fourBelow(dots: v128, at: usize, next: usize, row: usize, far: usize): v128 {
  return bound(
    dots,
    v128.load32_splat(row),
    v128.load32_splat(row + far),
    v128.load32_splat(row + 3 * far),
    v128.load32_splat(row + 4 * far),
    v128.load(at),
    v128.load(at + next),
    v128.load(at + 3 * next),
    v128.load(at + 4 * next)
  )
}

/** Bounds of two candidates from lane `at` on for two rows. */
// @ts-ignore: decorator
@inline
function twoBelow(dots: v128, at: usize, next: usize, row: usize, far: usize): v128 {
  return bound(
    dots,
    pair(row),
    pair(row + far),
    pair(row + 3 * far),
    pair(row + 4 * far),
    v128.load64_splat(at),
    v128.load64_splat(at + next),
    v128.load64_splat(at + 3 * next),
    v128.load64_splat(at + 4 * next)
  )
}

/** Above this bound no candidate is nearer, as products in single precision say it. */
// @ts-ignore: decorator
@inline
function limitOf(p: Ahead, xx: usize, nearest: usize, i: i32): v128 {
  const at = <usize> i << 3
  const most = load<f64>(nearest + at) + p.epsilon * (load<f64>(xx + at) + p.longest)
  return f32x4.splat(<f32> (most * p.half * (1 + 1e-6) + 1e-36))
}

/** Takes the candidates back to signed bytes; `signs` has room for the panel. */
export function openPanel(params: usize, signs: usize): void {
  const p = changetype<Ahead>(params), lanes = p.lanes
  for (let lane = 0, end = signs; lane < lanes;) {
    const width = widthOf(lanes - lane)
    end = signed(p.panel + <usize> lane * p.step, width, p.step, end)
    lane += width
  }
}

/**
 * For rows from … to − 1 (from is a multiple of four) a byte: whether a candidate may be nearer than D². What is compared beside the last row
 * is never used.
 */
export function look(from: i32, to: i32, params: usize, xx: usize, nearest: usize, out: usize, signs: usize): void {
  const p = changetype<Ahead>(params), far = <usize> p.rows << 2, step = p.step, lanes = p.lanes
  const next = <usize> lanes << 2, heads = (step + SEGMENT - 1) / SEGMENT << 4
  for (let i = from; i < to; i += 2) {
    const rows = p.q + <usize> (i & ~3) * step + (<usize> (i & 2) << 4), row = p.stats + (<usize> i << 2)
    const a = limitOf(p, xx, nearest, i), b = i + 1 < to ? limitOf(p, xx, nearest, i + 1) : a
    let open = i32x4.splat(0), other = open, mixed = open
    for (let lane = 0, at = signs; lane < lanes;) {
      const width = widthOf(lanes - lane), stats = p.panelStats + (<usize> lane << 2)
      if (width == 6) tile6(at, rows, step)
      else coarseTile(at, rows, step)
      open = v128.or(open, f32x4.le(fourBelow(left, stats, next, row, far), a))
      other = v128.or(other, f32x4.le(fourBelow(right, stats, next, row + 4, far), b))
      if (width == 6) {
        const limits = v128.shuffle<i32>(a, b, 0, 1, 4, 5)
        mixed = v128.or(mixed, f32x4.le(twoBelow(more, stats + 16, next, row, far), limits))
      }
      at += <usize> width * (step + heads)
      lane += width
    }
    store<u8>(out + i, v128.any_true(open) || i64x2.extract_lane(mixed, 0) != 0 ? 1 : 0)
    if (i + 1 < to) store<u8>(out + i + 1, v128.any_true(other) || i64x2.extract_lane(mixed, 1) != 0 ? 1 : 0)
  }
}
