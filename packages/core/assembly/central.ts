// What finds the row nearest to the mean of all rows: sums of columns, and distances of scaled rows to a point. No fused
// multiply-add: the same bits in every build, and those of ../src/neighbors/distance.ts.
import { load2 } from "./simd"

/** Adds rows 0 … rows − 1 to the sums of columns from … to − 1, row after row. */
export function columnSums(from: i32, to: i32, x: usize, rows: i32, cols: i32, sums: usize): void {
  const width = <usize> cols << 2, pairs = from + ((to - from) & ~1)
  x += <usize> from << 2
  for (let i = 0; i < rows; i++, x += width) {
    let at = x, sum = sums + (<usize> from << 3)
    for (let j = from; j < pairs; j += 2, at += 8, sum += 16) v128.store(sum, f64x2.add(v128.load(sum), load2(at)))
    if (pairs < to) store<f64>(sum, load<f64>(sum) + <f64> load<f32>(at))
  }
}

function square(x: usize, y: usize, factor: v128, s: v128): v128 {
  const d = f64x2.sub(f64x2.mul(factor, load2(x)), v128.load(y))
  return f64x2.add(s, f64x2.mul(d, d))
}

/** The last, partial eight columns: adds columns `at` and `at + 1` of those that remain. */
function last(x: usize, y: usize, factor: f64, s: v128, rest: i32, at: i32): v128 {
  if (at >= rest) return s
  x += <usize> at << 2
  y += <usize> at << 3
  const d = factor * <f64> load<f32>(x) - load<f64>(y)
  const e = at + 1 < rest ? factor * <f64> load<f32>(x, 4) - load<f64>(y, 8) : 0
  const v = f64x2.replace_lane(f64x2.splat(d), 1, e)
  return f64x2.add(s, f64x2.mul(v, v))
}

/** The squared distance of `factor` times the row at `x` to the point at `y`: column k goes into sum k mod 8. */
function scaled(x: usize, y: usize, cols: i32, factor: f64): f64 {
  const f = f64x2.splat(factor), end = x + (<usize> (cols & ~7) << 2)
  let a = f64x2.splat(0), b = a, c = a, d = a
  for (; x < end; x += 32, y += 64) {
    a = square(x, y, f, a), b = square(x + 8, y + 16, f, b)
    c = square(x + 16, y + 32, f, c), d = square(x + 24, y + 48, f, d)
  }
  const rest = cols & 7
  if (rest) {
    a = last(x, y, factor, a, rest, 0), b = last(x, y, factor, b, rest, 2)
    c = last(x, y, factor, c, rest, 4), d = last(x, y, factor, d, rest, 6)
  }
  const sums = f64x2.add(f64x2.add(a, c), f64x2.add(b, d))
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
}

/** The squared distances of `factor` times each of rows from … to − 1 to a point. */
export function scaledSquares(from: i32, to: i32, x: usize, cols: i32, factor: f64, point: usize, out: usize): void {
  const width = <usize> cols << 2
  x += <usize> from * width
  for (let i = from; i < to; i++, x += width) store<f64>(out + (<usize> i << 3), scaled(x, point, cols, factor))
}
