// The products of rows with each other in single precision, added to sums in double precision.
import { panelDots } from "./tile"

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
        panelDots(x + <usize> i * size, x + <usize> j * size, at, <usize> cols, some, work, work + 128)
        add(work, some, out + <usize> i * step)
        if (j > i) add(work + 128, some, out + <usize> j * step)
      }
    }
  }
}
