import { assert, describe, it } from "@effect/vitest"
import { inflateSync } from "node:zlib"
import { sprite } from "./thumbnails.ts"

/** The rows of the picture in a data URL, without the byte of the filter. */
const pixels = (url: string, stride: number): Array<Array<number>> => {
  const png = Buffer.from(url.split(",")[1]!, "base64")
  const at = png.indexOf("IDAT")
  const lines = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  return Array.from(
    { length: lines.length / (stride + 1) },
    (_, y) => [...lines.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1))]
  )
}

describe("sprite", () => {
  it("puts images side by side, in the order of the positions", () => {
    const data = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    const made = sprite({ data, rows: 2, shape: [2, 2, 1] }, [1, 0])!
    assert.deepStrictEqual([made.wide, made.tall, made.across, made.positions], [2, 2, 32, [1, 0]])
    const rows = pixels(made.url, 64)
    assert.deepStrictEqual(rows.map((row) => row.slice(0, 5)), [[5, 6, 1, 2, 0], [7, 8, 3, 4, 0]])
  })

  it("starts a second row after 32 images", () => {
    const made = sprite({ data: Uint8Array.from({ length: 40 }, (_, i) => i), rows: 40, shape: [1, 1, 1] }, [
      ...Array(40).keys()
    ])!
    assert.deepStrictEqual(pixels(made.url, 32).map((row) => row[7]), [7, 39])
  })

  it("takes numbers of any scale to bytes, and colors as they are", () => {
    const gray = { data: Float32Array.of(0, 8, 16, 99), rows: 1, shape: [2, 2, 1] as const }
    const made = sprite({ ...gray, normalization: { scale: 16, mean: [0], std: [1] } }, [0])!
    assert.deepStrictEqual(pixels(made.url, 64).map((row) => row.slice(0, 2)), [[0, 128], [255, 255]])
    const color = sprite({ data: Uint8Array.of(9, 8, 7), rows: 1, shape: [1, 1, 3] }, [0])!
    assert.deepStrictEqual(pixels(color.url, 96)[0]!.slice(0, 4), [9, 8, 7, 0])
  })

  it("makes large images smaller, by the mean", () => {
    const data = Uint8Array.from({ length: 80 * 80 }, (_, at) => at % 2 === 0 ? 10 : 20)
    const made = sprite({ data, rows: 1, shape: [80, 80, 1] }, [0])!
    assert.deepStrictEqual([made.wide, made.tall, pixels(made.url, 40 * 32)[3]![5]], [40, 40, 15])
  })

  it("leaves out what has no room, and says which are in", () => {
    const items = { data: new Uint8Array(2000 * 1024 * 3), rows: 2000, shape: [32, 32, 3] as const }
    assert.strictEqual(sprite(items, [...Array(2000).keys()])!.positions.length, 520)
  })

  it("knows what is no image", () => {
    assert.isUndefined(sprite({ data: Float32Array.of(1, 2), rows: 1, shape: [2] }, [0]))
    assert.isUndefined(sprite({ data: new Uint8Array(4), rows: 1, shape: [1, 1, 4] }, [0]))
    assert.isUndefined(sprite({ data: new Uint8Array(1), rows: 1, shape: [1, 1, 1] }, []))
  })
})
