/** acc + a · b in four lanes of single precision; fused where the build and the machine have it. */
export function fma4(a: v128, b: v128, acc: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, acc)
  return f32x4.add(f32x4.mul(a, b), acc)
}

/**
 * Filters [taps][outputs] → [outputs / 8][taps][8], so that a tile of eight outputs reads its weights in one run.
 */
export function packFilter(filter: usize, packed: usize, taps: i32, outputs: i32): void {
  const row = <usize> outputs << 2
  for (let o: usize = 0; o < row; o += 32) {
    let at = filter + o
    for (let t = 0; t < taps; t++, at += row, packed += 32) {
      v128.store(packed, v128.load(at))
      v128.store(packed, v128.load(at, 16), 16)
    }
  }
}

/**
 * Four output pixels (at x + 0, d1, d2, d3) times eight outputs: eight sums in registers, over `high` rows of the
 * window, each a run of `run` bytes (the window's width times the channels lie next to each other).
 */
function tile(
  x: usize,
  d1: usize,
  d2: usize,
  d3: usize,
  weights: usize,
  high: i32,
  run: usize,
  stride: usize,
  y: usize,
  step: usize,
  valid: i32
): void {
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, e0 = a0, e1 = a0
  for (let h = 0; h < high; h++, x += stride) {
    const end = x + run
    for (let p = x; p < end; p += 4, weights += 32) {
      const w0 = v128.load(weights), w1 = v128.load(weights, 16)
      let s = v128.load32_splat(p)
      a0 = fma4(s, w0, a0)
      a1 = fma4(s, w1, a1)
      s = v128.load32_splat(p + d1)
      b0 = fma4(s, w0, b0)
      b1 = fma4(s, w1, b1)
      s = v128.load32_splat(p + d2)
      c0 = fma4(s, w0, c0)
      c1 = fma4(s, w1, c1)
      s = v128.load32_splat(p + d3)
      e0 = fma4(s, w0, e0)
      e1 = fma4(s, w1, e1)
    }
  }
  v128.store(y, a0)
  v128.store(y, a1, 16)
  if (valid > 1) {
    v128.store(y + step, b0)
    v128.store(y + step, b1, 16)
  }
  if (valid > 2) {
    v128.store(y + 2 * step, c0)
    v128.store(y + 2 * step, c1, 16)
  }
  if (valid > 3) {
    v128.store(y + 3 * step, e0)
    v128.store(y + 3 * step, e1, 16)
  }
}

/**
 * Output rows `from` … `to` − 1 (counted through all images) of a convolution of a padded image
 * [images, tall, wide, channels] with packed filters, into [images, outTall, outWide, outputs], outputs % 8 = 0.
 *
 * Tiles of outputs outermost within blocks of `block` rows, so that the rows stay in the cache.
 */
export function convolve(
  x: usize,
  packed: usize,
  y: usize,
  from: i32,
  to: i32,
  tall: i32,
  wide: i32,
  channels: i32,
  outTall: i32,
  outWide: i32,
  outputs: i32,
  high: i32,
  width: i32,
  stride: i32,
  block: i32
): void {
  const pixel = <usize> channels << 2, xRow = <usize> wide * pixel, run = <usize> width * pixel
  const step = <usize> outputs << 2, weights = <usize> high * run << 3, hop = pixel * stride
  for (let first = from; first < to; first += block) {
    const last = min(to, first + block)
    for (let o = 0; o < outputs; o += 8) {
      const w = packed + <usize> (o >> 3) * weights
      for (let r = first; r < last; r++) {
        const image = r / outTall, top = (r - image * outTall) * stride
        let at = x + <usize> (image * tall + top) * xRow
        let out = y + <usize> r * <usize> outWide * step + (<usize> o << 2)
        for (let c = 0; c < outWide; c += 4, at += 4 * hop, out += 4 * step) {
          const valid = outWide - c
          tile(
            at,
            valid > 1 ? hop : 0,
            valid > 2 ? 2 * hop : 0,
            valid > 3 ? 3 * hop : 0,
            w,
            high,
            run,
            xRow,
            out,
            step,
            valid
          )
        }
      }
    }
  }
}
