/**
 * Copies images [images, tall, wide, channels] into zeros [images, outTall, outWide, channels], the first pixel to
 * (top, left) and the others `apart` pixels apart: padding for apart = 1, zero insertion for more. What falls outside
 * is left out.
 */
export function pad(
  x: usize,
  out: usize,
  from: i32,
  to: i32,
  tall: i32,
  wide: i32,
  channels: i32,
  outTall: i32,
  outWide: i32,
  top: i32,
  left: i32,
  apart: i32
): void {
  const pixel = <usize> channels << 2, outRow = <usize> outWide * pixel
  for (let image = from; image < to; image++) {
    const target = out + <usize> image * <usize> outTall * outRow
    memory.fill(target, 0, <usize> outTall * outRow)
    for (let r = 0; r < tall; r++) {
      const row = top + r * apart
      if (row < 0 || row >= outTall) continue
      copyRow(
        x + <usize> (image * tall + r) * <usize> wide * pixel,
        target + <usize> row * outRow,
        wide,
        outWide,
        pixel,
        left,
        apart
      )
    }
  }
}

function copyRow(x: usize, out: usize, wide: i32, outWide: i32, pixel: usize, left: i32, apart: i32): void {
  if (apart == 1) {
    const skip = max(0, -left), count = min(wide, outWide - left) - skip
    if (count > 0) memory.copy(out + <usize> (left + skip) * pixel, x + <usize> skip * pixel, <usize> count * pixel)
    return
  }
  for (let c = 0; c < wide; c++) {
    const column = left + c * apart
    if (column >= 0 && column < outWide) memory.copy(out + <usize> column * pixel, x + <usize> c * pixel, pixel)
  }
}
