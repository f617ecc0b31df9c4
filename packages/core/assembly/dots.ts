import { fma2, load2, sum2 } from "./simd"

/** One row against one weight row. */
// @ts-ignore: decorator

function dot(x: usize, w: usize, cols: i32): f64 {
  let s = f64x2.splat(0)
  const whole = x + ((<usize> cols & ~1) << 2)
  for (; x < whole; x += 8, w += 16) s = fma2(load2(x), v128.load(w), s)
  return cols & 1 ? sum2(s) + <f64> load<f32>(x) * load<f64>(w) : sum2(s)
}

/** Three rows against four weight rows: twelve sums in registers. */
// @ts-ignore: decorator

function tile(x: usize, w: usize, cols: i32, out: usize, stride: usize): void {
  const xs = <usize> cols << 2, ws = <usize> cols << 3
  let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0
  let b0 = a0, b1 = a0, b2 = a0, b3 = a0, c0 = a0, c1 = a0, c2 = a0, c3 = a0
  const w1 = w + ws, w2 = w1 + ws, w3 = w2 + ws, x1 = x + xs, x2 = x1 + xs
  const whole = (<usize> cols & ~1) << 2
  for (let p: usize = 0; p < whole; p += 8) {
    const u = load2(x + p), v = load2(x1 + p), t = load2(x2 + p), q = p << 1
    let m = v128.load(w + q)
    a0 = fma2(u, m, a0)
    b0 = fma2(v, m, b0)
    c0 = fma2(t, m, c0)
    m = v128.load(w1 + q)
    a1 = fma2(u, m, a1)
    b1 = fma2(v, m, b1)
    c1 = fma2(t, m, c1)
    m = v128.load(w2 + q)
    a2 = fma2(u, m, a2)
    b2 = fma2(v, m, b2)
    c2 = fma2(t, m, c2)
    m = v128.load(w3 + q)
    a3 = fma2(u, m, a3)
    b3 = fma2(v, m, b3)
    c3 = fma2(t, m, c3)
  }
  put(out, a0, a1, a2, a3, x, w, cols)
  put(out + stride, b0, b1, b2, b3, x1, w, cols)
  put(out + 2 * stride, c0, c1, c2, c3, x2, w, cols)
}

/** Stores one row's four sums, with the last column where their number is odd. */
// @ts-ignore: decorator

function put(out: usize, s0: v128, s1: v128, s2: v128, s3: v128, x: usize, w: usize, cols: i32): void {
  const ws = <usize> cols << 3
  let last: f64 = 0, q = w + ws - 8
  const odd = (cols & 1) != 0
  if (odd) last = <f64> load<f32>(x + (<usize> (cols - 1) << 2))
  store<f64>(out, odd ? sum2(s0) + last * load<f64>(q) : sum2(s0))
  store<f64>(out, odd ? sum2(s1) + last * load<f64>(q + ws) : sum2(s1), 8)
  store<f64>(out, odd ? sum2(s2) + last * load<f64>(q + 2 * ws) : sum2(s2), 16)
  store<f64>(out, odd ? sum2(s3) + last * load<f64>(q + 3 * ws) : sum2(s3), 24)
}

export function dots(x: usize, rows: i32, cols: i32, w: usize, count: i32, out: usize): void {
  const xs = <usize> cols << 2, ws = <usize> cols << 3, stride = <usize> count << 3
  let i = 0
  for (; i + 3 <= rows; i += 3, x += 3 * xs, out += 3 * stride) {
    let j = 0
    for (; j + 4 <= count; j += 4) tile(x, w + <usize> j * ws, cols, out + (<usize> j << 3), stride)
    for (; j < count; j++) {
      for (let r: usize = 0; r < 3; r++) {
        store<f64>(out + r * stride + (<usize> j << 3), dot(x + r * xs, w + <usize> j * ws, cols))
      }
    }
  }
  for (; i < rows; i++, x += xs, out += stride) {
    for (let j = 0; j < count; j++) store<f64>(out + (<usize> j << 3), dot(x, w + <usize> j * ws, cols))
  }
}
