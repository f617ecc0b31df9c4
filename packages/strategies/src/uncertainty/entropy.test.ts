import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import { Kernels } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyProbability, near, rows, scored } from "../../test/model-based.ts"
import { entropy } from "./entropy.ts"

describe("entropy", () => {
  it.effect("agrees with numpy", () => agrees(entropy()))

  it.effect("by hand, in nats, with 0 log 0 = 0", () =>
    Effect.map(
      scored(entropy(), { probability: rows([0.5, 0.5, 0, 0], [0, 0, 1, 0]) }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(Math.LN2, 0))
    ))

  test.prop([anyProbability])(
    "lies in [0, log C], and the variants of the kernel agree",
    (probability) =>
      Effect.runPromise(Effect.gen(function*() {
        const scores = yield* scored(entropy(), { probability })
        const plain = yield* Effect.provide(
          scored(entropy(), { probability }),
          Kernels.layer({ variant: "typescript" })
        )
        scores.forEach((x, i) => {
          assert.isTrue(x > -1e-6 && x < Math.log(probability.cols) + 1e-6)
          assert.isTrue(near(x, plain[i]!, 1e-14))
        })
      }))
  )
})
