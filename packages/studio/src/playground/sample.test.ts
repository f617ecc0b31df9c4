import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { MOST_ITEMS, mostOf, shownRows } from "./sample.ts"

const rows = (size: number, labeled: ReadonlyArray<number>, sample?: number, seed = 0) =>
  Effect.map(shownRows({ rows: size, cols: 2 }, labeled, { sample, seed }), (at) => [...at])

describe("shownRows", () => {
  it.effect("is all of a pool that fits, and of a sample that is no smaller", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* rows(3, [1]), [0, 1, 2])
      assert.deepStrictEqual(yield* rows(3, [1], 3), [0, 1, 2])
      assert.deepStrictEqual(yield* rows(3, [], 9), [0, 1, 2])
    }))

  it.effect("has the labeled among a sample, as long as they are at most half of it", () =>
    Effect.gen(function*() {
      for (const seed of [0, 1, 2]) {
        const at = yield* rows(5, [1, 3], 4, seed)
        assert.includeMembers(at, [1, 3])
        assert.lengthOf(new Set(at), 4)
        assert.deepStrictEqual(at, at.toSorted((a, b) => a - b))
      }
      const many = Array.from({ length: 50 }, (_, i) => i), at = yield* rows(100, many, 10)
      assert.isTrue(at.some((position) => position >= 50))
      assert.notDeepEqual(yield* rows(100, [], 10, 1), yield* rows(100, [], 10, 2))
    }))

  it.effect("refuses what a page does not take, with the limit and the way", () =>
    Effect.gen(function*() {
      const pool = yield* Effect.flip(rows(MOST_ITEMS + 1, []))
      assert.deepInclude(pool, { reason: "Value", setting: "pool", value: 20_001 })
      assert.match(pool.message, /20,001 vectors of 2 numbers.*at most 20,000.*`sample: 5000`/)
      const sample = yield* Effect.flip(rows(MOST_ITEMS * 2, [], 30_000))
      assert.strictEqual(sample.setting, "sample")
    }))

  it("takes fewer of wide vectors", () => {
    assert.deepStrictEqual([mostOf({ cols: 2 }), mostOf({ cols: 4096 }), mostOf({ cols: 2 ** 25 })], [20_000, 4096, 1])
  })
})
