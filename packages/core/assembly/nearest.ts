// The k nearest of each row: sketches leave a shortlist in a small buffer per row, exact distances decide.
import { below, gap, Sketches } from "./bounds"
import { exactSquared } from "./exact"
import { keepNearest, sortExact } from "./shortlist"
import { left, right, tile } from "./sketch-tile"

/** Rows are numbered within `members`, in which ties go to the smaller number. */
@unmanaged
export class Nearest extends Sketches {
  x: usize
  members: usize
  cols: i32
  /** By row: nothing with a larger half squared distance than this can be among the nearest. */
  limits: usize
  counts: usize
  /** By row: nothing at or beyond this row can, either; it falls when k exact duplicates are known. */
  stops: usize
  /** By row: how many to find. */
  ks: usize
  entries: usize
  cap: i32
  /** By row: a class, and only rows of another class are sought; or 0. */
  labels: usize
  /** unit² / 2: from squared distances to the scale of the bounds. */
  half: f64
}

/** This bit of an entry's row number says that its value is the exact squared distance. */
export const EXACT: u32 = 0x80000000

function word(base: usize, row: i32): usize {
  return base + (<usize> row << 2)
}

/** Makes every entry of a row exact. */
function settle(p: Nearest, row: i32, base: usize, n: i32): void {
  const stride = <usize> p.cols << 2, x = p.x + <usize> load<u32>(word(p.members, row)) * stride
  for (let at = base, end = base + (<usize> n << 4); at < end; at += 16) {
    const id = load<u32>(at, 12)
    if (id & EXACT) continue
    const value = exactSquared(x, p.x + <usize> load<u32>(word(p.members, id)) * stride, p.cols)
    store<f64>(at, value)
    store<f32>(at, <f32> (value * p.half * (1 + 1e-6) + 1e-36), 8)
    store<u32>(at, id | EXACT, 12)
  }
}

/** Throws out what cannot be among the nearest; asks for exact distances only where the sketches leave too many. */
function shorten(p: Nearest, row: i32): void {
  const base = p.entries + <usize> row * (<usize> p.cap << 4), k = load<i32>(word(p.ks, row))
  let n = load<i32>(word(p.counts, row))
  n = keepNearest(base, n, k, p.half)
  if (n > p.cap - (p.cap >> 2)) {
    settle(p, row, base, n)
    sortExact(base, n)
    n = k
    const worst = base + (<usize> (k - 1) << 4)
    if (load<f64>(worst) == 0) store<u32>(word(p.stops, row), load<u32>(worst, 12) & ~EXACT)
  }
  let limit: f32 = 0
  for (let i = 0; i < k; i++) limit = max(limit, load<f32>(base + (<usize> i << 4), 8))
  store<f32>(word(p.limits, row), limit)
  store<i32>(word(p.counts, row), n)
}

function push(p: Nearest, row: i32, other: i32, low: f32, high: f32): void {
  if (low > load<f32>(word(p.limits, row)) || <u32> other >= load<u32>(word(p.stops, row))) return
  const n = load<i32>(word(p.counts, row)), at = p.entries + (<usize> (row * p.cap + n) << 4)
  store<f64>(at, <f64> low)
  store<f32>(at, high, 8)
  store<u32>(at, other, 12)
  store<i32>(word(p.counts, row), n + 1)
  if (n + 1 == p.cap) shorten(p, row)
}

/** Offers rows a … a + 3 and b to each other; those outside the block, and in a triangle those not after b, are not. */
function offer(p: Nearest, dots: v128, a: i32, b: i32, end: i32): void {
  const low = below(p, dots, a, b)
  const limit = f32x4.max(v128.load(word(p.limits, a)), v128.load32_splat(word(p.limits, b)))
  const mask = i32x4.bitmask(f32x4.le(low, limit))
  if (mask) offerSome(p, mask, low, a, b, end)
}

function offerSome(p: Nearest, mask: i32, low: v128, a: i32, b: i32, end: i32): void {
  const high = f32x4.add(low, gap(p, a, b))
  for (let lane = 0; lane < 4; lane++, low = v128.shuffle<i32>(low, low, 1, 2, 3, 0)) {
    const row = a + lane
    if (!(mask & (1 << lane)) || row >= end || row <= b) continue
    if (p.labels && load<i32>(word(p.labels, row)) == load<i32>(word(p.labels, b))) continue
    const from = f32x4.extract_lane(low, 0), to = lane4(high, lane)
    push(p, b, row, from, to)
    push(p, row, b, from, to)
  }
}

function lane4(v: v128, lane: i32): f32 {
  if (lane == 0) return f32x4.extract_lane(v, 0)
  if (lane == 1) return f32x4.extract_lane(v, 1)
  return lane == 2 ? f32x4.extract_lane(v, 2) : f32x4.extract_lane(v, 3)
}

/** Rows a0 … a1 − 1 against b0 … b1 − 1 ≤ a0, or against themselves (each pair once). */
function block(p: Nearest, a0: i32, a1: i32, b0: i32, b1: i32): void {
  const same = a0 == b0
  for (let a = a0; a < a1; a += 4) {
    const x = p.q + <usize> a * p.step, last = same ? min(b1, a + 3) : b1
    for (let b = b0; b < last; b += 2) {
      tile(x, p.q + <usize> b * p.step, p.step)
      offer(p, left, a, b, a1)
      if (b + 1 < last) offer(p, right, a, b + 1, a1)
    }
  }
}

/** Blocks `from … to − 1` of a list of (a0, a1, b0, b1); no two of a list share a row. */
export function nearestBlocks(from: i32, to: i32, params: usize, list: usize): void {
  const p = changetype<Nearest>(params)
  for (let at = list + (<usize> from << 4), end = list + (<usize> to << 4); at < end; at += 16) {
    block(p, load<i32>(at), load<i32>(at, 4), load<i32>(at, 8), load<i32>(at, 12))
  }
}

/** Leaves in each row's buffer, of rows `from … to − 1`, its nearest with exact distances, nearest first. */
export function nearestFinish(from: i32, to: i32, params: usize): void {
  const p = changetype<Nearest>(params)
  for (let row = from; row < to; row++) {
    const base = p.entries + <usize> row * (<usize> p.cap << 4), k = load<i32>(word(p.ks, row))
    let n = load<i32>(word(p.counts, row))
    if (n > k) n = keepNearest(base, n, k, p.half)
    settle(p, row, base, n)
    sortExact(base, n)
    store<i32>(word(p.counts, row), min(n, k))
  }
}
