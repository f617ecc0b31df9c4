import { assert, describe, it } from "@effect/vitest"
import { fixtures, fromBase64 } from "./fixtures/numpy.ts"
import { encodeNpy, type NpyWritable } from "./npy-write.ts"

const counted: Record<string, (length: number) => NpyWritable> = {
  f4: (length) => Float32Array.from({ length }, (_, i) => i),
  f8: (length) => Float64Array.from({ length }, (_, i) => i),
  i4: (length) => Int32Array.from({ length }, (_, i) => i),
  i8: (length) => BigInt64Array.from({ length }, (_, i) => BigInt(i)),
  u4: (length) => Uint32Array.from({ length }, (_, i) => i)
}

describe("encodeNpy", () => {
  it.each(fixtures.written)("writes numpy's bytes: $descr $shape", ({ descr, npy, shape }) => {
    const length = shape.reduce((product, n) => product * n, 1)
    assert.deepStrictEqual(encodeNpy(counted[descr]!(length), shape), fromBase64(npy))
  })

  it("refuses a shape of another size", () => {
    assert.throws(() => encodeNpy(new Float32Array(5), [2, 3]), "an array of 2 × 3 takes 6 numbers, not 5")
  })

  it("writes the part of a buffer that the array sees", () => {
    const whole = Float32Array.of(1, 2, 3, 4)
    assert.deepStrictEqual(encodeNpy(whole.subarray(1, 3), [2]), encodeNpy(Float32Array.of(2, 3), [2]))
  })
})
