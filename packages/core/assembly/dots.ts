import { fma2, load2, sum2 } from "./simd"

/** One row against one weight row. The same bits as a tile gives. */
function dot(x: usize, w: usize, cols: i32): f64 {
  let s = f64x2.splat(0)
  const whole = x + ((<usize> cols & ~1) << 2)
  for (; x < whole; x += 8, w += 16) s = fma2(load2(x), v128.load(w), s)
  return cols & 1 ? sum2(s) + <f64> load<f32>(x) * load<f64>(w) : sum2(s)
}

/** Stores the sums of two rows with weight row `j`, and the product of the last column where their number is odd. */
function put(out0: usize, out1: usize, j: usize, a: v128, b: v128, odd: bool, s: f64, t: f64, last: usize): void {
  store<f64>(out0 + (j << 3), odd ? sum2(a) + s * load<f64>(last) : sum2(a))
  store<f64>(out1 + (j << 3), odd ? sum2(b) + t * load<f64>(last) : sum2(b))
}

/** Two rows against six weight rows: 12 sums in registers. */
function tile6(x: usize, y: usize, w: usize, cols: i32, out0: usize, out1: usize): void {
  const stride = <usize> cols << 3, whole = (<usize> cols & ~1) << 2, z = f64x2.splat(0)
  let a0 = z, a1 = z, a2 = z, a3 = z, a4 = z, a5 = z, b0 = z, b1 = z, b2 = z, b3 = z, b4 = z, b5 = z
  const w1 = w + stride, w2 = w1 + stride, w3 = w2 + stride, w4 = w3 + stride, w5 = w4 + stride
  for (let p: usize = 0, q: usize = 0; p < whole; p += 8, q += 16) {
    const u = load2(x + p), v = load2(y + p)
    let m = v128.load(w + q)
    a0 = fma2(u, m, a0)
    b0 = fma2(v, m, b0)
    m = v128.load(w1 + q)
    a1 = fma2(u, m, a1)
    b1 = fma2(v, m, b1)
    m = v128.load(w2 + q)
    a2 = fma2(u, m, a2)
    b2 = fma2(v, m, b2)
    m = v128.load(w3 + q)
    a3 = fma2(u, m, a3)
    b3 = fma2(v, m, b3)
    m = v128.load(w4 + q)
    a4 = fma2(u, m, a4)
    b4 = fma2(v, m, b4)
    m = v128.load(w5 + q)
    a5 = fma2(u, m, a5)
    b5 = fma2(v, m, b5)
  }
  let s: f64 = 0, t: f64 = 0
  const odd = (cols & 1) != 0, last = whole << 1
  if (odd) {
    s = <f64> load<f32>(x + whole)
    t = <f64> load<f32>(y + whole)
  }
  put(out0, out1, 0, a0, b0, odd, s, t, w + last)
  put(out0, out1, 1, a1, b1, odd, s, t, w1 + last)
  put(out0, out1, 2, a2, b2, odd, s, t, w2 + last)
  put(out0, out1, 3, a3, b3, odd, s, t, w3 + last)
  put(out0, out1, 4, a4, b4, odd, s, t, w4 + last)
  put(out0, out1, 5, a5, b5, odd, s, t, w5 + last)
}

/** Two rows against four weight rows: 8 sums in registers. */
function tile4(x: usize, y: usize, w: usize, cols: i32, out0: usize, out1: usize): void {
  const stride = <usize> cols << 3, whole = (<usize> cols & ~1) << 2, z = f64x2.splat(0)
  let a0 = z, a1 = z, a2 = z, a3 = z, b0 = z, b1 = z, b2 = z, b3 = z
  const w1 = w + stride, w2 = w1 + stride, w3 = w2 + stride
  for (let p: usize = 0, q: usize = 0; p < whole; p += 8, q += 16) {
    const u = load2(x + p), v = load2(y + p)
    let m = v128.load(w + q)
    a0 = fma2(u, m, a0)
    b0 = fma2(v, m, b0)
    m = v128.load(w1 + q)
    a1 = fma2(u, m, a1)
    b1 = fma2(v, m, b1)
    m = v128.load(w2 + q)
    a2 = fma2(u, m, a2)
    b2 = fma2(v, m, b2)
    m = v128.load(w3 + q)
    a3 = fma2(u, m, a3)
    b3 = fma2(v, m, b3)
  }
  let s: f64 = 0, t: f64 = 0
  const odd = (cols & 1) != 0, last = whole << 1
  if (odd) {
    s = <f64> load<f32>(x + whole)
    t = <f64> load<f32>(y + whole)
  }
  put(out0, out1, 0, a0, b0, odd, s, t, w + last)
  put(out0, out1, 1, a1, b1, odd, s, t, w1 + last)
  put(out0, out1, 2, a2, b2, odd, s, t, w2 + last)
  put(out0, out1, 3, a3, b3, odd, s, t, w3 + last)
}

/** Two rows (or one row twice) against every weight row. */
function pair(x: usize, y: usize, cols: i32, w: usize, count: i32, out0: usize, out1: usize): void {
  const stride = <usize> cols << 3
  for (let j = 0; j < count;) {
    const width = count - j >= 6 ? 6 : count - j >= 4 ? 4 : 1
    const o0 = out0 + (<usize> j << 3), o1 = out1 + (<usize> j << 3), at = w + <usize> j * stride
    if (width == 6) tile6(x, y, at, cols, o0, o1)
    else if (width == 4) tile4(x, y, at, cols, o0, o1)
    else {
      store<f64>(o0, dot(x, at, cols))
      store<f64>(o1, dot(y, at, cols))
    }
    j += width
  }
}

/** The dot products of rows from … to − 1 with `count` weight rows. */
export function dots(from: i32, to: i32, x: usize, cols: i32, w: usize, count: i32, out: usize): void {
  const xs = <usize> cols << 2, os = <usize> count << 3
  x += <usize> from * xs
  out += <usize> from * os
  for (let i = from; i < to; i += 2) {
    const other: usize = i + 1 < to ? 1 : 0
    pair(x, x + other * xs, cols, w, count, out, out + other * os)
    x += 2 * xs
    out += 2 * os
  }
}
