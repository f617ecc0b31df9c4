import { assert, describe, it } from "@effect/vitest"
import { lz4Frame } from "./lz4-frame.ts"

const frame = (flags: number, ...blocks: ReadonlyArray<ReadonlyArray<number>>) =>
  Uint8Array.from([0x04, 0x22, 0x4D, 0x18, flags, 0x40, 0, ...blocks.flat(), 0, 0, 0, 0])

const size = (bytes: number, stored = false) => [bytes & 255, bytes >> 8, 0, stored ? 0x80 : 0]

const packed = (...bytes: ReadonlyArray<number>) => [...size(bytes.length), ...bytes]

const stored = (...bytes: ReadonlyArray<number>) => [...size(bytes.length, true), ...bytes]

describe("lz4Frame", () => {
  it("copies from what was just written, and from the block before", () => {
    // "ab", then 6 bytes from 2 back; then "x", 4 bytes from 9 back, "y".
    const bytes = frame(0x40, packed(0x22, 97, 98, 2, 0, 0x00), packed(0x10, 120, 9, 0, 0x10, 121))
    assert.throws(() => lz4Frame(bytes, 99), /comes to|refers|longer/)
    const good = frame(0x40, packed(0x22, 97, 98, 2, 0), packed(0x10, 120, 9, 0, 0x10, 121))
    assert.strictEqual(new TextDecoder().decode(lz4Frame(good, 14)), "ababababxababy")
  })

  it("takes blocks that are stored, and passes over checksums and sizes", () => {
    assert.deepStrictEqual([...lz4Frame(frame(0x60, stored(1, 2, 3)), 3)], [1, 2, 3])
    const summed = frame(0x50, [...stored(1, 2), 9, 9, 9, 9])
    assert.deepStrictEqual([...lz4Frame(summed, 2)], [1, 2])
    const sized = Uint8Array.from([...frame(0x48).subarray(0, 7), 2, 0, 0, 0, 0, 0, 0, 0, ...stored(5, 6), 0, 0, 0, 0])
    assert.deepStrictEqual([...lz4Frame(sized, 2)], [5, 6])
  })

  it("refuses what would read or write elsewhere", () => {
    const bad: ReadonlyArray<readonly [Uint8Array, number]> = [
      [Uint8Array.of(1, 2, 3), 1],
      [frame(0x40, stored(1, 2, 3)), 2],
      [frame(0x40, stored(1, 2, 3)), 4],
      [frame(0x41, stored(1)), 1],
      [frame(0x80, stored(1)), 1],
      [frame(0x40, packed(0xF0, 255, 255)), 600],
      [frame(0x40, packed(0x20, 97)), 2],
      [frame(0x40, packed(0x10, 97, 0, 0)), 9],
      [frame(0x40, packed(0x10, 97, 5, 0)), 9],
      [frame(0x40, packed(0x1F, 97, 1, 0, 200)), 9],
      [frame(0x40, stored(1, 2, 3)).subarray(0, 12), 3]
    ]
    for (const [bytes, wanted] of bad) assert.throws(() => lz4Frame(bytes, wanted), /^lz4: /)
  })
})
