// Squared distances to the nearest of a set of centers, exact: products in single precision say which distances cannot be the
// least, the others are measured.
import { exactSquared } from "./exact"
import { sumSquares } from "./row-norms"
import { panelDots } from "./tile"

/** Centers whose products with two rows are kept at a time: they stay in the nearest cache while a strip of rows passes. */
const GROUP: i32 = 24
/** Rows of a strip. */
const STRIP: i32 = 32

// The state of one call. Each thread has an instance of its own.
let x: usize, cols: i32, centers: usize, norms: usize, epsilon: f64, nearest: usize

/** Lowers the least squared distance of row i by centers `first …`, whose products with the row are at `dots`. */
function lower(i: i32, row: usize, xx: f64, first: i32, count: i32, dots: usize): void {
  const at = nearest + (<usize> i << 3), stride = (<usize> cols + 3 & ~3) << 2
  let least = load<f64>(at)
  for (let j = 0; j < count; j++) {
    const scale = xx + load<f64>(norms + (<usize> (first + j) << 3))
    const square = scale - 2 * <f64> load<f32>(dots + (<usize> j << 2))
    // What is not a finite number overflowed in single precision and says nothing.
    if (square - (epsilon * scale + 1e-35) >= least && square < Infinity) continue
    least = min(least, exactSquared(row, centers + <usize> (first + j) * stride, cols))
  }
  store<f64>(at, least)
}

/** Centers `first …` and rows from … to − 1, two at a time. Nothing is nearer to a row that lies on a center. */
function strip(from: i32, to: i32, first: i32, count: i32, work: usize): void {
  const size = <usize> cols << 2, panel = centers + <usize> first * ((<usize> cols + 3 & ~3) << 2)
  const second = work + 128, squares = work + 256
  for (let i = from; i < to; i += 2) {
    const j = i + 1 < to ? i + 1 : i
    const open = load<f64>(nearest + (<usize> i << 3)) > 0, other = load<f64>(nearest + (<usize> j << 3)) > 0
    if (!open && !other) continue
    const u = x + <usize> i * size, v = x + <usize> j * size
    panelDots(u, v, panel, <usize> cols, count, work, second)
    if (open) lower(i, u, load<f64>(squares + (<usize> (i - from) << 3)), first, count, work)
    if (other && j > i) lower(j, v, load<f64>(squares + (<usize> (j - from) << 3)), first, count, second)
  }
}

/**
 * The least of the numbers at `nearest` and the squared distances to `count` centers, for rows from … to − 1. The centers are
 * rows padded with zeros to a multiple of four numbers, with six rows of room behind them; `norms` are their squared lengths.
 */
export function nearestCenters(
  from: i32,
  to: i32,
  x_: usize,
  cols_: i32,
  centers_: usize,
  norms_: usize,
  count: i32,
  epsilon_: f64,
  nearest_: usize,
  work: usize
): void {
  x = x_
  cols = cols_
  centers = centers_
  norms = norms_
  epsilon = epsilon_
  nearest = nearest_
  for (let i = from; i < to; i += STRIP) {
    const end = min(i + STRIP, to)
    for (let j = i; j < end; j++) {
      store<f64>(work + 256 + (<usize> (j - i) << 3), sumSquares(x + <usize> j * (<usize> cols << 2), cols))
    }
    for (let first = 0; first < count; first += GROUP) strip(i, end, first, min(GROUP, count - first), work)
  }
}
