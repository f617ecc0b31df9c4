import { fma4 } from "./convolve"

/**
 * Input rows `first` … `last` − 1, channels 4 · `from` … 4 · `to` − 1, as [group of four channels][row][column][4],
 * so that a tile reads one run of memory; with the channels' own stride, a power of two, they would push each other
 * out of the cache. Missing channels are zero.
 */
function packInput(
  x: usize, panel: usize, first: i32, last: i32, wide: i32, channels: i32, from: i32, to: i32
): void {
  const pixel = <usize> channels << 2, pixels = (last - first) * wide
  for (let group = from; group < to; group++) {
    let at = x + <usize> first * <usize> wide * pixel + (<usize> group << 4)
    const left = channels - 4 * group
    if (left >= 4) {
      for (let p = 0; p < pixels; p++, at += pixel, panel += 16) v128.store(panel, v128.load(at))
      continue
    }
    for (let p = 0; p < pixels; p++, at += pixel, panel += 16) {
      v128.store(panel, f32x4.splat(0))
      for (let c = 0; c < left; c++) store<f32>(panel + (<usize> c << 2), load<f32>(at + (<usize> c << 2)))
    }
  }
}

/** Eight outputs of the gradient of `pixels` output pixels, one after the other. */
function packOutput(g: usize, panel: usize, pixels: i32, step: usize): void {
  for (let p = 0; p < pixels; p++, g += step, panel += 32) {
    v128.store(panel, v128.load(g))
    v128.store(panel, v128.load(g, 16), 16)
  }
}

/** Where an output row's window begins in a panel of input rows. */
function rowOf(r: i32, outTall: i32, tall: i32, stride: i32): i32 {
  const image = r / outTall
  return image * tall + (r - image * outTall) * stride
}

/** Four channels under one tap times eight outputs, over a block of output rows: eight sums kept in registers. */
function tile(
  panel: usize, origin: i32, xRow: usize, hop: usize, g: usize, out: usize, step: usize, valid: i32, first: i32,
  last: i32, outTall: i32, outWide: i32, tall: i32, stride: i32
): void {
  let a0 = v128.load(out), a1 = v128.load(out, 16), b0 = f32x4.splat(0), b1 = b0, c0 = b0, c1 = b0, e0 = b0, e1 = b0
  const o1 = out + step, o2 = o1 + step, o3 = o2 + step
  if (valid > 1) b0 = v128.load(o1), b1 = v128.load(o1, 16)
  if (valid > 2) c0 = v128.load(o2), c1 = v128.load(o2, 16)
  if (valid > 3) e0 = v128.load(o3), e1 = v128.load(o3, 16)
  for (let r = first; r < last; r++) {
    let p = panel + <usize> (rowOf(r, outTall, tall, stride) - origin) * xRow
    for (const end = g + (<usize> outWide << 5); g < end; g += 32, p += hop) {
      const g0 = v128.load(g), g1 = v128.load(g, 16)
      let s = v128.load32_splat(p)
      a0 = fma4(s, g0, a0)
      a1 = fma4(s, g1, a1)
      s = v128.load32_splat(p, 4)
      b0 = fma4(s, g0, b0)
      b1 = fma4(s, g1, b1)
      s = v128.load32_splat(p, 8)
      c0 = fma4(s, g0, c0)
      c1 = fma4(s, g1, c1)
      s = v128.load32_splat(p, 12)
      e0 = fma4(s, g0, e0)
      e1 = fma4(s, g1, e1)
    }
  }
  v128.store(out, a0)
  v128.store(out, a1, 16)
  if (valid > 1) v128.store(o1, b0), v128.store(o1, b1, 16)
  if (valid > 2) v128.store(o2, c0), v128.store(o2, c1, 16)
  if (valid > 3) v128.store(o3, e0), v128.store(o3, e1, 16)
}

/**
 * Adds to a filter's gradient [high, width, channels, outputs] what `rows` output rows say of the channels
 * 4 · `from` … 4 · `to` − 1: the sum over output pixels of (padded input under this tap) × (gradient of the output).
 * outputs % 8 = 0. `scratch` holds 4 · (to − from) · (input rows of a block) · wide + 8 · block · outWide numbers.
 *
 * The sum runs over blocks of `block` output rows in order, so splitting the channels among threads changes no bit.
 */
export function filterGradient(
  x: usize, g: usize, out: usize, scratch: usize, from: i32, to: i32, rows: i32, tall: i32, wide: i32, channels: i32,
  outTall: i32, outWide: i32, outputs: i32, high: i32, width: i32, stride: i32, block: i32
): void {
  const step = <usize> outputs << 2, xRow = <usize> wide << 4
  for (let first = 0; first < rows; first += block) {
    const last = min(rows, first + block), origin = rowOf(first, outTall, tall, stride)
    const count = rowOf(last - 1, outTall, tall, stride) + high - origin
    const group = <usize> count * xRow, gradient = scratch + <usize> (to - from) * group
    packInput(x, scratch, origin, origin + count, wide, channels, from, to)
    for (let o: usize = 0; o < step; o += 32) {
      packOutput(g + <usize> first * <usize> outWide * step + o, gradient, (last - first) * outWide, step)
      for (let tap = 0; tap < high * width; tap++) {
        const h = tap / width, shift = <usize> h * xRow + (<usize> (tap - h * width) << 4)
        for (let k = from; k < to; k++) {
          const target = out + <usize> (tap * channels + 4 * k) * step + o
          tile(
            scratch + <usize> (k - from) * group + shift, origin, xRow, <usize> stride << 4, gradient, target, step,
            min(4, channels - 4 * k), first, last, outTall, outWide, tall, stride
          )
        }
      }
    }
  }
}
