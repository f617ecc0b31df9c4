import { assert, describe, it } from "@effect/vitest"
import { firstNonFinite, overflowsFloat32 } from "./numbers.ts"

describe("numbers", () => {
  it("finds the first NaN or infinity in row order", () => {
    assert.deepStrictEqual(firstNonFinite(Float32Array.of(0, 1, 2, -Infinity, Number.NaN, 5), 3), {
      row: 1,
      col: 0,
      value: -Infinity
    })
    assert.isUndefined(firstNonFinite(Float64Array.of(0, 1), 1))
  })

  it("knows what single precision rounds to infinity", () => {
    assert.deepStrictEqual([3.4028235e38, 3.4028236e38, -1e39, Infinity, Number.NaN].map(overflowsFloat32), [
      false,
      true,
      true,
      false,
      false
    ])
  })
})
