// Which numbers a dropout keeps: Philox-4x32-10 of four counters at a time, the bits of packages/core/src/Rng.ts.

/** The 32-bit words of the products of four numbers, by their place in two vectors of two products each. */
// @ts-ignore: decorator
@inline
function lowWords(p: v128, q: v128): v128 {
  return v128.shuffle<i32>(p, q, 0, 2, 4, 6)
}

// @ts-ignore: decorator
@inline
function highWords(p: v128, q: v128): v128 {
  return v128.shuffle<i32>(p, q, 1, 3, 5, 7)
}

/** All ones where the number of 53 bits, of two 32-bit words each, is below `most`; of the first two. */
// @ts-ignore: decorator
@inline
function below(high: v128, low: v128, most: v128): v128 {
  const bits = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_u(high), f64x2.splat(67108864)),
    f64x2.convert_low_i32x4_u(low)
  )
  return f64x2.lt(bits, most)
}

/**
 * The numbers from … to − 1 of a mask: 0 where the counter's uniform number is below the rate, else `kept`. `most` is the rate
 * times 2⁵³.
 */
export function keepMask(
  keyLow: i32, keyHigh: i32, most: f64, kept: f32, out: usize, from: i32, to: i32
): void {
  const m0 = i32x4.splat(0xD2511F53), m1 = i32x4.splat(0xCD9E8D57), limit = f64x2.splat(most), one = f32x4.splat(kept)
  out += <usize> from << 2
  for (let i = from; i < to; i += 4, out += 16) {
    let x0 = i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3)), x1 = i32x4.splat(0), x2 = x1, x3 = i32x4.splat(0x756e69)
    let k0 = keyLow, k1 = keyHigh
    for (let round = 0; round < 10; round++, k0 += 0x9E3779B9, k1 += 0xBB67AE85) {
      const p0 = i64x2.extmul_low_i32x4_u(x0, m0), q0 = i64x2.extmul_high_i32x4_u(x0, m0)
      const p1 = i64x2.extmul_low_i32x4_u(x2, m1), q1 = i64x2.extmul_high_i32x4_u(x2, m1)
      x0 = v128.xor(v128.xor(highWords(p1, q1), x1), i32x4.splat(k0))
      x1 = lowWords(p1, q1)
      x2 = v128.xor(v128.xor(highWords(p0, q0), x3), i32x4.splat(k1))
      x3 = lowWords(p0, q0)
    }
    const high = i32x4.shr_u(x0, 5), low = i32x4.shr_u(x1, 6)
    const first = below(high, low, limit)
    const second = below(v128.shuffle<i32>(high, high, 2, 3, 2, 3), v128.shuffle<i32>(low, low, 2, 3, 2, 3), limit)
    const mask = v128.andnot(one, lowWords(first, second))
    if (i + 4 <= to) v128.store(out, mask)
    else {
      store<f32>(out, f32x4.extract_lane(mask, 0))
      if (i + 1 < to) store<f32>(out, f32x4.extract_lane(mask, 1), 4)
      if (i + 2 < to) store<f32>(out, f32x4.extract_lane(mask, 2), 8)
    }
  }
}
