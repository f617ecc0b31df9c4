/** Convolution without a bias, as it stands before a batch normalization. */
import * as tf from "@tensorflow/tfjs-core"
import { addGradient, type Layer, type Run, sizeOf, weightOf } from "./Layer.ts"

/**
 * The shapes of a convolution: images of `input`, so many `outputs` (channels), a `window` of so many pixels a side,
 * moved by `stride`, and `pad` zeros around the image.
 */
export interface Convolution {
  readonly input: readonly [tall: number, wide: number, channels: number]
  readonly outputs: number
  readonly window: number
  readonly stride: number
  readonly pad: number
  /** The layer's input is the network's, and needs no gradient. */
  readonly first?: boolean
}

const outSize = (size: number, { pad, stride, window }: Convolution): number =>
  Math.floor((size + 2 * pad - window) / stride) + 1

const kernel = (name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap)

const gradients = (
  name: string,
  options: Convolution,
  run: Run,
  x: tf.Tensor,
  dy: tf.Tensor
): tf.Tensor | undefined => {
  const filter = weightOf(run, name)
  const shared = { strides: options.stride, pad: options.pad, dataFormat: "NHWC", dimRoundingMode: "floor" }
  addGradient(run, name, kernel("Conv2DBackpropFilter", { x, dy }, { ...shared, filterShape: filter.shape }))
  if (options.first === true) return undefined
  return kernel("Conv2DBackpropInput", { dy, filter }, { ...shared, inputShape: x.shape })
}

/**
 * A convolution over NHWC images; He's normal start over the outputs (`fan_out`), as torchvision's ResNets. `name`
 * begins the weights' names; `options` are the shapes.
 */
export const convolution = (name: string, options: Convolution): Layer => {
  const { input: [tall, wide, channels], outputs, pad, stride, window } = options
  const output = [outSize(tall, options), outSize(wide, options), outputs]
  const fan = window * window * outputs
  return {
    weights: [{ name, shape: [window, window, channels, outputs], start: { kind: "normal", fan }, trained: true }],
    output,
    macs: sizeOf(output) * window * window * channels,
    kept: sizeOf(output),
    forward: (x, run) => ({
      y: tf.conv2d(x as tf.Tensor4D, weightOf(run, name) as tf.Tensor4D, stride, pad, "NHWC", 1, "floor"),
      back: (dy) => gradients(name, options, run, x, dy)
    })
  }
}
