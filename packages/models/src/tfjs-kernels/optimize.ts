/** The optimizers' steps in one pass over the weights, on our kernels. */
import * as tf from "@tensorflow/tfjs-core"
import type { Steps } from "../train/steps.ts"
import { kernelsOf } from "./module.ts"
import { address, room, wasmBackend } from "./wasm-backend.ts"

const stepped = (w: tf.Tensor, step: (at: (x: tf.Tensor) => number, out: number) => void): tf.Tensor => {
  const backend = wasmBackend()
  const out = room(backend, w.shape)
  step((x) => address(backend, x), address(backend, out))
  return tf.engine().makeTensorFromTensorInfo(out)
}

/** See the module. The moments are overwritten. */
export const wasmSteps: Steps = {
  sgd: (w, g, m, { decay, momentum, nesterov, rate }) => {
    const { sgdStep } = kernelsOf(wasmBackend())
    const next = stepped(
      w,
      (at, out) => sgdStep(at(w), at(g), at(m), out, w.size, rate, momentum, decay, Number(nesterov))
    )
    return { w: next, m }
  },
  adam: (w, g, m, v, { beta1, beta2, rate, step }) => {
    const { adamStep } = kernelsOf(wasmBackend())
    const next = stepped(
      w,
      (at, out) =>
        adamStep(at(w), at(g), at(m), at(v), out, w.size, rate, beta1, beta2, 1 - beta1 ** step, 1 - beta2 ** step)
    )
    return { w: next, m, v }
  }
}
