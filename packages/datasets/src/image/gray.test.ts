import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import golden from "../../test/golden/pictures.json" with { type: "json" }
import { grayByte, grayBytes, grayReal } from "./gray.ts"

const byte = fc.integer({ min: 0, max: 255 })

describe("gray", () => {
  it("of bytes is Pillow's, bit by bit", () => {
    assert.deepStrictEqual(Array.from(grayBytes(Uint8Array.from(golden.gray.colors.flat()))), golden.gray.wanted)
    assert.deepStrictEqual([grayByte(255, 0, 0), grayByte(0, 255, 0), grayByte(0, 0, 255)], [76, 150, 29])
  })

  test.prop([byte, byte, byte])("of bytes is that of real numbers, rounded", (r, g, b) => {
    assert.closeTo(grayByte(r, g, b), grayReal(r, g, b), 0.5 + 0.01)
  })

  test.prop([byte])("of equal channels is what they are", (value) => {
    assert.strictEqual(grayByte(value, value, value), value)
  })
})
