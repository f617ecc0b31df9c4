import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { askOracle, refusedPath } from "../../test/question.ts"
import { knownLabels } from "./known.ts"

describe("knownLabels", () => {
  it.effect("tells the class of each item in the order asked, and −1 where there is none", () =>
    Effect.gen(function*() {
      const { labels } = yield* askOracle(knownLabels([4, -1, 2]), 2, 0, 1)
      assert.deepStrictEqual([...labels], [2, 4, -1])
    }))

  it.effect("fails where the labels end", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(askOracle(knownLabels([4, 0]), 1, 2))
      assert.strictEqual(error.reason._tag, "NotKnown")
      assert.include(error.message, "position 2")
    }))

  it("refuses what is no class, by its place", () => {
    for (const bad of [-2, 0.5, Number.NaN]) {
      assert.strictEqual(refusedPath(() => knownLabels([0, bad])), "labels.1")
    }
  })
})
