import { fma2, load2, sum2 } from "./simd"

/** Σ x² over `cols` numbers, in double precision. */
export function sumSquares(x: usize, cols: i32): f64 {
  let s = f64x2.splat(0), t = f64x2.splat(0)
  const whole = x + ((<usize> cols & ~3) << 2), end = x + (<usize> cols << 2)
  for (; x < whole; x += 16) {
    const a = load2(x), b = load2(x + 8)
    s = fma2(a, a, s)
    t = fma2(b, b, t)
  }
  let sum = sum2(f64x2.add(s, t))
  for (; x < end; x += 4) {
    const a = <f64> load<f32>(x)
    sum += a * a
  }
  return sum
}

/** The lengths of rows from … to − 1. */
export function rowNorms(from: i32, to: i32, x: usize, cols: i32, out: usize): void {
  x += <usize> from * (<usize> cols << 2)
  out += <usize> from << 3
  for (let i = from; i < to; i++, x += <usize> cols << 2, out += 8) {
    store<f64>(out, Math.sqrt(sumSquares(x, cols)))
  }
}
