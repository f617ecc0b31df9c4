/** One step of an optimizer for one weight, as PyTorch takes it, on tfjs's operations. */
import * as tf from "@tensorflow/tfjs-core"

/** SGD's numbers. The decay is coupled: decay · w is added to the gradient before the momentum. */
export interface Sgd {
  readonly rate: number
  readonly momentum: number
  readonly decay: number
  readonly nesterov: boolean
}

/** Adam's numbers; `step` counts from 1. ε = 1e-8. */
export interface Adam {
  readonly rate: number
  readonly beta1: number
  readonly beta2: number
  readonly step: number
}

/** New weights and moments: tensors of the caller's. A moment that is the one given was overwritten in place. */
export interface Steps {
  readonly sgd: (w: tf.Tensor, g: tf.Tensor, m: tf.Tensor, by: Sgd) => { readonly w: tf.Tensor; readonly m: tf.Tensor }
  readonly adam: (
    w: tf.Tensor,
    g: tf.Tensor,
    m: tf.Tensor,
    v: tf.Tensor,
    by: Adam
  ) => { readonly w: tf.Tensor; readonly m: tf.Tensor; readonly v: tf.Tensor }
}

const EPSILON = 1e-8

const average = (former: tf.Tensor, value: tf.Tensor, keep: number): tf.Tensor =>
  tf.add(tf.mul(former, keep), tf.mul(value, 1 - keep))

/** See the module. */
export const generic: Steps = {
  sgd: (w, g, m, { decay, momentum, nesterov, rate }) => {
    const [next, moment] = tf.tidy(() => {
      const d = decay === 0 ? g : tf.add(g, tf.mul(w, decay))
      const moment = tf.add(tf.mul(m, momentum), d)
      const direction = nesterov ? tf.add(d, tf.mul(moment, momentum)) : moment
      return [tf.sub(w, tf.mul(direction, rate)), moment] as [tf.Tensor, tf.Tensor]
    })
    return { w: next, m: moment }
  },
  adam: (w, g, m, v, { beta1, beta2, rate, step }) => {
    const [next, mean, square] = tf.tidy(() => {
      const mean = average(m, g, beta1), square = average(v, tf.square(g), beta2)
      const scale = tf.add(tf.sqrt(tf.div(square, 1 - beta2 ** step)), EPSILON)
      const direction = tf.div(tf.div(mean, 1 - beta1 ** step), scale)
      return [tf.sub(w, tf.mul(direction, rate)), mean, square] as [tf.Tensor, tf.Tensor, tf.Tensor]
    })
    return { w: next, m: mean, v: square }
  }
}
