import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { encode } from "./Encoder.ts"
import { ofItems } from "./Source.ts"
import { applyStandardize, fitStandardize, standardizeEncoder } from "./standardize.ts"

const grids = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 })).chain(([rows, cols]) =>
  fc.array(fc.constantFrom(0.1, 2, -3, 1e4), { minLength: rows * cols, maxLength: rows * cols })
    .map((values) => ({ data: Float32Array.from(values), rows, cols }))
)

describe("standardize", () => {
  test.prop([grids])("brings columns to mean 0 and variance 1, constant ones to 0", (x) => {
    const { data } = applyStandardize(fitStandardize(x), x)
    for (let j = 0; j < x.cols; j++) {
      const before = Array.from({ length: x.rows }, (_, i) => x.data[i * x.cols + j]!)
      const after = Array.from({ length: x.rows }, (_, i) => data[i * x.cols + j]!)
      assert.closeTo(after.reduce((sum, v) => sum + v, 0), 0, 1e-4)
      const variance = after.reduce((sum, v) => sum + v * v, 0) / x.rows
      assert.closeTo(variance, new Set(before).size === 1 ? 0 : 1, 1e-4)
    }
  })

  it.effect("is fitted to a pool and applied to others, where a constant column stays 0", () =>
    Effect.gen(function*() {
      const encoder = standardizeEncoder(fitStandardize({ data: Float32Array.of(0, 7, 4, 7), rows: 2, cols: 2 }))
      const { data } = yield* encode(encoder, ofItems({ data: Float32Array.of(6, 9), rows: 1, shape: [2] }))
      assert.deepStrictEqual([...data], [2, 0])
      const error = yield* Effect.flip(encode(encoder, ofItems({ data: Float32Array.of(1), rows: 1, shape: [1] })))
      assert.match(error.message, /standardize: items of 1 numbers, and it was fitted to 2/)
    }))
})
