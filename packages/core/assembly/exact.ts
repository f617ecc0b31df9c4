// Distances that decide: float64 sums of squared differences in one fixed order, the same in every build (no fused
// multiply-add here), and the same bits as ../src/neighbors/distance.ts.
import { load2 } from "./simd"

function square(x: usize, y: usize, s: v128): v128 {
  const d = f64x2.sub(load2(x), load2(y))
  return f64x2.add(s, f64x2.mul(d, d))
}

/** The squared distance of the rows at `x` and `y`: column k goes into sum k mod 8. */
export function exactSquared(x: usize, y: usize, cols: i32): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a
  const end = x + (<usize> (cols & ~7) << 2)
  for (; x < end; x += 32, y += 32) {
    a = square(x, y, a), b = square(x + 8, y + 8, b), c = square(x + 16, y + 16, c), d = square(x + 24, y + 24, d)
  }
  const rest = cols & 7
  if (rest) {
    a = last(x, y, a, rest, 0), b = last(x, y, b, rest, 2), c = last(x, y, c, rest, 4), d = last(x, y, d, rest, 6)
  }
  const sums = f64x2.add(f64x2.add(a, c), f64x2.add(b, d))
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
}

/** The last, partial eight columns: adds columns `at` and `at + 1` of those that remain. */
function last(x: usize, y: usize, s: v128, rest: i32, at: i32): v128 {
  if (at >= rest) return s
  x += <usize> at << 2
  y += <usize> at << 2
  const d = <f64> load<f32>(x) - <f64> load<f32>(y)
  const e = at + 1 < rest ? <f64> load<f32>(x, 4) - <f64> load<f32>(y, 4) : 0
  const v = f64x2.replace_lane(f64x2.splat(d), 1, e)
  return f64x2.add(s, f64x2.mul(v, v))
}
