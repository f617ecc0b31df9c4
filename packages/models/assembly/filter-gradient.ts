import { fma4 } from "./convolve"

/** Four rows of the filter times eight outputs, over a block of output rows: eight sums kept in registers. */
function tile4(
  x: usize,
  g: usize,
  out: usize,
  step: usize,
  first: i32,
  last: i32,
  outTall: i32,
  outWide: i32,
  tall: i32,
  xRow: usize,
  hop: usize,
  stride: i32
): void {
  const o1 = out + step, o2 = o1 + step, o3 = o2 + step
  let a0 = v128.load(out), a1 = v128.load(out, 16), b0 = v128.load(o1), b1 = v128.load(o1, 16)
  let c0 = v128.load(o2), c1 = v128.load(o2, 16), e0 = v128.load(o3), e1 = v128.load(o3, 16)
  g += <usize> first * <usize> outWide * step
  for (let r = first; r < last; r++) {
    const image = r / outTall
    let p = x + <usize> (image * tall + (r - image * outTall) * stride) * xRow
    for (let c = 0; c < outWide; c++, p += hop, g += step) {
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
  v128.store(o1, b0)
  v128.store(o1, b1, 16)
  v128.store(o2, c0)
  v128.store(o2, c1, 16)
  v128.store(o3, e0)
  v128.store(o3, e1, 16)
}

/** {@link tile4} for one row of the filter. */
function tile1(
  x: usize,
  g: usize,
  out: usize,
  step: usize,
  first: i32,
  last: i32,
  outTall: i32,
  outWide: i32,
  tall: i32,
  xRow: usize,
  hop: usize,
  stride: i32
): void {
  let a0 = v128.load(out), a1 = v128.load(out, 16)
  g += <usize> first * <usize> outWide * step
  for (let r = first; r < last; r++) {
    const image = r / outTall
    let p = x + <usize> (image * tall + (r - image * outTall) * stride) * xRow
    for (let c = 0; c < outWide; c++, p += hop, g += step) {
      const s = v128.load32_splat(p)
      a0 = fma4(s, v128.load(g), a0)
      a1 = fma4(s, v128.load(g, 16), a1)
    }
  }
  v128.store(out, a0)
  v128.store(out, a1, 16)
}

/**
 * Adds to rows `from` … `to` − 1 of a filter's gradient [high · width · channels, outputs] what `rows` output rows
 * say: the sum over output pixels of (padded input under this tap) × (gradient of the output). outputs % 8 = 0.
 *
 * Rows are numbered through one row of the window at a time; a range lies within one row of the window or holds whole
 * ones. The sum runs over output rows in order, so splitting the rows among threads changes no bit.
 */
export function filterGradient(
  x: usize,
  g: usize,
  out: usize,
  from: i32,
  to: i32,
  rows: i32,
  tall: i32,
  wide: i32,
  channels: i32,
  outTall: i32,
  outWide: i32,
  outputs: i32,
  width: i32,
  stride: i32,
  block: i32
): void {
  const pixel = <usize> channels << 2, xRow = <usize> wide * pixel, step = <usize> outputs << 2
  const run = width * channels, hop = pixel * stride
  for (let first = 0; first < rows; first += block) {
    const last = min(rows, first + block)
    for (let begin = from; begin < to;) {
      const h = begin / run, end = min(to, (h + 1) * run)
      const at = x + <usize> h * xRow
      for (let o: usize = 0; o < step; o += 32) {
        let k = begin
        for (; k + 4 <= end; k += 4) {
          tile4(
            at + (<usize> (k - h * run) << 2),
            g + o,
            out + <usize> k * step + o,
            step,
            first,
            last,
            outTall,
            outWide,
            tall,
            xRow,
            hop,
            stride
          )
        }
        for (; k < end; k++) {
          tile1(
            at + (<usize> (k - h * run) << 2),
            g + o,
            out + <usize> k * step + o,
            step,
            first,
            last,
            outTall,
            outWide,
            tall,
            xRow,
            hop,
            stride
          )
        }
      }
      begin = end
    }
  }
}
