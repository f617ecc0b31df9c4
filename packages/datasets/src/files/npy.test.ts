import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { fixtures, fromBase64 } from "./fixtures/numpy.ts"
import { encodeNpy } from "./npy-write.ts"
import { parseNpy } from "./npy.ts"

/** As make.py spells values: whole numbers as text. */
const spelled = (data: ArrayLike<number | bigint>, like: ReadonlyArray<number | string>) =>
  Array.from(data, (value, i) => typeof like[i] === "string" ? String(value) : Number(value))

describe("parseNpy", () => {
  it.each(fixtures.cases)("reads what numpy wrote: $name", ({ npy, shape, values }) => {
    const array = parseNpy(fromBase64(npy))
    assert.deepStrictEqual([...array.shape], shape)
    assert.deepStrictEqual(spelled(array.data, values), values)
  })

  it("views the bytes of the file where they are the numbers, and copies where they are not", () => {
    const bytes = encodeNpy(Float32Array.of(1, 2), [2])
    assert.strictEqual(parseNpy(bytes).data.buffer, bytes.buffer)
    const shifted = new Uint8Array(bytes.length + 1)
    shifted.set(bytes, 1)
    assert.deepStrictEqual(Array.from(parseNpy(shifted.subarray(1)).data, Number), [1, 2])
  })

  it("leaves the file's bytes alone when it swaps their order", () => {
    const bytes = fromBase64(fixtures.cases.find(({ name }) => name === ">f4 C")!.npy)
    const before = bytes.slice()
    parseNpy(bytes)
    assert.deepStrictEqual(bytes, before)
  })

  it("says how many bytes are missing, or are too many", () => {
    const bytes = encodeNpy(new Float32Array(12), [3, 4])
    assert.throws(
      () => parseNpy(bytes.slice(0, -5)),
      "the header (3 × 4 of <f4) promises 48 bytes of numbers and the file has 43, so it was cut short; copy it or save it again"
    )
    const long = new Uint8Array(bytes.length + 8)
    long.set(bytes)
    assert.throws(() => parseNpy(long), "promises 48 bytes of numbers and the file has 56; save one array a file")
  })

  test.prop([
    fc.tuple(fc.nat(5), fc.nat(4), fc.nat(3)).chain(([a, b, c]) =>
      fc.tuple(fc.constant([a, b, c]), fc.float64Array({ minLength: a * b * c, maxLength: a * b * c }))
    )
  ])("reads back what encodeNpy wrote", ([shape, data]) => {
    const back = parseNpy(encodeNpy(data, shape))
    assert.deepStrictEqual(back, { descr: "<f8", shape, data: back.data })
    assert.deepStrictEqual(Array.from(back.data, Number), Array.from(data))
  })

  it("does not believe sides beside a side of 0", () => {
    const empty = encodeNpy(new Float32Array(0), [0, 3])
    const text = Buffer.from(empty).toString("latin1").replace("(0, 3), }            ", "(0, 999999999999), } ")
    assert.throws(
      () => parseNpy(Uint8Array.from(Buffer.from(text, "latin1"))),
      /the array \(0 × 999999999999\) is empty/
    )
  })

  it("reads out of a Buffer wherever it lies, and leaves it as it was", () => {
    for (const big of [false, true]) {
      const file = Buffer.from(encodeNpy(Float32Array.of(1, -2, 3.5), [3]))
      if (big) {
        file.subarray(file.length - 12).swap32()
        file.write("{'descr': '>f4'", 10, "latin1")
      }
      for (let shift = 0; shift < 4; shift++) {
        const room = Buffer.concat([Buffer.alloc(shift), file]),
          bytes = room.subarray(shift),
          before = Uint8Array.from(bytes)
        assert.deepStrictEqual([...parseNpy(bytes as Uint8Array<ArrayBuffer>).data], [1, -2, 3.5])
        assert.deepStrictEqual([...parseNpy(bytes as Uint8Array<ArrayBuffer>).data], [1, -2, 3.5])
        assert.deepStrictEqual(Uint8Array.from(bytes), before)
      }
    }
  })
})
