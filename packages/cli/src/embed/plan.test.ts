import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Asked, readPlan } from "./plan.ts"

const asked = (
  encoder: string,
  flags: { readonly [flag in "preprocess" | "pooling" | "output"]?: string } = {}
): Asked => ({
  encoder,
  plugin: [],
  preprocess: Option.fromUndefinedOr(flags.preprocess),
  pooling: Option.fromUndefinedOr(flags.pooling) as Asked["pooling"],
  output: Option.fromUndefinedOr(flags.output)
})

describe("readPlan", () => {
  it.effect("gives the options that flags stand for to the encoder that has them", () =>
    Effect.gen(function*() {
      const { reads, text } = yield* readPlan(
        asked("onnx(m.onnx, output=last)", { pooling: "mean", preprocess: "p.json" })
      )
      assert.strictEqual(text, "onnx(m.onnx, preprocess=p.json, pooling=mean, output=last)")
      assert.deepStrictEqual(reads, ["m.onnx", "p.json"])
      assert.deepStrictEqual((yield* readPlan(asked("onnx(m.onnx)"))).reads, ["m.onnx", "m.json"])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("refuses a flag that is no option of the encoder, and says whose it is", () =>
    Effect.gen(function*() {
      const { message } = yield* Effect.flip(readPlan(asked("pca(3)", { pooling: "mean" })))
      assert.strictEqual(message, "--pooling says nothing to pca; it is for onnx and transformers")
      assert.match((yield* Effect.flip(readPlan(asked("raw", { output: "x" })))).message, /it is for onnx$/)
      assert.match((yield* Effect.flip(readPlan(asked("onnx:m.onnx")))).message, /written onnx\(m\.onnx\) now/)
    }).pipe(Effect.provide(NodeServices.layer)))
})
