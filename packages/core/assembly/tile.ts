// Two rows against six (or four) centers in single precision: twelve sums in registers. Centers lie in a panel whose
// rows are padded with zeros to a multiple of four numbers, so only the rows' last numbers need care.
import { fma4 } from "./simd"

/** The last one to three numbers of a row, padded with zeros. */
// @ts-ignore: decorator
@inline
function tail(x: usize, count: usize): v128 {
  if (count == 1) return v128.load32_zero(x)
  const two = v128.load64_zero(x)
  return count == 2 ? two : v128.load32_lane(x, two, 2, 8)
}

/** The sums of four vectors, in one vector. */
// @ts-ignore: decorator
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}

/** x · w for one row and one center. The same bits as a tile gives. */
export function dot(x: usize, w: usize, cols: usize): f32 {
  let s = f32x4.splat(0)
  const whole = x + ((cols & ~3) << 2)
  for (; x < whole; x += 16, w += 16) s = fma4(v128.load(x), v128.load(w), s)
  if (cols & 3) s = fma4(tail(x, cols & 3), v128.load(w), s)
  const t = f32x4.add(s, v128.shuffle<f32>(s, s, 2, 3, 0, 1))
  return f32x4.extract_lane(t, 0) + f32x4.extract_lane(t, 1)
}

/** Two rows × six centers; `out0` and `out1` take six numbers each. */
export function tile6(x: usize, y: usize, w: usize, cols: usize, out0: usize, out1: usize): void {
  const z = f32x4.splat(0), stride = (cols + 3 & ~3) << 2, whole = (cols & ~3) << 2
  let a0 = z, a1 = z, a2 = z, a3 = z, a4 = z, a5 = z, b0 = z, b1 = z, b2 = z, b3 = z, b4 = z, b5 = z
  const w1 = w + stride, w2 = w1 + stride, w3 = w2 + stride, w4 = w3 + stride, w5 = w4 + stride
  let p: usize = 0
  for (; p < whole; p += 16) {
    const u = v128.load(x + p), v = v128.load(y + p)
    let m = v128.load(w + p)
    a0 = fma4(u, m, a0)
    b0 = fma4(v, m, b0)
    m = v128.load(w1 + p)
    a1 = fma4(u, m, a1)
    b1 = fma4(v, m, b1)
    m = v128.load(w2 + p)
    a2 = fma4(u, m, a2)
    b2 = fma4(v, m, b2)
    m = v128.load(w3 + p)
    a3 = fma4(u, m, a3)
    b3 = fma4(v, m, b3)
    m = v128.load(w4 + p)
    a4 = fma4(u, m, a4)
    b4 = fma4(v, m, b4)
    m = v128.load(w5 + p)
    a5 = fma4(u, m, a5)
    b5 = fma4(v, m, b5)
  }
  if (p < stride) {
    const u = tail(x + p, cols & 3), v = tail(y + p, cols & 3)
    let m = v128.load(w + p)
    a0 = fma4(u, m, a0)
    b0 = fma4(v, m, b0)
    m = v128.load(w1 + p)
    a1 = fma4(u, m, a1)
    b1 = fma4(v, m, b1)
    m = v128.load(w2 + p)
    a2 = fma4(u, m, a2)
    b2 = fma4(v, m, b2)
    m = v128.load(w3 + p)
    a3 = fma4(u, m, a3)
    b3 = fma4(v, m, b3)
    m = v128.load(w4 + p)
    a4 = fma4(u, m, a4)
    b4 = fma4(v, m, b4)
    m = v128.load(w5 + p)
    a5 = fma4(u, m, a5)
    b5 = fma4(v, m, b5)
  }
  v128.store(out0, sums(a0, a1, a2, a3))
  v128.store64_lane(out0, sums(a4, a5, z, z), 0, 16)
  v128.store(out1, sums(b0, b1, b2, b3))
  v128.store64_lane(out1, sums(b4, b5, z, z), 0, 16)
}

/** Two rows × four centers; `out0` and `out1` take four numbers each. */
export function tile4(x: usize, y: usize, w: usize, cols: usize, out0: usize, out1: usize): void {
  const z = f32x4.splat(0), stride = (cols + 3 & ~3) << 2, whole = (cols & ~3) << 2
  let a0 = z, a1 = z, a2 = z, a3 = z, b0 = z, b1 = z, b2 = z, b3 = z
  const w1 = w + stride, w2 = w1 + stride, w3 = w2 + stride
  let p: usize = 0
  for (; p < whole; p += 16) {
    const u = v128.load(x + p), v = v128.load(y + p)
    let m = v128.load(w + p)
    a0 = fma4(u, m, a0)
    b0 = fma4(v, m, b0)
    m = v128.load(w1 + p)
    a1 = fma4(u, m, a1)
    b1 = fma4(v, m, b1)
    m = v128.load(w2 + p)
    a2 = fma4(u, m, a2)
    b2 = fma4(v, m, b2)
    m = v128.load(w3 + p)
    a3 = fma4(u, m, a3)
    b3 = fma4(v, m, b3)
  }
  if (p < stride) {
    const u = tail(x + p, cols & 3), v = tail(y + p, cols & 3)
    let m = v128.load(w + p)
    a0 = fma4(u, m, a0)
    b0 = fma4(v, m, b0)
    m = v128.load(w1 + p)
    a1 = fma4(u, m, a1)
    b1 = fma4(v, m, b1)
    m = v128.load(w2 + p)
    a2 = fma4(u, m, a2)
    b2 = fma4(v, m, b2)
    m = v128.load(w3 + p)
    a3 = fma4(u, m, a3)
    b3 = fma4(v, m, b3)
  }
  v128.store(out0, sums(a0, a1, a2, a3))
  v128.store(out1, sums(b0, b1, b2, b3))
}

/**
 * The dot products of rows x and y with `count` centers of a padded panel, by the fewest tiles. The panel has six rows of room behind the
 * centers, and `out0` and `out1` six numbers.
 */
export function panelDots(x: usize, y: usize, panel: usize, cols: usize, count: i32, out0: usize, out1: usize): void {
  const stride = (cols + 3 & ~3) << 2
  for (let left = count; left > 0;) {
    const width = left == 5 || left == 6 || left > 8 ? 6 : 4
    if (width == 6) tile6(x, y, panel, cols, out0, out1)
    else tile4(x, y, panel, cols, out0, out1)
    left -= width
    panel += <usize> width * stride
    out0 += <usize> width << 2
    out1 += <usize> width << 2
  }
}
