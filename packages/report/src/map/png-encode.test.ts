import { assert, describe, it } from "@effect/vitest"
import { inflateSync } from "node:zlib"
import { encodePng } from "./png-encode.ts"

/** The chunks of a PNG by their names. */
const chunks = (png: Uint8Array): ReadonlyMap<string, Uint8Array> => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const found = new Map<string, Uint8Array>()
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at)
    found.set(new TextDecoder().decode(png.subarray(at + 4, at + 8)), png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  return found
}

describe("encodePng", () => {
  it("writes gray rows, each after a byte for no filter", () => {
    const found = chunks(encodePng(Uint8Array.of(1, 2, 3, 4, 5, 6), { width: 3, height: 2, channels: 1 }))
    assert.deepStrictEqual([...found.keys()], ["IHDR", "IDAT", "IEND"])
    assert.deepStrictEqual([...found.get("IHDR")!], [0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])
    assert.deepStrictEqual([...inflateSync(found.get("IDAT")!)], [0, 1, 2, 3, 0, 4, 5, 6])
  })

  it("writes colors", () => {
    const found = chunks(encodePng(Uint8Array.of(9, 8, 7), { width: 1, height: 1, channels: 3 }))
    assert.strictEqual(found.get("IHDR")![9], 2)
    assert.deepStrictEqual([...inflateSync(found.get("IDAT")!)], [0, 9, 8, 7])
  })

  it("ends as every PNG does, checksum included", () => {
    const png = encodePng(Uint8Array.of(0), { width: 1, height: 1, channels: 1 })
    assert.deepStrictEqual([...png.subarray(-12)], [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])
  })
})
