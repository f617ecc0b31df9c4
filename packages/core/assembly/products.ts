// The products of rows with each other in single precision, added to sums in double precision.
import { tile4, tile6 } from "./tile"

/** Panel rows whose products with two rows are kept at a time: they stay in the nearest cache while a strip of rows passes. */
const GROUP: i32 = 24
/** Rows of a strip. */
const STRIP: i32 = 32

/** Adds the products of one row with some panel rows to sums. */
function add(products: usize, count: i32, sums: usize): void {
  for (let j: usize = 0; j < <usize> count; j++) {
    const at = sums + (j << 3)
    store<f64>(at, load<f64>(at) + <f64> load<f32>(products + (j << 2)))
  }
}

/** Rows u and v with `count` panel rows, at most {@link GROUP}, by the fewest tiles. */
function multiply(u: usize, v: usize, panel: usize, cols: i32, count: i32, work: usize): void {
  const stride = (<usize> cols + 3 & ~3) << 2
  let out = work
  for (let left = count; left > 0;) {
    const width = left > 4 ? 6 : 4
    if (width == 6) tile6(u, v, panel, <usize> cols, out, out + 128)
    else tile4(u, v, panel, <usize> cols, out, out + 128)
    left -= width
    panel += <usize> width * stride
    out += <usize> width << 2
  }
}

/**
 * Adds the products of rows from … to − 1 with `count` rows of a panel to their sums, `stride` numbers a row. The panel's rows are padded
 * with zeros to a multiple of four numbers, with six rows of room behind them.
 */
export function addProducts(
  from: i32,
  to: i32,
  x: usize,
  cols: i32,
  panel: usize,
  count: i32,
  sums: usize,
  stride: i32,
  work: usize
): void {
  const size = <usize> cols << 2, padded = (<usize> cols + 3 & ~3) << 2, step = <usize> stride << 3
  for (let start = from; start < to; start += STRIP) {
    const end = min(to, start + STRIP)
    for (let first = 0; first < count; first += GROUP) {
      const some = min(GROUP, count - first), at = panel + <usize> first * padded, out = sums + (<usize> first << 3)
      for (let i = start; i < end; i += 2) {
        const j = i + 1 < end ? i + 1 : i
        multiply(x + <usize> i * size, x + <usize> j * size, at, cols, some, work)
        add(work, some, out + <usize> i * step)
        if (j > i) add(work + 128, some, out + <usize> j * step)
      }
    }
  }
}
