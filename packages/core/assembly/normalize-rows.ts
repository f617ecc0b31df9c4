import { sumSquares } from "./row-norms"
import { load2 } from "./simd"

/** Multiplies `cols` numbers by a factor, in double precision. */
function scale(x: usize, cols: i32, factor: f64): void {
  const whole = x + ((<usize> cols & ~1) << 2), f = f64x2.splat(factor)
  for (; x < whole; x += 8) v128.store64_lane(x, f32x4.demote_f64x2_zero(f64x2.mul(load2(x), f)), 0)
  if (cols & 1) store<f32>(x, <f32> (<f64> load<f32>(x) * factor))
}

/** Rows from … to − 1 at unit length, and their lengths; zero rows stay zero. */
export function normalizeRows(from: i32, to: i32, x: usize, cols: i32, norms: usize): void {
  x += <usize> from * (<usize> cols << 2)
  norms += <usize> from << 3
  for (let i = from; i < to; i++, norms += 8, x += <usize> cols << 2) {
    const norm = Math.sqrt(sumSquares(x, cols))
    store<f64>(norms, norm)
    if (norm > 0) scale(x, cols, 1 / norm)
  }
}
