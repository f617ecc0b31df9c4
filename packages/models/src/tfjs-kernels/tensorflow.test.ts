import { assert, describe } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { cases, pools, results } from "../../test/convolutions.ts"
import { defineBackend } from "../backend/own.ts"
import { installPadding } from "./tensorflow.ts"

const NAMES = ["Conv2D", "Conv2DBackpropFilter", "Conv2DBackpropInput", "MaxPool", "MaxPoolGrad"]

/** A backend that refuses numbers of padding as TensorFlow's does: the cpu's kernels under another name. */
const strict = defineBackend({
  name: "strict",
  summary: "the cpu's kernels, for padding that is valid or same",
  remedy: "wait",
  start: async (_, { load }) => {
    const cpu = await load("cpu")
    if (tf.findBackendFactory("strict") !== null) return "strict"
    tf.copyRegisteredKernels(cpu, "strict")
    tf.registerBackend("strict", tf.findBackendFactory(cpu))
    for (const kernelName of NAMES) {
      const { kernelFunc } = tf.getKernel(kernelName, cpu)!
      const valid: tf.KernelFunc = (call) => {
        if (typeof call.attrs!["pad"] === "number") throw new Error("supports only 'valid' and 'same' padding")
        return kernelFunc(call)
      }
      tf.unregisterKernel(kernelName, "strict")
      tf.registerKernel({ kernelName, backendName: "strict", kernelFunc: valid })
    }
    installPadding("strict")
    return "strict"
  }
})()

describe("padding where a backend has none", () => {
  test.prop([cases], { numRuns: runs(25) })(
    "gives convolutions, pools and their gradients as they are",
    (c) =>
      Effect.runPromise(Effect.gen(function*() {
        assert.deepStrictEqual(yield* results(strict, c), yield* results("cpu", c))
        assert.deepStrictEqual(yield* pools(strict, c), yield* pools("cpu", c))
      }))
  )
})
