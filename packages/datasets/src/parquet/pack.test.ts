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

  it("sends everything else as it is", () => {
    const mixed = [["a", "b"], [1n, 2n], [[1, null], [2, 3]], [1, null], [[1], null], [true], [{ a: 1 }], []]
    for (const values of mixed) assert.deepStrictEqual(through(values), values)
  })
})
