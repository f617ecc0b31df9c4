/**
 * Pixels as a PNG: eight bits a channel, gray or color, not interlaced.
 */
import { crc32, deflateSync } from "node:zlib"

/** What the pixels are. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
}

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const out = new Uint8Array(12 + data.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, data.length)
  out.set(new TextEncoder().encode(type), 4)
  out.set(data, 8)
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)))
  return out
}

const header = ({ channels, height, width }: Raster): Uint8Array => {
  const out = new Uint8Array(13)
  const view = new DataView(out.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  out.set([8, channels === 1 ? 0 : 2], 8)
  return out
}

/** The file's bytes. `pixels`: row by row from the top, the channels of a pixel side by side. */
export const encodePng = (pixels: Uint8Array, raster: Raster): Uint8Array => {
  const stride = raster.width * raster.channels
  const lines = new Uint8Array(raster.height * (stride + 1))
  for (let y = 0; y < raster.height; y++) {
    lines.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  }
  const parts = [
    SIGNATURE,
    chunk("IHDR", header(raster)),
    chunk("IDAT", new Uint8Array(deflateSync(lines, { level: 9 }))),
    chunk("IEND", new Uint8Array())
  ]
  return new Uint8Array(Buffer.concat(parts))
}
