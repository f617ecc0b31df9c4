import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readPairs } from "./pairs.ts"

describe("readPairs", () => {
  it.effect("splits at the first =", () =>
    Effect.gen(function*() {
      const pairs = yield* readPairs("set", ["a=1", "b = x=y "])
      assert.deepStrictEqual([...pairs], [["a", "1"], ["b", "x=y"]])
    }))

  it.effect("refuses one side only, and a name that comes twice", () =>
    Effect.gen(function*() {
      for (const text of ["a", "=1", "a=", " = "]) {
        const { message } = yield* Effect.flip(readPairs("set", [text]))
        assert.include(message, `--set takes name=value, not "${text}"`)
      }
      const { message } = yield* Effect.flip(readPairs("column", ["a=1", "a=2"]))
      assert.include(message, "--column a is given twice")
    }))
})
