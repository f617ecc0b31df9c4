import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { createHash } from "node:crypto"
import { BlockHasher, blocksOf, hashOf } from "./blocks.ts"

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

describe("BlockHasher", () => {
  it("hashes each block and the whole, whatever the pieces that it is given", () => {
    fc.assert(fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.integer({ min: 1, max: 70 }),
      fc.array(fc.nat(20), { maxLength: 8 }),
      (bytes, size, pieces) => {
        const hasher = new BlockHasher(size)
        let at = 0
        for (const length of pieces) {
          hasher.update(bytes.subarray(at, at + length))
          at += length
        }
        hasher.update(bytes.subarray(at))
        const count = Math.ceil(bytes.length / size)
        assert.deepStrictEqual(hasher.finish(), {
          sha256: sha(bytes),
          bytes: bytes.length,
          blocks: {
            size,
            sha256: Array.from({ length: count }, (_, i) => sha(bytes.subarray(i * size, (i + 1) * size)))
          }
        })
      }
    ))
  })
})

describe("blocksOf", () => {
  it("reads what was written, and refuses what cannot be of the file", () => {
    const { blocks, bytes } = new BlockHasher(4).update(new Uint8Array(9)).finish()
    assert.deepStrictEqual(blocksOf(JSON.parse(JSON.stringify(blocks)), bytes), blocks)
    assert.isUndefined(blocksOf(undefined, 9))
    const wrong: ReadonlyArray<readonly [unknown, unknown]> = [
      [blocks, 8],
      [blocks, 13],
      [blocks, 8.5],
      [blocks, undefined],
      [null, 9],
      [[], 9],
      [{ ...blocks, size: 0 }, 9],
      [{ ...blocks, size: 4.5 }, 9],
      [{ ...blocks, sha256: [...blocks.sha256.slice(1), "0"] }, 9],
      [{ ...blocks, sha256: hashOf(new Uint8Array(1)) }, 9]
    ]
    for (const [value, of] of wrong) assert.throws(() => blocksOf(value, of))
  })
})
