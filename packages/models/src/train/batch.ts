/** One batch of training. */
import type * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import { forward } from "../model/forward.ts"
import { crossEntropy } from "../model/loss.ts"
import { type Model, runOf } from "../model/Model.ts"
import type { Stepper } from "./optimizer.ts"

/** A batch: its items' normalized numbers, one after the other, and their classes. */
export interface Batch {
  readonly values: Float32Array
  readonly labels: Int32Array
}

/** Puts new running statistics in the place of the old. */
export const put = (weights: Map<string, tf.Tensor>, updates: ReadonlyMap<string, tf.Tensor>): void => {
  for (const [name, next] of updates) {
    weights.get(name)!.dispose()
    weights.set(name, tf.keep(next))
  }
}

/**
 * Moves the model's weights one step. Returns a tensor of the caller's with the mean loss and the number of items that
 * were right before the step; all else is freed, also when it throws.
 */
export const trainOn = (model: Model, stepper: Stepper, { labels, values }: Batch, rate: number, key: Rng.Key) =>
  tf.tidy(() => {
    const x = tf.tensor(values, [labels.length, ...model.built.input])
    const run = runOf(model, "train", key)
    const { back, logits } = forward(model.built, x, run)
    const { gradient, report } = crossEntropy(logits, labels)
    back(gradient)
    stepper.step(model.weights, run.gradients, rate)
    put(model.weights, run.updates)
    return report
  })
