/** Models in ONNX files, by name. */
import * as Options from "@marginalia/core/Options"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { onnxEncoder, readPreprocess } from "../onnx.ts"
import { defineEncoder } from "../plan.ts"

const given = (text: string): string | undefined => text === "" ? undefined : text

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
