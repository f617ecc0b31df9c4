/** Models in ONNX files, by name. */
import { Notices } from "@marginalia/core/Notices"
import * as Options from "@marginalia/core/Options"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { checkOnnx, onnxEncoder, readPreprocess } from "../onnx.ts"
import { defineEncoder, type EncoderPlan } from "../plan.ts"
import type { Preprocess } from "../preprocess.ts"

const given = (text: string): string | undefined => text === "" ? undefined : text

/** The size that images of any size are brought to, where the description brings all of them to one; else undefined. */
const shapeOf = ({ channels, crop, resize }: Preprocess): EncoderPlan["shape"] => {
  if (resize === undefined) return undefined
  if (typeof resize !== "number") return [...resize, channels]
  return crop === undefined ? undefined : [resize, resize, channels]
}

/** See `onnxEncoder`. */
export const onnxPlan = defineEncoder({
  name: "onnx",
  summary: "a model of your own in an ONNX file (DINOv2, CLIP, …), by the package onnxruntime-node",
  options: Schema.Struct({
    file: Options.required(Options.Path, "the model, MODEL.onnx"),
    preprocess: Options.field(
      Schema.Union([Schema.Literal(""), Options.Path]),
      "",
      "what the model wants of its images, FILE.json (the .json beside it)"
    ),
    pooling: Options.field(
      Schema.Literals(["", "cls", "mean"]),
      "",
      "how tokens become a vector: the first, or the mean (as described)"
    ),
    output: Options.field(Schema.String, "", "which output is the embedding (as described, or the only one)")
  }),
  positional: ["file"],
  reads: ({ file, preprocess }) => [
    file,
    // A model's description lies beside it.
    given(preprocess) ?? file.replace(/\.onnx$/, ".json")
  ],
  cached: true,
  look: ({ file, preprocess }, plan) =>
    // What there is to note of the description is said when it is read for good.
    readPreprocess(file, given(preprocess)).pipe(
      Effect.provideService(Notices, { say: () => Effect.void }),
      Effect.tap(() => checkOnnx(file)),
      Effect.map((spec): EncoderPlan => ({ ...plan, shape: shapeOf(spec), scales: true }))
    ),
  start: Effect.fnUntraced(function*({ file, output, pooling, preprocess: path }) {
    const preprocess = yield* readPreprocess(file, given(path))
    const encoder = yield* onnxEncoder(file, {
      preprocess,
      pooling: pooling === "" ? undefined : pooling,
      output: given(output)
    })
    return { encoder, about: { model: file, preprocess } }
  })
})
