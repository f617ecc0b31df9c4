import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { unit } from "../test/made.ts"
import { checkCriteria, readCriteria } from "./criteria.ts"

const runs = [unit({ strategy: "a", seed: 0, accuracy: [0.5, 0.7] })]

describe("criteria that are asked for", () => {
  it.effect("are read from texts", () =>
    Effect.gen(function*() {
      const names = (yield* readCriteria(["delta-f", "any-of(budget(5), cost(2))"])).map(({ name }) => name)
      assert.deepStrictEqual(names, ["delta-f(0.005)", "any-of(budget(5), cost(2))"])
      assert.include((yield* Effect.flip(readCriteria(["delta-g"]))).message, "delta-f")
    }))

  it.effect("are refused where a journal does not hold what they look at", () =>
    Effect.gen(function*() {
      const [given, silent] = yield* readCriteria(["target-accuracy(0.9, items=20)", "target-accuracy(0.9)"])
      yield* checkCriteria(runs, [given!])
      const error = yield* Effect.flip(checkCriteria(runs, [given!, silent!]))
      assert.deepInclude(error, { reason: "Unjudged", setting: "stop", value: "target-accuracy(0.9)", exitCode: 1 })
      assert.include(error.message, "give the option items")
    }))
})
