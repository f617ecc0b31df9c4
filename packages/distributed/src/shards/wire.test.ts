import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { pack, unpack } from "./wire.ts"

const numbers = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.uint8Array()
)

describe("pack", () => {
  test.prop([
    fc.dictionary(
      fc.string(),
      fc.oneof(numbers, fc.boolean(), fc.maxSafeInteger(), fc.string(), fc.array(fc.string()))
    ),
    fc.nat({ max: 9 })
  ])("is undone by unpack to the bit, wherever the bytes lie", (fields, shift) => {
    const bytes = pack(fields), around = new Uint8Array(bytes.length + 2 * shift).fill(7)
    around.set(bytes, shift)
    const found = unpack(around.subarray(shift, shift + bytes.length))
    assert.deepStrictEqual(Object.keys(found).toSorted(), Object.keys(fields).toSorted())
    for (const [name, value] of Object.entries(fields)) {
      if (!ArrayBuffer.isView(value)) assert.deepStrictEqual(found[name], value)
      else {
        const other = found[name] as typeof value
        assert.strictEqual(other.constructor, value.constructor)
        assert.deepStrictEqual(
          Buffer.from(other.buffer, other.byteOffset, other.byteLength),
          Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        )
      }
    }
  })
})

it("has room for a field of any name", () => {
  const fields = Object.fromEntries([["__proto__", Float32Array.of(1)], ["toString", "a"]])
  assert.deepStrictEqual(Object.entries(unpack(pack(fields))), [["toString", "a"], ["__proto__", Float32Array.of(1)]])
  const plain = Object.fromEntries([["__proto__", "b"]])
  assert.deepStrictEqual(Object.entries(unpack(pack(plain))), [["__proto__", "b"]])
})

describe("unpack", () => {
  it("says of bytes that hold no fields, or numbers that are cut off, what they are", () => {
    assert.throws(() => unpack(new Uint8Array(3)), /no fields/)
    assert.throws(() => unpack(Uint8Array.of(9, 0, 0, 0, 1)), /no fields/)
    assert.throws(() => unpack(pack({ x: Float64Array.of(1, 2) }).slice(0, -1)), /cut off/)
  })
})
