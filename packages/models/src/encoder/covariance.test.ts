import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Kernels as Threaded } from "@marginalia/core/node"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { covariance } from "./covariance.ts"

const drawn = (rows: number, cols: number) => ({
  data: Float32Array.from({ length: rows * cols }, (_, i) => 5 + Rng.uniform(Rng.fromSeed(rows), i)),
  rows,
  cols
})

const small = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 6 })).chain(([rows, cols]) =>
  fc.array(fc.integer({ min: -3, max: 3 }), { minLength: rows * cols, maxLength: rows * cols })
    .map((values) => ({ data: Float32Array.from(values), rows, cols }))
)

describe("covariance", () => {
  test.prop([small])("is the mean product of differences to the mean", async (x) => {
    const { matrix, mean } = await Effect.runPromise(covariance(x))
    const { cols, data, rows } = x
    for (let a = 0; a < cols; a++) {
      for (let b = 0; b < cols; b++) {
        let sum = 0
        for (let i = 0; i < rows; i++) sum += (data[i * cols + a]! - mean[a]!) * (data[i * cols + b]! - mean[b]!)
        assert.closeTo(matrix.data[a * cols + b]!, sum / Math.max(1, rows - 1), 1e-5)
      }
    }
  })

  it.effect("is the same over several blocks and panels as over one, and symmetric", () =>
    Effect.gen(function*() {
      const x = drawn(2500, 150)
      const { matrix, mean } = yield* covariance(x)
      const [a, b] = [140, 3]
      let sum = 0
      for (let i = 0; i < 2500; i++) sum += (x.data[i * 150 + a]! - mean[a]!) * (x.data[i * 150 + b]! - mean[b]!)
      assert.closeTo(matrix.data[a * 150 + b]!, sum / 2499, 1e-8)
      assert.strictEqual(matrix.data[b * 150 + a], matrix.data[a * 150 + b])
    }))

  it.live("has the same bits on two threads", () =>
    Effect.gen(function*() {
      const x = drawn(1100, 140)
      const two = yield* covariance(x).pipe(Effect.provide(Threaded.layer({ threads: 2 })))
      assert.deepStrictEqual(two, yield* covariance(x))
    }))
})
