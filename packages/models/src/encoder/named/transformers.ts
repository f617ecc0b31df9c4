/** Models of the Hugging Face hub, by name. */
import * as Options from "@marginalia/core/Options"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { defineEncoder, type Setting } from "../plan.ts"
import { checkTransformers, imageEncoder, textEncoder } from "../transformers.ts"

const options = Schema.Struct({
  model: Options.required(Schema.NonEmptyString, "the folder that holds the model, or its id in the hub"),
  pooling: Options.field(
    Schema.Literals(["", "cls", "mean"]),
    "",
    "how tokens become a vector: the first, or the mean (mean for texts, cls for images)"
  )
})

const howOf = ({ pooling }: typeof options.Type, { remote = false }: Pick<Setting, "remote">) => ({
  pooling: pooling === "" ? undefined : pooling,
  remote
})

/** See `imageEncoder` and `textEncoder`. */
export const transformersPlan = defineEncoder({
  name: "transformers",
  summary: "a model of the Hugging Face hub for images or texts, by the package @huggingface/transformers",
  options,
  positional: ["model"],
  reads: ({ model }) => [model],
  cached: true,
  mayFetch: true,
  look: ({ model }, plan) => Effect.as(checkTransformers(model), plan),
  start: (options, setting) =>
    Effect.map(imageEncoder(options.model, howOf(options, setting)), (encoder) => ({
      encoder,
      about: { model: options.model }
    })),
  startTexts: (options, setting) =>
    Effect.map(textEncoder(options.model, howOf(options, setting)), (encoder) => ({
      encoder,
      about: { model: options.model }
    }))
})
