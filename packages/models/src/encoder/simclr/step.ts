/** One batch of pretraining. */
import * as tf from "@tensorflow/tfjs-core"
import { type Model, runOf } from "../../model/Model.ts"
import type { Layer } from "../../network/layer/Layer.ts"
import { put } from "../../train/batch.ts"
import type { Stepper } from "../../train/optimizer.ts"
import { type Contrast, contrast } from "./contrast.ts"

/** What a step works with. `model.weights` holds the projection's weights too. */
export interface Learning {
  readonly model: Model
  /** Body and projection. */
  readonly network: Layer
  readonly stepper: Stepper
  readonly contrast: Contrast
}

/**
 * Moves the weights one step on a batch of views (first views before second ones). Returns a tensor of the caller's with
 * the mean loss before the step; all else is freed, also when it throws.
 */
export const learnFrom = (
  { contrast: by, model, network, stepper }: Learning,
  values: Float32Array,
  images: number,
  rate: number
): tf.Tensor =>
  tf.tidy(() => {
    const x = tf.tensor(values, [2 * images, ...model.built.input])
    const run = runOf(model, "train")
    const { back, y } = network.forward(x, run)
    const { gradient, loss } = contrast(y as tf.Tensor2D, by)
    back(gradient)
    stepper.step(model.weights, run.gradients, rate)
    put(model.weights, run.updates)
    return loss
  })
