import { assert, describe, it } from "@effect/vitest"
import { pack, transfers, unpack } from "./pack.ts"

const through = (values: ArrayLike<unknown>): ArrayLike<unknown> => {
  const packed = pack(values)
  return unpack(structuredClone(packed, { transfer: [...transfers(packed)] }))
}

describe("pack", () => {
  it("sends numbers and lists of numbers as arrays of them", () => {
    assert.deepStrictEqual(through([1, 2.5]), Float64Array.of(1, 2.5))
    assert.deepStrictEqual(through(Float32Array.of(1, 2)), Float64Array.of(1, 2))
    const lists = through([[1, 2], [], Float32Array.of(3)])
    assert.deepStrictEqual(Array.from(lists), [Float64Array.of(1, 2), Float64Array.of(), Float64Array.of(3)])
  })

  it("sends each of a few texts once", () => {
    const few = Array.from({ length: 40 }, (_, i) => ["", "é", "__proto__"][i % 3])
    const packed = pack(few)
    assert.deepStrictEqual(packed, {
      _tag: "Texts",
      texts: ["", "é", "__proto__"],
      places: Uint32Array.from(few, (_, i) => i % 3)
    })
    assert.deepStrictEqual(through(few), few)
    for (const values of [[...few, null], [...few, 1], few.map((text, i) => `${text}${i}`)]) {
      assert.strictEqual(pack(values)._tag, "Values")
      assert.deepStrictEqual(through(values), values)
    }
  })

  it("sends everything else as it is", () => {
    const mixed = [["a", "b"], [1n, 2n], [[1, null], [2, 3]], [1, null], [[1], null], [true], [{ a: 1 }], []]
    for (const values of mixed) assert.deepStrictEqual(through(values), values)
  })
})
