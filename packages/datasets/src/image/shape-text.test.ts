import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { shapeOf } from "./shape-text.ts"

describe("shapeOf", () => {
  it.effect("reads height, width and channels, of which one is the default", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* shapeOf("28x30x3"), [28, 30, 3])
      assert.deepStrictEqual(yield* shapeOf("28×30"), [28, 30, 1])
    }))

  it.effect("refuses what is no shape, and says what one is", () =>
    Effect.gen(function*() {
      for (const text of ["", "28", "0x3", "2x3x4x5", "1.5x2", "axb", "28x-1"]) {
        const { expected, reason, setting, value } = yield* Effect.flip(shapeOf(text))
        assert.deepStrictEqual([reason, setting, value, expected], ["Value", "shape", text, "HxWxC"])
      }
    }))
})
