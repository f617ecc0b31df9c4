/** A batch through a network, and back. */
import * as tf from "@tensorflow/tfjs-core"
import type { Built } from "../network/build.ts"
import type { Pass, Run } from "../network/layer/Layer.ts"

/** What a network gives for a batch. All tensors belong to the caller. */
export interface Outputs {
  /** The penultimate activations. */
  readonly feature: tf.Tensor
  /** What the last linear layer gives: logits, or Φ(x). */
  readonly last: tf.Tensor
  readonly logits: tf.Tensor
  /** From the gradient by the logits to the gradients of the weights, in the run. */
  readonly back: (dlogits: tf.Tensor) => void
}

/** A vector of vectors where there is no body: the input itself, in one row an item. */
const identity = (x: tf.Tensor): Pass => ({ y: x.clone(), back: () => undefined })

const fixedOf = ({ fixed }: Built): tf.Tensor2D | undefined =>
  fixed === undefined ? undefined : tf.tensor2d(Float32Array.from(fixed.data), [fixed.rows, fixed.cols])

/** See the module. `x` holds one item a row, in the shape of the network's input. */
export const forward = (built: Built, x: tf.Tensor, run: Run): Outputs => {
  const body = built.body?.forward(x, run) ?? identity(x)
  const head = built.head.forward(body.y, run)
  const fixed = fixedOf(built)
  const logits = fixed === undefined
    ? head.y.clone()
    : tf.tidy(() => tf.matMul(head.y as tf.Tensor2D, tf.transpose(fixed)))
  const back = (dlogits: tf.Tensor): void => {
    const dlast = fixed === undefined ? dlogits.clone() : tf.matMul(dlogits as tf.Tensor2D, fixed)
    const dfeature = head.back(dlast)
    dlast.dispose()
    if (dfeature === undefined) return
    body.back(dfeature)?.dispose()
    dfeature.dispose()
  }
  if (run.mode !== "train") fixed?.dispose()
  return { feature: body.y, last: head.y, logits, back }
}

/** The mean cross-entropy of logits, how many are right, and the gradient of the mean by the logits. */
export interface Loss {
  /** Two numbers: the mean loss, and how many were right. */
  readonly report: tf.Tensor
  readonly gradient: tf.Tensor
}

/** Ones at the labels. tfjs's own oneHot writes integers where floats were asked for, on wasm in 4.22. */
const oneHot = (labels: Int32Array, classes: number): tf.Tensor2D => {
  const values = new Float32Array(labels.length * classes)
  labels.forEach((label, row) => {
    values[row * classes + label] = 1
  })
  return tf.tensor2d(values, [labels.length, classes])
}

/** See {@link Loss}. `labels` are classes. */
export const crossEntropy = (logits: tf.Tensor, labels: Int32Array): Loss => {
  const [report, gradient] = tf.tidy(() => {
    const classes = logits.shape[1]!, truth = tf.tensor1d(labels, "int32")
    const wanted = oneHot(labels, classes)
    const shifted = tf.sub(logits, tf.max(logits, 1, true))
    const exponents = tf.exp(shifted), total = tf.sum(exponents, 1, true)
    const losses = tf.sub(tf.log(total), tf.sum(tf.mul(shifted, wanted), 1, true))
    const right = tf.cast(tf.equal(tf.argMax(logits, 1), truth), "float32")
    const report = tf.stack([tf.mean(losses), tf.sum(right)])
    return [report, tf.div(tf.sub(tf.div(exponents, total), wanted), labels.length)] as [tf.Tensor, tf.Tensor]
  })
  return { report, gradient }
}
