/** A network that was trained here as an encoder: its features. */
import { hashData } from "@marginalia/datasets/hash"
import type { Items } from "@marginalia/datasets/items"
import type { InputShape } from "@marginalia/datasets/items"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import type { Model } from "../model/Model.ts"
import { feature, type Output, probability, projection } from "../model/outputs.ts"
import { sizeOf } from "../network/layer/Layer.ts"
import type { Encoder } from "./Encoder.ts"
import { EncoderError, type EncoderProblem, type Misfit } from "./errors.ts"

/** Which output; the penultimate activations by default. */
export interface ModelOptions {
  readonly output?: Output
}

/** The sha256 over a `model`: the network, its weights and its normalization. */
export const hashModel = (model: Model): Effect.Effect<string> =>
  Effect.promise(async () => {
    const { built, normalization } = model
    const values = await Promise.all(built.weights.map(({ name }) => model.weights.get(name)!.data()))
    return hashData({
      network: built.spec,
      input: built.input,
      classes: built.classes,
      normalization: normalization ?? {},
      values
    })
  })

const outputs = { feature, probability, projection }

const numbers = (shape: InputShape): string => shape.length === 1 ? `${shape[0]} numbers` : shape.join(" × ")

/** Vectors of the right width count as the images that they are. */
const shaped = (model: Model, items: Items): Effect.Effect<Items, Misfit> => {
  const { input } = model.built
  const same = input.length === items.shape.length && input.every((n, i) => n === items.shape[i])
  if (same) return Effect.succeed(items)
  if (items.shape.length === 1 && sizeOf(input) === items.shape[0]) return Effect.succeed({ ...items, shape: input })
  const [value, expected] = [numbers(items.shape), numbers(input)]
  return Effect.fail({ problem: `it takes items of ${expected}, not of ${value}`, value, expected })
}

/**
 * A model's output as an encoder: N × width, without augmentation. Items without a normalization of their own are
 * normalized as in the training. Fails on items of another shape, and for the projection of a network without one.
 */
export const modelEncoder = Effect.fn("modelEncoder")(
  function*(model: Model, { output = "feature" }: ModelOptions = {}) {
    const name = `model(${output})`
    const failed = (reason: EncoderProblem) => new EncoderError({ encoder: name, reason })
    const identity = hashData({ output, model: yield* hashModel(model) })
    const hash = hashData({ identity, backend: tf.getBackend() })
    return {
      name,
      hash,
      identity,
      batch: 256,
      encode: (items) =>
        shaped(model, items).pipe(
          Effect.mapError((misfit) => failed({ _tag: "Unfit", ...misfit })),
          Effect.flatMap((fit) =>
            Effect.mapError(
              outputs[output](model, fit),
              (cause) => failed({ _tag: "Refused", problem: cause.message, cause })
            )
          )
        )
    } satisfies Encoder<Items> as Encoder<Items>
  }
)
