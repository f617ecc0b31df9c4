import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { readStruct } from "./thrift.ts"

const read = (...bytes: ReadonlyArray<number>) => readStruct(new DataView(Uint8Array.from(bytes).buffer), 0)

describe("readStruct", () => {
  it("reads numbers and structures, and passes over the rest", () => {
    // 1: i32 −2; 2: binary "ab"; 3: list of two i32; 4: struct { 1: true, 2: i64 150 }; 30: double.
    const { end, numbers, structs } = read(
      ...[0x15, 0x03, 0x18, 2, 97, 98, 0x19, 0x25, 1, 2, 0x1c, 0x11, 0x16, 0xac, 0x02, 0],
      ...[0x07, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    )
    assert.deepStrictEqual([...numbers], [[1, -2]])
    assert.deepStrictEqual([...structs.get(4)!.numbers], [[1, 1], [2, 150]])
    assert.strictEqual(end, 27)
  })

  it("refuses what has no end", () => {
    assert.throws(() => read(0x15), RangeError)
    assert.throws(() => read(0x15, ...Array.from({ length: 20 }, () => 0x80)), /no end/)
    assert.throws(() => read(0x18, 0xff, 0xff, 0xff, 0xff, 0x0f, 0), /beyond the end/)
    assert.throws(() => read(...Array.from({ length: 100 }, () => 0x1c)), /nested too deep/)
    assert.throws(() => read(0x1b, 0), /unknown type 11/)
    assert.throws(() => read(0x19, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0), /beyond the end/)
  })

  test.prop([fc.uint8Array({ maxLength: 200 })])("comes to an end with any bytes", (bytes) => {
    try {
      readStruct(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0)
    } catch (error) {
      assert.instanceOf(error, RangeError)
    }
  })
})
