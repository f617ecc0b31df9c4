import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { cases, pools, results } from "../../test/convolutions.ts"
import { trainedOn } from "../../test/trained-on.ts"
import { load } from "./load.ts"
import * as TensorBackend from "./TensorBackend.ts"

const usable = await Effect.runPromise(Effect.result(load("node")))
if (usable._tag === "Failure") console.log(`tfjs-node is not run: ${usable.failure.message}`)
const missing = usable._tag === "Failure"

describe("tfjs-node", () => {
  it.live.skipIf(missing)("trains to what wasm trains to, and leaves no tensor", () =>
    Effect.gen(function*() {
      const before = tf.memory().numTensors
      const node = yield* trainedOn(TensorBackend.node), wasm = yield* trainedOn(TensorBackend.wasm)
      node.forEach((p, i) => assert.closeTo(p, wasm[i]!, 1e-3))
      assert.strictEqual(tf.memory().numTensors, before)
    }), 120_000)

  const check = missing ? test.skip : test

  check.prop([cases], { numRuns: runs(25) })(
    "gives convolutions, pools and their gradients as the cpu does",
    (c) =>
      Effect.runPromise(Effect.gen(function*() {
        assert.deepStrictEqual(yield* results("node", c), yield* results("cpu", c))
        assert.deepStrictEqual(yield* pools("node", c), yield* pools("cpu", c))
      }))
  )
})
