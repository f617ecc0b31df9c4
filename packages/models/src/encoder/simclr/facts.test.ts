import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { differencesOf, factsOf, inWords, sha256 } from "./facts.ts"

const items = { data: Uint8Array.of(1, 2, 3, 4), rows: 1, shape: [2, 2, 1] as const }

describe("facts", () => {
  it.effect("are the same for the same things, in whatever order they are named", () =>
    Effect.gen(function*() {
      const one = yield* factsOf(items, { recipe: { rate: 1, batch: 2 }, seed: 1 })
      const other = yield* factsOf({ ...items, data: Uint8Array.of(0, 1, 2, 3, 4).subarray(1) }, {
        seed: 1,
        recipe: { batch: 2, rate: 1 }
      })
      assert.deepStrictEqual(differencesOf(one, other), [])
      assert.match(
        one["data"]!,
        /^1 items of 2 × 2 × 1, sha256 9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e8/
      )
    }))

  it.effect("say what differs", () =>
    Effect.gen(function*() {
      const one = yield* factsOf(items, { seed: 1, recipe: { rate: 1 } })
      const other = yield* factsOf({ ...items, normalization: { scale: 4, mean: [0], std: [1] } }, { seed: 2 })
      assert.strictEqual(
        inWords(differencesOf(one, other)),
        "normalization is {\"mean\":[0],\"scale\":4,\"std\":[1]} here and was {\"mean\":[0],\"scale\":1,\"std\":[1]} there; "
          + "seed is 2 here and was 1 there; recipe is not given here and was {\"rate\":1} there"
      )
      assert.match(
        inWords(differencesOf(one, yield* factsOf({ ...items, data: Uint8Array.of(1, 2, 3, 5) }, {}))),
        /^data is 1 items/
      )
    }))

  it.effect("hash bytes", () =>
    Effect.gen(function*() {
      const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      assert.strictEqual(yield* sha256(new Uint8Array(0)), empty)
    }))
})
