import { assert, describe, it } from "@effect/vitest"
import { packFiles, unpackFiles } from "./pack-files.ts"

describe("files in cells", () => {
  it("are bytes, or bytes with a path, and nothing where a cell holds neither", () => {
    const bytes = Uint8Array.of(1, 2, 3)
    const packed = packFiles([
      bytes.subarray(1),
      { bytes, path: "a.png" },
      { bytes, path: " " },
      null,
      { bytes: null, path: "b.png" },
      "text",
      { path: 7 }
    ])
    // In memory of their own, so that they can be sent.
    assert.strictEqual(packed.bytes.buffer.byteLength, 8)
    assert.deepStrictEqual(unpackFiles(packed).map(({ bytes, path }) => [[...bytes], path]), [
      [[2, 3], undefined],
      [[1, 2, 3], "a.png"],
      [[1, 2, 3], undefined],
      [[], undefined],
      [[], "b.png"],
      [[], undefined],
      [[], undefined]
    ])
  })
})
