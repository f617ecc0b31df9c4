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
