// What the two builds differ in, and the helpers that every kernel uses.

/** a · b + c in single precision: one rounding in the relaxed build (where the machine fuses), two in the plain one. */
export function fma4(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c)
}

/** a · b + c in double precision, as fma4. */
export function fma2(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(a, b, c) : f64x2.add(f64x2.mul(a, b), c)
}

/** The two single-precision numbers at `at`, in double precision. */
export function load2(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at))
}

/** The sum of four lanes, in a fixed order. */
export function sum4(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  )
}

/** The sum of two lanes. */
export function sum2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1)
}
