/** Sums and maps along channels, the loops of batch normalization, on tfjs's operations. */
import * as tf from "@tensorflow/tfjs-core"

/** The numbers a, b, k of dx = a · dy + b · x + k, one each a channel. */
export interface Combination {
  readonly a: tf.Tensor
  readonly b: tf.Tensor
  readonly k: tf.Tensor
}

/** The channels are the last axis; a given `y` says where dy counts: where y > 0. */
export interface ChannelOps {
  /** Mean and variance (biased) of each channel. */
  readonly statistics: (x: tf.Tensor) => { readonly mean: tf.Tensor; readonly variance: tf.Tensor }
  /** x · scale + shift, rectified where asked. */
  readonly affine: (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor, relu: boolean) => tf.Tensor
  /** Σ dy and Σ dy · (x − mean) of each channel. */
  readonly gradientSums: (
    x: tf.Tensor,
    mean: tf.Tensor,
    dy: tf.Tensor,
    y?: tf.Tensor
  ) => { readonly sums: tf.Tensor; readonly products: tf.Tensor }
  readonly combine: (x: tf.Tensor, dy: tf.Tensor, y: tf.Tensor | undefined, by: Combination) => tf.Tensor
}

const flat = (x: tf.Tensor): tf.Tensor2D => {
  const channels = x.shape.at(-1)!
  return tf.reshape(x, [x.size / channels, channels])
}

const gated = (dy: tf.Tensor, y?: tf.Tensor): tf.Tensor => y === undefined ? dy : tf.mul(dy, tf.step(y))

/** On any backend. */
export const generic: ChannelOps = {
  statistics: (x) => {
    const rows = flat(x)
    const mean = tf.mean(rows, 0)
    const variance = tf.tidy(() => tf.mean(tf.square(tf.sub(rows, mean)), 0))
    rows.dispose()
    return { mean, variance }
  },
  affine: (x, scale, shift, relu) =>
    tf.tidy(() => {
      const y = tf.add(tf.mul(x, scale), shift)
      return relu ? tf.relu(y) : y
    }),
  gradientSums: (x, mean, dy, y) => {
    const [sums, products] = tf.tidy(() => {
      const d = flat(gated(dy, y))
      return [tf.sum(d, 0), tf.sum(tf.mul(d, tf.sub(flat(x), mean)), 0)] as [tf.Tensor, tf.Tensor]
    })
    return { sums, products }
  },
  combine: (x, dy, y, { a, b, k }) => tf.tidy(() => tf.add(tf.add(tf.mul(gated(dy, y), a), tf.mul(x, b)), k))
}
