import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ofItems, ofTexts, slice } from "./Source.ts"

const items = { data: Uint8Array.from({ length: 24 }, (_, i) => i), rows: 6, shape: [2, 2, 1] as const }

describe("sources", () => {
  it.effect("read ranges of what is in memory, without a copy", () =>
    Effect.gen(function*() {
      const part = yield* ofItems(items).read(2, 5)
      assert.deepStrictEqual([...part.data], [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
      assert.deepStrictEqual([part.rows, part.shape], [3, [2, 2, 1]])
      assert.strictEqual(part.data.buffer, items.data.buffer)
      assert.deepStrictEqual(yield* ofTexts(["a", "b", "c"]).read(1, 3), ["b", "c"])
    }))

  it.effect("have a hash of numbers, shape, order and normalization", () =>
    Effect.gen(function*() {
      const same = ofItems({ ...items, data: Uint8Array.from(items.data) })
      const others = [
        { ...items, shape: [1, 4, 1] as const },
        { ...items, data: Uint8Array.from(items.data).reverse() },
        { ...items, data: Float32Array.from(items.data) },
        { ...items, normalization: { scale: 255, mean: [0], std: [1] } },
        slice(items, 0, 5)
      ]
      const hash = yield* ofItems(items).hash
      assert.strictEqual(yield* same.hash, hash)
      for (const other of others) assert.notStrictEqual(yield* ofItems(other).hash, hash)
      assert.notStrictEqual(yield* ofTexts(["ab", "c"]).hash, yield* ofTexts(["a", "bc"]).hash)
    }))
})
