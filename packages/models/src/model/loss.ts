/** The cross-entropy that networks are trained by. */
import * as tf from "@tensorflow/tfjs-core"

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

/** On the device, for those whose numbers are far away. */
const onDevice = (logits: tf.Tensor, labels: Int32Array): Loss => {
  const [report, gradient] = tf.tidy(() => {
    const truth = tf.tensor1d(labels, "int32"), wanted = oneHot(labels, logits.shape[1]!)
    const shifted = tf.sub(logits, tf.max(logits, 1, true))
    const exponents = tf.exp(shifted), total = tf.sum(exponents, 1, true)
    const losses = tf.sub(tf.log(total), tf.sum(tf.mul(shifted, wanted), 1, true))
    const right = tf.cast(tf.equal(tf.argMax(logits, 1), truth), "float32")
    const report = tf.stack([tf.mean(losses), tf.sum(right)])
    return [report, tf.div(tf.sub(tf.div(exponents, total), wanted), labels.length)] as [tf.Tensor, tf.Tensor]
  })
  return { report, gradient }
}

/** One row: its gradient goes to `out`. Returns −log p of the label, and whether that is the largest. */
const row = (logits: Float32Array, out: Float32Array, at: number, classes: number, label: number, share: number) => {
  let best = 0
  for (let c = 1; c < classes; c++) if (logits[at + c]! > logits[at + best]!) best = c
  const most = logits[at + best]!
  let total = 0
  for (let c = 0; c < classes; c++) total += Math.exp(logits[at + c]! - most)
  for (let c = 0; c < classes; c++) out[at + c] = share * Math.exp(logits[at + c]! - most) / total
  out[at + label]! -= share
  return { loss: Math.log(total) - (logits[at + label]! - most), right: Number(best === label) }
}

/** In one loop over numbers that lie in this process anyway: a dozen small operations cost more. */
const onHost = (logits: tf.Tensor, labels: Int32Array): Loss => {
  const numbers = logits.dataSync() as Float32Array, classes = logits.shape[1]!
  const gradient = new Float32Array(numbers.length)
  let loss = 0, right = 0
  labels.forEach((label, i) => {
    const one = row(numbers, gradient, i * classes, classes, label, 1 / labels.length)
    loss += one.loss
    right += one.right
  })
  return { report: tf.tensor1d([loss / labels.length, right]), gradient: tf.tensor(gradient, logits.shape) }
}

/** See {@link Loss}. `labels` are classes; ties of the largest logit go to the smaller class. */
export const crossEntropy = (logits: tf.Tensor, labels: Int32Array): Loss =>
  (tf.getBackend() === "wasm" ? onHost : onDevice)(logits, labels)
