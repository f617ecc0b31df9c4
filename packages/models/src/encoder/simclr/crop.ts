/** Part of an image, resized to the size of the whole. */
import type { Crop } from "./views.ts"

type Shape = readonly [tall: number, wide: number, channels: number]

/** Numbers row by row, the channels last. */
export interface Pixels {
  readonly data: Float32Array | Uint8Array
  /** Where the image begins. */
  readonly from: number
}

/** For each pixel along one side, its two neighbors in the source and the share of the second. */
interface Side {
  readonly low: Int32Array
  readonly high: Int32Array
  readonly share: Float64Array
}

const sideOf = (size: number): Side => ({
  low: new Int32Array(size),
  high: new Int32Array(size),
  share: new Float64Array(size)
})

/** Pixels have their centers at halves; beyond the part's border its outermost pixel goes on. */
const fill = ({ high, low, share }: Side, start: number, length: number, step: number, mirrored: boolean): void => {
  const size = low.length
  for (let i = 0; i < size; i++) {
    const center = Math.max(0, (i + 0.5) * length / size - 0.5)
    const first = Math.floor(center), at = mirrored ? size - 1 - i : i
    low[at] = (start + first) * step
    high[at] = (start + Math.min(first + 1, length - 1)) * step
    share[at] = center - first
  }
}

/**
 * A function that writes the part `crop` of an image of `shape` to `out` at `at`, resized to the whole by bilinear
 * interpolation and mirrored where asked; each number times `factor`. The part is never larger than the whole, so that
 * there is nothing to smooth. O(pixels); not reentrant.
 */
export const cropper = ([tall, wide, channels]: Shape) => {
  const rows = sideOf(tall), columns = sideOf(wide)
  return (
    { data, from }: Pixels,
    { left, tall: h, top, wide: w }: Crop,
    flip: boolean,
    factor: number,
    out: Float32Array,
    at: number
  ): void => {
    fill(rows, top, h, wide * channels, false)
    fill(columns, left, w, channels, flip)
    const { high, low, share } = columns
    let to = at
    for (let r = 0; r < tall; r++) {
      const above = from + rows.low[r]!, below = from + rows.high[r]!, down = rows.share[r]!
      for (let c = 0; c < wide; c++) {
        const a = low[c]!, b = high[c]!, right = share[c]!
        for (let k = 0; k < channels; k++) {
          const upper = data[above + a + k]! * (1 - right) + data[above + b + k]! * right
          const lower = data[below + a + k]! * (1 - right) + data[below + b + k]! * right
          out[to++] = factor * (upper * (1 - down) + lower * down)
        }
      }
    }
  }
}
