/** Pooling over images. */
import * as tf from "@tensorflow/tfjs-core"
import { type Layer, sizeOf } from "./Layer.ts"
import { tidied } from "./sequence.ts"

type ImageShape = readonly [tall: number, wide: number, channels: number]

const half = (size: number): number => Math.floor((size - 1) / 2) + 1

const attrs = { filterSize: 3, strides: 2, pad: 1, dimRoundingMode: "floor" }

/** The largest of each 3 × 3 window, two pixels apart, one pixel beyond the border: the ResNet stem's. */
export const maxPool = ([tall, wide, channels]: ImageShape): Layer => {
  const output = [half(tall), half(wide), channels]
  return {
    weights: [],
    output,
    macs: 0,
    kept: sizeOf(output),
    forward: (x) => {
      const y = tf.maxPool(x as tf.Tensor4D, 3, 2, 1, "floor")
      const back = (dy: tf.Tensor): tf.Tensor =>
        tf.engine().runKernel("MaxPoolGrad", { dy, input: x, output: y }, attrs as tf.NamedAttrMap)
      return { y, back }
    }
  }
}

/** The mean over all pixels: images to vectors. */
export const globalMean = ([tall, wide, channels]: ImageShape): Layer => ({
  weights: [],
  output: [channels],
  macs: 0,
  kept: channels,
  forward: (x) => ({
    y: tf.mean(x, [1, 2]),
    back: (dy) =>
      tidied(() => {
        const small = tf.reshape(tf.div(dy, tall * wide), [x.shape[0]!, 1, 1, channels])
        return tf.tile(small, [1, tall, wide, 1])
      })
  })
})
