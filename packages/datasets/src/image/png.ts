/**
 * Pixels as PNG files: what arrays of images are shown as, without a package.
 */
import { crc32, deflateSync } from "node:zlib"

/** An image of bytes, row by row, the channels of a pixel side by side. */
export interface Raster {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  /** Gray; gray and alpha; red, green and blue; and alpha. */
  readonly channels: 1 | 2 | 3 | 4
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A)

/** The color type of so many channels. */
const TYPES = { 1: 0, 2: 4, 3: 2, 4: 6 } as const

const chunk = (name: string, data: Uint8Array): Uint8Array => {
  const out = Buffer.alloc(12 + data.length)
  out.writeUInt32BE(data.length, 0)
  out.write(name, 4, "latin1")
  out.set(data, 8)
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length)
  return out
}

const header = ({ channels, height, width }: Raster): Uint8Array => {
  const out = Buffer.alloc(13)
  out.writeUInt32BE(width, 0)
  out.writeUInt32BE(height, 4)
  out[8] = 8
  out[9] = TYPES[channels]
  return out
}

/** Each row behind a 0: it is not filtered. */
const lines = ({ channels, data, height, width }: Raster): Uint8Array => {
  const row = width * channels, out = new Uint8Array(height * (row + 1))
  for (let y = 0; y < height; y++) out.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1)
  return out
}

/** The image as a PNG file, every value kept. O(pixels), synchronous: for images of at most some hundred pixels a side. */
export const encodePng = (raster: Raster): Uint8Array =>
  Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header(raster)),
    chunk("IDAT", deflateSync(lines(raster))),
    chunk("IEND", new Uint8Array())
  ])
