import { fma2, load2, sum2 } from "./simd"

/** Σ (x − c)² of a single-precision row and a double-precision point, as direct differences. */
export function squaredDistance(x: usize, c: usize, cols: i32): f64 {
  let s = f64x2.splat(0), t = f64x2.splat(0)
  const whole = x + ((<usize> cols & ~3) << 2), end = x + (<usize> cols << 2)
  for (; x < whole; x += 16, c += 32) {
    const a = f64x2.sub(load2(x), v128.load(c)), b = f64x2.sub(load2(x + 8), v128.load(c, 16))
    s = fma2(a, a, s)
    t = fma2(b, b, t)
  }
  let sum = sum2(f64x2.add(s, t))
  for (; x < end; x += 4, c += 8) {
    const a = <f64> load<f32>(x) - load<f64>(c)
    sum += a * a
  }
  return sum
}

/** Squared distances of rows from … to − 1 to one point. */
export function squaredDistances(from: i32, to: i32, x: usize, cols: i32, c: usize, out: usize): void {
  x += <usize> from * (<usize> cols << 2)
  out += <usize> from << 3
  for (let i = from; i < to; i++, x += <usize> cols << 2, out += 8) store<f64>(out, squaredDistance(x, c, cols))
}
