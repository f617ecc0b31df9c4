// The two passes of greedy k-means++ over the pool: what each candidate would leave, then the chosen one.
import { look, openPanel } from "./ahead"
import { squaredDistance } from "./squared-distances"
import { panelDots } from "./tile"

/** Rows in a block: every block has its own partial sums. */
const BLOCK: i32 = 256

// The state of one call. Each thread has an instance of its own.
let x: usize, index: usize, cols: i32, count: i32, exact: usize, panel: usize, norms: usize
let xx: usize, nearest: usize, weights: usize, out: usize, open: usize

function rowAt(i: i32): usize {
  return x + <usize> load<u32>(index + (<usize> i << 2)) * (<usize> cols << 2)
}

/** Adds min(D², d²) · weight of row i to the block's sums, for each candidate, and keeps d². */
function addPotentials(i: i32, dots: usize, sums: usize): void {
  const at = <usize> i << 3
  const square = load<f64>(xx + at), best = load<f64>(nearest + at), weight = load<f64>(weights + at)
  const row = out + <usize> i * (<usize> count << 2)
  for (let j: usize = 0; j < <usize> count; j++) {
    const scale = square + load<f64>(norms + (j << 3))
    let d = scale - 2 * <f64> load<f32>(dots + (j << 2))
    // Where rows nearly cancel, or their products vanish in single precision, by direct differences.
    if (d < 1e-3 * scale || scale < 1e-30) d = squaredDistance(rowAt(i), exact + j * (<usize> cols << 3), cols)
    store<f32>(row + (j << 2), <f32> d)
    store<f64>(sums + (j << 3), load<f64>(sums + (j << 3)) + weight * min(d, best))
  }
}

/** What a row that no candidate is nearer to adds to the block's sums. */
function addSame(i: i32, sums: usize): void {
  const at = <usize> i << 3, row = out + <usize> i * (<usize> count << 2)
  const mass = load<f64>(weights + at) * load<f64>(nearest + at)
  for (let j: usize = 0; j < <usize> count; j++) {
    store<f32>(row + (j << 2), f32.MAX_VALUE)
    store<f64>(sums + (j << 3), load<f64>(sums + (j << 3)) + mass)
  }
}

/** Whether a candidate may be nearer to a row. */
function isOpen(i: i32): bool {
  return open == 0 || load<u8>(open + i) != 0
}

/** Bytes that a row's products take in a thread's scratch memory, and the list of a block's rows before them. */
const DOTS: usize = 128
const LIST: usize = 1024

/** Lists the rows of a block that have to be read, in pairs half of them apart: two streams that the memory's prefetcher can follow. */
function listOpen(from: i32, to: i32, list: usize): i32 {
  let count = 0
  for (let i = from; i < to; i++) {
    if (!isRead(i)) continue
    store<i32>(list + (<usize> count << 2), i)
    count++
  }
  return count
}

/** The products of the rows that are listed with the candidates, those of row i at place i − from. */
function openDots(from: i32, rows: i32, list: usize): void {
  const half = rows + 1 >> 1, dots = list + LIST
  for (let n = 0; n < half; n++) {
    const i = load<i32>(list + (<usize> n << 2)), j = n + half < rows ? load<i32>(list + (<usize> (n + half) << 2)) : i
    panelDots(rowAt(i), rowAt(j), panel, <usize> cols, count, dots + <usize> (i - from) * DOTS, dots + <usize> (j - from) * DOTS)
  }
}

/** Whether a row has to be read: nothing is nearer to one that lies on a center. */
function isRead(i: i32): bool {
  return isOpen(i) && load<f64>(nearest + (<usize> i << 3)) != 0
}

/** Row i's part of the sums. */
function add(i: i32, dots: usize, sums: usize): void {
  if (isRead(i)) addPotentials(i, dots, sums)
  else addSame(i, sums)
}

/** One block; sums are added row by row, one from each half in turn. */
function blockPotentials(from: i32, to: i32, sums: usize, work: usize): void {
  const half = to - from + 1 >> 1, dots = work + LIST
  openDots(from, listOpen(from, to, work), work)
  memory.fill(sums, 0, <usize> count << 3)
  for (let i = from; i < from + half; i++) {
    const j = i + half
    add(i, dots + <usize> (i - from) * DOTS, sums)
    if (j < to) add(j, dots + <usize> (j - from) * DOTS, sums)
  }
}

/**
 * For rows from … to − 1: squared distances to the candidates, and per block Σ weight · min(D², d²). Where a look `ahead` (or nothing) says
 * that no candidate is nearer, the row is not read, and its distances are the largest number; a byte a row at `open` says where it is not so.
 */
export function candidatePotentials(
  from: i32,
  to: i32,
  x_: usize,
  index_: usize,
  cols_: i32,
  count_: i32,
  exact_: usize,
  panel_: usize,
  norms_: usize,
  xx_: usize,
  nearest_: usize,
  weights_: usize,
  out_: usize,
  sums: usize,
  ahead: usize,
  open_: usize,
  signs: usize,
  work: usize
): void {
  x = x_
  index = index_
  cols = cols_
  count = count_
  exact = exact_
  panel = panel_
  norms = norms_
  xx = xx_
  nearest = nearest_
  weights = weights_
  out = out_
  // Coarse sketches are multiplied by relaxed SIMD alone: the other build does without the code.
  const isAhead = ASC_FEATURE_RELAXED_SIMD && ahead != 0
  open = isAhead ? open_ : 0
  if (isAhead) openPanel(ahead, signs)
  for (let i = from; i < to; i += BLOCK) {
    if (isAhead) look(i, min(i + BLOCK, to), ahead, xx, nearest, open, signs)
    blockPotentials(i, min(i + BLOCK, to), sums + <usize> (i / BLOCK) * (<usize> count << 3), work)
  }
}

/**
 * Makes a row of the pool center number `number`: D² and the nearest center of rows from … to − 1, and per block
 * Σ weight · D². Rows that the estimate `d2` (every `step`-th number) rules out are passed over; `step` 0 is none.
 */
export function takeCenter(
  from: i32,
  to: i32,
  x: usize,
  index: usize,
  cols: i32,
  center: usize,
  cc: f64,
  number: i32,
  epsilon: f64,
  d2: usize,
  step: i32,
  xx: usize,
  nearest: usize,
  assignment: usize,
  weights: usize,
  sums: usize
): void {
  const xs = <usize> cols << 2
  let sum: f64 = 0
  for (let i = from; i < to; i++) {
    const at = <usize> i << 3
    let best = load<f64>(nearest + at)
    const slack = epsilon * (load<f64>(xx + at) + cc) + 3e-45
    if (best > 0 && (step == 0 || <f64> load<f32>(d2 + <usize> i * (<usize> step << 2)) - slack < best)) {
      const d = squaredDistance(x + <usize> load<u32>(index + (<usize> i << 2)) * xs, center, cols)
      if (d < best) {
        best = d
        store<f64>(nearest + at, d)
        store<i32>(assignment + (<usize> i << 2), number)
      }
    }
    sum += load<f64>(weights + at) * best
    if ((i + 1) % BLOCK == 0 || i + 1 == to) {
      store<f64>(sums + (<usize> (i / BLOCK) << 3), sum)
      sum = 0
    }
  }
}

/**
 * What each of `count` candidates would leave: D² of rows from … to − 1 if it were the next center, and per block Σ weight · D², as
 * `takeCenter` writes them. D² of candidate j begin `stride` numbers after those of the one before, its sums `blocks` numbers.
 */
export function leaveCandidates(
  from: i32,
  to: i32,
  x: usize,
  index: usize,
  cols: i32,
  exact: usize,
  norms: usize,
  count: i32,
  epsilon: f64,
  d2: usize,
  xx: usize,
  nearest: usize,
  weights: usize,
  squared: usize,
  stride: i32,
  sums: usize,
  blocks: i32
): void {
  const size = <usize> cols << 2, next = <usize> stride << 3, nextSum = <usize> blocks << 3
  for (let i = from; i < to; i++) {
    const at = <usize> i << 3, before = load<f64>(nearest + at), square = load<f64>(xx + at), weight = load<f64>(weights + at)
    const row = x + <usize> load<u32>(index + (<usize> i << 2)) * size, estimates = d2 + <usize> i * (<usize> count << 2)
    let left = squared + at, sum = sums + (<usize> (i / BLOCK) << 3)
    for (let j: usize = 0; j < <usize> count; j++, left += next, sum += nextSum) {
      const slack = epsilon * (square + load<f64>(norms + (j << 3))) + 3e-45
      let best = before
      if (before > 0 && <f64> load<f32>(estimates + (j << 2)) - slack < before) {
        best = min(before, squaredDistance(row, exact + j * (<usize> cols << 3), cols))
      }
      store<f64>(left, best)
      store<f64>(sum, i % BLOCK == 0 ? weight * best : load<f64>(sum) + weight * best)
    }
  }
}
