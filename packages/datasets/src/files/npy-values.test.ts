import { assert, describe, it } from "@effect/vitest"
import { npyToMatrix, npyToMatrix64, npyToPasses, npyToValues } from "./npy-values.ts"
import type { NpyArray, NpyData } from "./npy.ts"

const array = (data: NpyData, ...shape: Array<number>): NpyArray => ({ descr: "test", shape, data })

describe("npy values", () => {
  it("gives a matrix in single precision, the very array if it is f4", () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6)
    assert.strictEqual(npyToMatrix(array(data, 2, 3)).data, data)
    assert.deepStrictEqual(npyToMatrix(array(BigInt64Array.of(-1n, 2n ** 40n), 1, 2)), {
      data: Float32Array.of(-1, 2 ** 40),
      rows: 1,
      cols: 2
    })
    assert.deepStrictEqual(npyToMatrix(array(Float32Array.of(0.5), 1, 1)).data, Float32Array.of(0.5))
  })

  it("refuses what overflows single precision, with row and column, and lets NaN and infinities pass", () => {
    assert.throws(
      () => npyToMatrix(array(Float64Array.of(0, 0, 0, -3.5e38), 2, 2)),
      "row 1, column 1 holds -3.5e+38, which single precision cannot hold (the largest is 3.4028235e38); scale the values down"
    )
    const data = npyToMatrix(array(Float64Array.of(Number.NaN, Infinity, 3.4028234e38), 1, 3)).data
    assert.deepStrictEqual(Array.from(data.slice(0, 2)), [Number.NaN, Infinity])
    assert.deepStrictEqual(npyToMatrix64(array(Float64Array.of(1e300), 1, 1)).data, Float64Array.of(1e300))
  })

  it("splits passes without a copy", () => {
    const data = Float32Array.from({ length: 12 }, (_, i) => i)
    const passes = npyToPasses(array(data, 2, 3, 2))
    assert.deepStrictEqual(passes.map((pass) => [pass.rows, pass.cols, ...pass.data.slice(0, 2)]), [[3, 2, 0, 1], [
      3,
      2,
      6,
      7
    ]])
    assert.isTrue(passes.every((pass) => pass.data.buffer === data.buffer))
  })

  it("gives one value an item, exactly", () => {
    assert.deepStrictEqual(npyToValues(array(BigUint64Array.of(3n, 16777217n), 2)), Float64Array.of(3, 16777217))
    assert.deepStrictEqual(npyToValues(array(Uint8Array.of(3, 4), 2, 1)), Float64Array.of(3, 4))
  })

  it("refuses other dimensions", () => {
    const flat = array(new Float32Array(6), 6)
    assert.throws(
      () => npyToMatrix(flat),
      "the array has 1 dimension (6) and should have 2 (items × numbers); reshape it"
    )
    assert.throws(() => npyToMatrix(array(new Float32Array(1))), "the array has 0 dimensions (()) and should have 2")
    assert.throws(() => npyToPasses(flat), "should have 3 (passes × items × classes)")
    assert.throws(() => npyToValues(array(new Float32Array(6), 2, 3)), "(2 × 3) and should have 1 (one value an item)")
  })
})
