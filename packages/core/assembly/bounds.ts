// Half squared distances of four sketched rows to one, from below, and by how much they may be larger.

/** Where sketches are; see sketch.ts. The first fields of every kernel's parameters. */
@unmanaged
export class Sketches {
  q: usize
  step: usize
  stats: usize
  rows: i32
}

// @ts-ignore: decorator
@inline
export function four(s: Sketches, kind: usize, row: i32): v128 {
  return v128.load(s.stats + ((kind * <usize> s.rows + <usize> row) << 2))
}

// @ts-ignore: decorator
@inline
function splat(s: Sketches, kind: usize, row: i32): v128 {
  return v128.load32_splat(s.stats + ((kind * <usize> s.rows + <usize> row) << 2))
}

/** What Cauchy–Schwarz allows for rows a … a + 3 against b: e_a m_b + m_a e_b. */
// @ts-ignore: decorator
@inline
function band(s: Sketches, a: i32, b: i32): v128 {
  return f32x4.add(
    f32x4.mul(four(s, 4, a), splat(s, 3, b)),
    f32x4.mul(four(s, 3, a), splat(s, 4, b))
  )
}

/** Bounds from below for rows a … a + 3 against b, whose sketches have the dot products `dots`. */
// @ts-ignore: decorator
@inline
export function below(s: Sketches, dots: v128, a: i32, b: i32): v128 {
  const cross = f32x4.mul(f32x4.convert_i32x4_s(dots), f32x4.mul(four(s, 0, a), splat(s, 0, b)))
  return f32x4.sub(f32x4.sub(f32x4.add(four(s, 1, a), splat(s, 1, b)), cross), band(s, a, b))
}

/** How far the bounds from above are from those from below. */
export function gap(s: Sketches, a: i32, b: i32): v128 {
  const twice = band(s, a, b), low = f32x4.add(four(s, 1, a), splat(s, 1, b))
  return f32x4.add(f32x4.add(twice, twice), f32x4.sub(f32x4.add(four(s, 2, a), splat(s, 2, b)), low))
}

/** `below` for one row against one, with their dot product. */
export function below1(s: Sketches, dot: i32, a: i32, b: i32): f32 {
  return f32x4.extract_lane(below(s, i32x4.splat(dot), a, b), 0)
}

/** `gap` for one row against one. */
export function gap1(s: Sketches, a: i32, b: i32): f32 {
  return f32x4.extract_lane(gap(s, a, b), 0)
}
