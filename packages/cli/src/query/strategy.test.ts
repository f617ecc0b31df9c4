import { assert, describe, it } from "@effect/vitest"
import { Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { readStrategy } from "./strategy.ts"

const text = (strategy: string, sets: Record<string, string> = {}) =>
  Effect.map(readStrategy(strategy, new Map(Object.entries(sets)), registry), Strategy.text)

describe("readStrategy", () => {
  it.effect("sets options of a named strategy, values as in the text", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* text("supclust", { temperature: "0.5", keep: "20%" }),
        "supclust(temperature=0.5, keep=20%)"
      )
      assert.strictEqual(yield* text("supclust", { sup: "false" }), "supclust(sup=false)")
    }))

  it.effect("keeps the options that the text gives, unless they are set anew", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* text("supclust(temperature=2, neighbors=5)", { temperature: "3" }),
        "supclust(temperature=3, neighbors=5)"
      )
    }))

  it.effect("refuses options of a pipeline, and unknown ones by name", () =>
    Effect.gen(function*() {
      const pipeline = yield* Effect.flip(text("top(uniform)", { ties: "seeded" }))
      assert.include(pipeline.message, "write the options into the text")
      const unknown = yield* Effect.flip(text("supclust", { temprature: "1" }))
      assert.include(unknown.message, "Did you mean \"temperature\"?")
    }))
})
