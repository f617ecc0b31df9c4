import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { fakeItems } from "../../test/world.ts"
import { picturesOf } from "./pictures.ts"

describe("picturesOf", () => {
  it.effect("finds each item's picture by its id, and says which have one", () =>
    Effect.gen(function*() {
      const { items, pictured } = yield* picturesOf(["c", "x", "a"], fakeItems(3, ["a", "b", "c"]))
      assert.deepStrictEqual(pictured, [0, 2])
      // The fake's thumbnail holds the position that was asked for.
      assert.deepStrictEqual([...(yield* items.thumb(0, 96)).bytes], [2, 6])
      assert.strictEqual((yield* Effect.flip(items.media(1))).reason._tag, "NoImage")
    }))

  it.effect("refuses a source of texts, and one that has none of the items", () =>
    Effect.gen(function*() {
      const none = yield* Effect.flip(picturesOf(["x"], fakeItems(2, ["a", "b"])))
      assert.match(none.message, /the pool's first is "x", the first picture "a"/)
      const texts = yield* Effect.flip(picturesOf(["a"], { ...fakeItems(1, ["a"]), kind: "text" }))
      assert.deepInclude(texts, { reason: "Value", setting: "images" })
    }))
})
