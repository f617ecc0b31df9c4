import { sumSquares } from "./row-norms"
import { load2 } from "./simd"

/**
 * Lengths this near to 1 change no number: the product rounds back to it, since single precision has 24 digits and below a power of two one more. So do most lengths
 * of rows that were scaled in single precision before.
 */
const SAME: f64 = 2.98022939659858e-8 // 2^-25 (1 − 2^-20)

/** Multiplies `cols` numbers by a factor, in double precision. */
function scale(x: usize, cols: i32, factor: f64): void {
  const fours = x + ((<usize> cols & ~3) << 2), twos = x + ((<usize> cols & ~1) << 2), f = f64x2.splat(factor)
  for (; x < fours; x += 16) {
    const all = v128.load(x), rest = v128.shuffle<u64>(all, all, 1, 1)
    const low = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(all), f))
    const high = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(rest), f))
    v128.store(x, v128.shuffle<u64>(low, high, 0, 2))
  }
  for (; x < twos; x += 8) v128.store64_lane(x, f32x4.demote_f64x2_zero(f64x2.mul(load2(x), f)), 0)
  if (cols & 1) store<f32>(x, <f32> (<f64> load<f32>(x) * factor))
}

/** A row divided by its length; a zero row stays zero. */
function divide(x: usize, cols: i32, norm: f64): void {
  if (norm > 0 && Math.abs(norm - 1) > SAME) scale(x, cols, 1 / norm)
}

/** Rows from … to − 1 at unit length, and their lengths; zero rows stay zero. */
export function normalizeRows(from: i32, to: i32, x: usize, cols: i32, norms: usize): void {
  x += <usize> from * (<usize> cols << 2)
  norms += <usize> from << 3
  for (let i = from; i < to; i++, norms += 8, x += <usize> cols << 2) {
    const norm = Math.sqrt(sumSquares(x, cols))
    store<f64>(norms, norm)
    divide(x, cols, norm)
  }
}

/** Rows from … to − 1 divided by their lengths, which are known. */
export function divideRows(from: i32, to: i32, x: usize, cols: i32, norms: usize): void {
  x += <usize> from * (<usize> cols << 2)
  norms += <usize> from << 3
  for (let i = from; i < to; i++, norms += 8, x += <usize> cols << 2) divide(x, cols, load<f64>(norms))
}

/** {@link divideRows} of the rows whose flag is not 0. */
export function divideSome(from: i32, to: i32, x: usize, cols: i32, norms: usize, flags: usize): void {
  for (let i = from; i < to; i++) {
    if (load<i32>(flags + (<usize> i << 2)) == 0) continue
    divide(x + <usize> i * (<usize> cols << 2), cols, load<f64>(norms + (<usize> i << 3)))
  }
}
