/** y = x W + b. */
import * as tf from "@tensorflow/tfjs-core"
import { addGradient, type Layer, type Run, weightOf } from "./Layer.ts"
import { tidied } from "./sequence.ts"

// Products with a transposed operand are many times slower on wasm than a transposition before them.
const turned = (x: tf.Tensor): tf.Tensor2D => tf.transpose(x) as tf.Tensor2D

const gradients = (name: string, run: Run, x: tf.Tensor, dy: tf.Tensor, first: boolean): tf.Tensor | undefined => {
  addGradient(run, `${name}.weight`, tidied(() => tf.matMul(turned(x), dy as tf.Tensor2D)))
  addGradient(run, `${name}.bias`, tf.sum(dy, 0))
  return first ? undefined : tidied(() => tf.matMul(dy as tf.Tensor2D, turned(weightOf(run, `${name}.weight`))))
}

/**
 * A fully connected layer from vectors of `inputs` numbers to `outputs`; PyTorch's start, uniform within ±1/√inputs.
 * `first`: its input is the network's, and needs no gradient.
 *
 * `name` begins the weights' names. By default it is not the first.
 */
export const dense = (name: string, inputs: number, outputs: number, first = false): Layer => ({
  weights: [
    { name: `${name}.weight`, shape: [inputs, outputs], start: { kind: "uniform", fan: inputs }, trained: true },
    { name: `${name}.bias`, shape: [outputs], start: { kind: "uniform", fan: inputs }, trained: true }
  ],
  output: [outputs],
  macs: inputs * outputs,
  kept: outputs,
  forward: (x, run) => ({
    y: tidied(() =>
      tf.add(tf.matMul(x as tf.Tensor2D, weightOf(run, `${name}.weight`) as tf.Tensor2D), weightOf(run, `${name}.bias`))
    ),
    back: (dy) => gradients(name, run, x, dy, first)
  })
})
