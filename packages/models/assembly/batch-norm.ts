import { fma4 } from "./convolve"

/** Rows that are added up in single precision before they go to a double: about 16 KB. */
function blockRows(channels: i32): i32 {
  return max(4, 4096 / channels)
}

/** Adds four lanes to four doubles. */
function addTo(out: usize, v: v128): void {
  v128.store(out, f64x2.add(v128.load(out), f64x2.promote_low_f32x4(v)))
  const high = i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)
  v128.store(out, f64x2.add(v128.load(out, 16), f64x2.promote_low_f32x4(high)), 16)
}

/** out[c] += Σ x[r, c] over rows, in double precision. channels % 4 = 0; channels `from` … `to` − 1. */
export function channelSums(x: usize, rows: i32, channels: i32, out: usize, from: i32, to: i32): void {
  const row = <usize> channels << 2, block = blockRows(channels)
  for (let first = 0; first < rows; first += block) {
    const last = min(rows, first + block)
    for (let c = from; c < to; c += 4) {
      let s = f32x4.splat(0)
      let at = x + <usize> first * row + (<usize> c << 2)
      for (let r = first; r < last; r++, at += row) s = f32x4.add(s, v128.load(at))
      addTo(out + (<usize> c << 3), s)
    }
  }
}

/** out[c] += Σ (x[r, c] − mean[c])². */
export function channelSquares(x: usize, mean: usize, rows: i32, channels: i32, out: usize, from: i32, to: i32): void {
  const row = <usize> channels << 2, block = blockRows(channels)
  for (let first = 0; first < rows; first += block) {
    const last = min(rows, first + block)
    for (let c = from; c < to; c += 4) {
      let s = f32x4.splat(0)
      const m = v128.load(mean + (<usize> c << 2))
      let at = x + <usize> first * row + (<usize> c << 2)
      for (let r = first; r < last; r++, at += row) {
        const d = f32x4.sub(v128.load(at), m)
        s = fma4(d, d, s)
      }
      addTo(out + (<usize> c << 3), s)
    }
  }
}

/** y = max(floor, x · scale[c] + shift[c]) for rows `from` … `to` − 1. */
export function affine(
  x: usize, scale: usize, shift: usize, y: usize, channels: i32, floor: f32, from: i32, to: i32
): void {
  const row = <usize> channels << 2, least = f32x4.splat(floor)
  x += <usize> from * row
  y += <usize> from * row
  for (let r = from; r < to; r++, x += row, y += row) {
    for (let c: usize = 0; c < row; c += 16) {
      v128.store(y + c, f32x4.max(least, fma4(v128.load(x + c), v128.load(scale + c), v128.load(shift + c))))
    }
  }
}

/** dy where y > 0 and zero elsewhere; dy itself where there is no y. */
function gated(dy: usize, y: usize, at: usize): v128 {
  const d = v128.load(dy + at)
  return y == 0 ? d : v128.and(d, f32x4.gt(v128.load(y + at), f32x4.splat(0)))
}

/** out[c] += Σ dy, out[channels + c] += Σ dy · (x − mean[c]), over the rows; dy only where y > 0 unless y = 0. */
export function gradientSums(
  x: usize, mean: usize, dy: usize, y: usize, rows: i32, channels: i32, out: usize, from: i32, to: i32
): void {
  const row = <usize> channels << 2, block = blockRows(channels), second = <usize> channels << 3
  for (let first = 0; first < rows; first += block) {
    const last = min(rows, first + block)
    for (let c = from; c < to; c += 4) {
      let s = f32x4.splat(0), t = s
      const m = v128.load(mean + (<usize> c << 2))
      let at = <usize> first * row + (<usize> c << 2)
      for (let r = first; r < last; r++, at += row) {
        const d = gated(dy, y, at)
        s = f32x4.add(s, d)
        t = fma4(d, f32x4.sub(v128.load(x + at), m), t)
      }
      addTo(out + (<usize> c << 3), s)
      addTo(out + second + (<usize> c << 3), t)
    }
  }
}

/** dx = a[c] · dy + b[c] · x + k[c] for rows `from` … `to` − 1; dy only where y > 0 unless y = 0. */
export function gradientCombine(
  x: usize, dy: usize, y: usize, a: usize, b: usize, k: usize, dx: usize, channels: i32, from: i32, to: i32
): void {
  const row = <usize> channels << 2
  const start = <usize> from * row
  for (let r = from, at = start; r < to; r++, at += row) {
    for (let c: usize = 0; c < row; c += 16) {
      const v = fma4(v128.load(x + at + c), v128.load(b + c), v128.load(k + c))
      v128.store(dx + at + c, fma4(gated(dy, y, at + c), v128.load(a + c), v))
    }
  }
}
