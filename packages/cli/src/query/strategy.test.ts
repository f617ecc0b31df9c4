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

  it.effect("tells what is wrong of the option that was set, and not of a text that nobody wrote", () =>
    Effect.gen(function*() {
      const problem = (sets: Record<string, string>) =>
        Effect.map(Effect.flip(text("supclust", { keep: "20%", ...sets })), ({ message }) => message)
      const wrong = yield* problem({ temperature: "-1", neighbors: "5" })
      assert.match(
        wrong,
        /^--set temperature=-1: supclust: temperature takes a value greater than 0, not -1; marginalia /
      )
      assert.notMatch(wrong, /column|\^/)
      assert.match(yield* problem({ temperature: ")" }), /^--set temperature=\): expected a value/)
      assert.match(yield* problem({ temp: "1" }), /^--set temp=1: .*Did you mean "temperature"/)
    }))
})
