// Which pairs of rows are nearer than a radius: sketches settle almost all; the others are listed for exact distances.
import { below, below1, four, gap, gap1, Sketches } from "./bounds"
import { coarseTile, signed } from "./coarse"
import { dot, left, right, tile } from "./sketch-tile"

@unmanaged
class Radius extends Sketches {
  /** Half squared distances below `inside` are surely nearer than the radius, those from `outside` on surely not. */
  inside: f32
  outside: f32
  /** Where the coarse sketches are described, or 0. */
  coarse: usize
}

/** The two lists of a block, growing towards each other: pairs that are inside, and those to be settled. */
let front: usize = 0
let back: usize = 0
/** How many pairs of the block the coarse sketches left open. */
let opened: u32 = 0

function put(sure: bool, pair: u32): void {
  if (sure) {
    store<u32>(front, pair)
    front += 4
  } else {
    back -= 4
    store<u32>(back, pair)
  }
}

function list(mask: i32, sure: i32, at: u32, a: i32, b: i32, end: i32): void {
  for (let lane = 0; lane < 4; lane++) {
    const bit = 1 << lane, row = a + lane
    if (mask & bit && row < end && row > b) put((sure & bit) != 0, at + lane)
  }
}

function judge(p: Radius, dots: v128, a: i32, b: i32, at: u32, end: i32): void {
  const low = below(p, dots, a, b)
  const mask = i32x4.bitmask(f32x4.lt(low, f32x4.splat(p.outside)))
  if (!mask) return
  const sure = f32x4.lt(f32x4.add(low, gap(p, a, b)), f32x4.splat(p.inside))
  list(mask, i32x4.bitmask(sure), at, a, b, end)
}

/** What coarse sketches do not settle is looked at again with the finer ones, pair by pair. */
function look(p: Radius, mask: i32, sure: i32, at: u32, a: i32, b: i32, end: i32): void {
  for (let lane = 0; lane < 4; lane++) {
    const bit = 1 << lane, row = a + lane
    if (!(mask & bit) || row >= end || row <= b) continue
    if (sure & bit) {
      put(true, at + lane)
      continue
    }
    opened++
    const low = below1(p, dot(p.q + <usize> row * p.step, p.q + <usize> b * p.step, p.step), row, b)
    if (low < p.outside) put(low + gap1(p, row, b) < p.inside, at + lane)
  }
}

function judgeCoarse(p: Radius, dots: v128, a: i32, b: i32, at: u32, end: i32): void {
  const s = changetype<Sketches>(p.coarse), low = below(s, dots, a, b)
  const mask = i32x4.bitmask(f32x4.lt(low, f32x4.splat(p.outside)))
  if (!mask) return
  const sure = f32x4.lt(f32x4.add(low, gap(s, a, b)), f32x4.splat(p.inside))
  look(p, mask, i32x4.bitmask(sure), at, a, b, end)
}

/** What is common to the rows b0 … b1 − 1 of a block: none is nearer to the origin, longer, or less exact. */
let least: f32 = 0
let longest: f32 = 0
let worst: f32 = 0

function extremes(s: Sketches, b0: i32, b1: i32): void {
  const next = <usize> s.rows << 2
  least = f32.MAX_VALUE
  longest = 0
  worst = 0
  for (let at = s.stats + (<usize> b0 << 2), end = s.stats + (<usize> b1 << 2); at < end; at += 4) {
    least = min(least, load<f32>(at + next))
    longest = max(longest, load<f32>(at + 3 * next))
    worst = max(worst, load<f32>(at + 4 * next))
  }
}

/** No row b of the block is inside of a … a + 3 unless dots · s_b is above this. */
function threshold(s: Sketches, a: i32, outside: f32): v128 {
  const band = f32x4.add(f32x4.mul(four(s, 4, a), f32x4.splat(longest)), f32x4.mul(four(s, 3, a), f32x4.splat(worst)))
  const rest = f32x4.sub(f32x4.add(four(s, 1, a), f32x4.splat(least)), band)
  return f32x4.div(f32x4.sub(rest, f32x4.splat(outside)), four(s, 0, a))
}

/** Whether one of `left` and `right` may be above its threshold. */
// @ts-ignore: decorator
@inline
function any(s: Sketches, b: i32, over: v128): bool {
  const at = s.stats + (<usize> b << 2)
  const l = f32x4.mul(f32x4.convert_i32x4_s(left), v128.load32_splat(at))
  const r = f32x4.mul(f32x4.convert_i32x4_s(right), v128.load32_splat(at, 4))
  return v128.any_true(v128.or(f32x4.gt(l, over), f32x4.gt(r, over)))
}

/** Rows a0 … a1 − 1 against b0 … b1 − 1 ≤ a0, or against themselves (each pair once). */
function block(p: Radius, a0: i32, a1: i32, b0: i32, b1: i32): void {
  const same = a0 == b0
  extremes(p, b0, b1)
  for (let a = a0; a < a1; a += 4) {
    const x = p.q + <usize> a * p.step, last = same ? min(b1, a + 3) : b1, over = threshold(p, a, p.outside)
    for (let b = b0; b < last; b += 2) {
      tile(x, p.q + <usize> b * p.step, p.step)
      if (!any(p, b, over)) continue
      const at = (<u32> (b - b0) << 16) | <u32> (a - a0)
      judge(p, left, a, b, at, a1)
      if (b + 1 < last) judge(p, right, a, b + 1, at + 0x10000, a1)
    }
  }
}

/** `block` by coarse sketches; `scratch` has room for four of them. */
function coarseBlock(p: Radius, a0: i32, a1: i32, b0: i32, b1: i32, scratch: usize): void {
  const s = changetype<Sketches>(p.coarse), same = a0 == b0
  extremes(s, b0, b1)
  for (let a = a0; a < a1; a += 4) {
    const last = same ? min(b1, a + 3) : b1, over = threshold(s, a, p.outside)
    signed(s.q + <usize> a * s.step, s.step, scratch)
    for (let b = b0; b < last; b += 2) {
      coarseTile(scratch, s.q + <usize> (b & ~3) * s.step + (<usize> (b & 2) << 4), s.step)
      if (!any(s, b, over)) continue
      const at = (<u32> (b - b0) << 16) | <u32> (a - a0)
      judgeCoarse(p, left, a, b, at, a1)
      if (b + 1 < last) judgeCoarse(p, right, a, b + 1, at + 0x10000, a1)
    }
  }
}

/**
 * Blocks `from … to − 1` of a list of (a0, a1, b0, b1, out, bytes, scratch). A pair is (b − b0) · 2¹⁶ + (a − a0); those
 * inside begin at `out` + 12, those to be settled end at `out` + `bytes`; their numbers are at `out`, and then the
 * number of pairs that the coarse sketches left open.
 */
export function radiusBlocks(from: i32, to: i32, params: usize, list: usize): void {
  const p = changetype<Radius>(params)
  for (let at = list + <usize> from * 28, end = list + <usize> to * 28; at < end; at += 28) {
    const a0 = load<i32>(at), a1 = load<i32>(at, 4), b0 = load<i32>(at, 8), b1 = load<i32>(at, 12)
    const out = load<usize>(at, 16), stop = out + load<usize>(at, 20)
    front = out + 12
    back = stop
    opened = 0
    if (ASC_FEATURE_RELAXED_SIMD && p.coarse) coarseBlock(p, a0, a1, b0, b1, load<usize>(at, 24))
    else block(p, a0, a1, b0, b1)
    store<u32>(out, (front - out - 12) >> 2)
    store<u32>(out, (stop - back) >> 2, 4)
    store<u32>(out, opened, 8)
  }
}
