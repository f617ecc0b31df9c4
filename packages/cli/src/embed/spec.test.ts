import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readEncoderSpec } from "./spec.ts"

describe("readEncoderSpec", () => {
  it.effect("reads encoders by name and by path", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* readEncoderSpec("raw"), { kind: "raw" })
      assert.deepStrictEqual(yield* readEncoderSpec("pca"), { kind: "pca", components: 64 })
      assert.deepStrictEqual(yield* readEncoderSpec("pca(components=3)"), { kind: "pca", components: 3 })
      assert.deepStrictEqual(yield* readEncoderSpec("model:a folder/m"), { kind: "model", path: "a folder/m" })
    }))

  it.effect("refuses others", () =>
    Effect.gen(function*() {
      for (
        const [text, message] of [
          ["standardise", /no encoder "standardise".*Did you mean "standardize"/],
          ["raw(3)", /a value without a name/],
          ["raw(x=3)", /raw: there is no option "x"/],
          ["pca(0)", /pca: components takes/],
          ["model:", /names nothing/]
        ] as const
      ) assert.match((yield* Effect.flip(readEncoderSpec(text))).message, message)
    }))
})
