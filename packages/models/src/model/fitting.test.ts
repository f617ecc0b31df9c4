import { assert, describe, it } from "@effect/vitest"
import type { InputShape, Items } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import { fitting } from "./fitting.ts"
import type { Model } from "./Model.ts"

const taking = (input: InputShape) => ({ built: { input } }) as unknown as Model
const items = (...shape: ReadonlyArray<number>): Items => ({
  data: new Float32Array(64),
  rows: 1,
  shape: shape as unknown as InputShape
})

describe("fitting", () => {
  it.effect("takes vectors for images and images for vectors, of the same size", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual((yield* fitting(taking([8, 8, 1]), items(64))).shape, [8, 8, 1])
      assert.deepStrictEqual((yield* fitting(taking([64]), items(8, 8, 1))).shape, [64])
      const same = items(8, 8, 1)
      assert.strictEqual(yield* fitting(taking([8, 8, 1]), same), same)
      for (const wrong of [items(4, 16, 1), items(63)]) {
        const error = yield* Effect.flip(fitting(taking([8, 8, 1]), wrong))
        assert.match(error.message, /takes items of 8 × 8 × 1/)
        assert.deepStrictEqual(error.allowed, ["8 × 8 × 1"])
      }
    }))
})
