import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readColumns } from "./columns.ts"

describe("readColumns", () => {
  it.effect("names each once, gradients by what they are made of", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual([...(yield* readColumns(["feature", "gradient", "passes"]))], [
        "feature",
        "probability",
        "passes"
      ])
      assert.match((yield* Effect.flip(readColumns(["probabilty"]))).message, /Did you mean "probability"/)
      assert.match((yield* Effect.flip(readColumns(["feature", ""]))).message, /no column ""/)
    }))
})
