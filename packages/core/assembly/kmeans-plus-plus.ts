// The two passes of greedy k-means++ over the pool: what each candidate would leave, then the chosen one.
import { squaredDistance } from "./squared-distances"
import { panelDots } from "./tile"

/** Rows in a block: every block has its own partial sums. */
const BLOCK: i32 = 256

// The state of one call. Each thread has an instance of its own.
let x: usize, index: usize, cols: i32, count: i32, exact: usize, panel: usize, norms: usize
let xx: usize, nearest: usize, weights: usize, out: usize

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

/** One block. Rows half a block apart are tiled together: two streams that the memory's prefetcher can follow. */
function blockPotentials(from: i32, to: i32, sums: usize, work: usize): void {
  const half = to - from + 1 >> 1, other = work + 128
  memory.fill(sums, 0, <usize> count << 3)
  for (let i = from; i < from + half; i++) {
    const j = i + half < to ? i + half : i
    // Nothing is nearer to rows that lie on a center.
    if (load<f64>(nearest + (<usize> i << 3)) == 0 && load<f64>(nearest + (<usize> j << 3)) == 0) continue
    panelDots(rowAt(i), rowAt(j), panel, <usize> cols, count, work, other)
    addPotentials(i, work, sums)
    if (j > i) addPotentials(j, other, sums)
  }
}

/** For rows from … to − 1: squared distances to the candidates, and per block Σ weight · min(D², d²). */
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
  for (let i = from; i < to; i += BLOCK) {
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
