import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { type Case, cases, results, tensor } from "../../test/convolutions.ts"
import { load } from "../backend/load.ts"

const agree = Effect.fnUntraced(function*(given: Case) {
  assert.deepStrictEqual(yield* results("wasm", given), yield* results("cpu", given))
})

describe("convolutions on wasm", () => {
  test.prop([cases], { numRuns: runs(40) })(
    "and their gradients are the cpu backend's",
    (c) => Effect.runPromise(agree(c))
  )

  it.effect("take the 7 × 7 stem with stride 2", () =>
    agree({ x: [2, 17, 17, 3], filter: [7, 7, 3, 8], stride: 2, pad: 3, seed: 1 }))

  it.effect("leave dilation to tfjs", () =>
    Effect.gen(function*() {
      const run = (backend: "wasm" | "cpu") =>
        load(backend).pipe(Effect.map(() =>
          tf.tidy(() =>
            Array.from(tf.conv2d(tensor([1, 7, 7, 2], 1), tensor([3, 3, 2, 8], 2), 1, "valid", "NHWC", 2).dataSync())
          )
        ))
      assert.deepStrictEqual(yield* run("wasm"), yield* run("cpu"))
    }))

  it.effect("segments of rows are added up, strangers left out", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const sums = tf.tidy(() => {
        const rows = tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8], [9, 9]])
        return Array.from(tf.unsortedSegmentSum(rows, tf.tensor1d([0, 2, 0, 1, -1], "int32"), 3).dataSync())
      })
      assert.deepStrictEqual(sums, [6, 8, 7, 8, 3, 4])
    }))
})
