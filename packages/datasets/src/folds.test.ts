import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { folds, lonely } from "./folds.ts"

const key = Rng.fromSeed(8)

/** A list of classes in which each one that occurs comes twice at least. */
const classes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 }).map((
  list
) => [...list, ...list])

const spread = (counts: ReadonlyArray<number>): number => Math.max(...counts) - Math.min(...counts)

describe("folds", () => {
  test.prop([classes, fc.integer({ min: 2, max: 10 })])(
    "hold each item once, and each class evenly",
    async (list, k) => {
      const count = Math.min(k, list.length), labels = Int32Array.from(list)
      const found = await Effect.runPromise(folds(key, { labels, classes: 5 }, count))
      assert.strictEqual(found.length, count)
      assert.deepStrictEqual(
        found.flatMap((fold) => [...fold]).sort((a, b) => a - b),
        list.map((_, position) => position)
      )
      assert.isAtMost(spread(found.map((fold) => fold.length)), 1)
      for (let c = 0; c < 5; c++) {
        assert.isAtMost(spread(found.map((fold) => fold.filter((at) => labels[at] === c).length)), 1)
      }
      for (const fold of found) assert.deepStrictEqual(fold, fold.toSorted())
    }
  )

  it.effect("by hand: 4 of one class and 3 of another in 3 folds", () =>
    Effect.gen(function*() {
      // Class 0 is dealt to the folds 0, 1, 2, 0; class 1 goes on with 1, 2, 0.
      const labels = Int32Array.of(0, 1, 0, 1, 0, 1, 0)
      const found = yield* folds(key, { labels, classes: 2 }, 3)
      const counts = found.map((fold) => [0, 1].map((c) => fold.filter((at) => labels[at] === c).length))
      assert.deepStrictEqual(counts, [[2, 1], [1, 1], [1, 1]])
    }))

  it.effect("are a function of the key, and shuffled", () =>
    Effect.gen(function*() {
      const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3)
      const of = (seed: number) => folds(Rng.fromSeed(seed), { labels, classes: 3 }, 5)
      assert.deepStrictEqual(yield* of(1), yield* of(1))
      assert.notDeepEqual(yield* of(1), yield* of(2))
    }))

  it.effect("are of those that are given", () =>
    Effect.gen(function*() {
      const among = Uint32Array.of(10, 3, 6, 50), labels = Int32Array.from({ length: 100 }, (_, i) => i % 2)
      const found = yield* folds(key, { labels, classes: 2, among: Uint32Array.of(...among, 5, 7) }, 2)
      assert.deepStrictEqual(found.flatMap((fold) => [...fold]).sort((a, b) => a - b), [3, 5, 6, 7, 10, 50])
    }))

  it.effect("refuse a class with one item, and counts that make no sense", () =>
    Effect.gen(function*() {
      const labels = Int32Array.of(0, 0, 2, 0)
      assert.deepStrictEqual(lonely({ labels, classes: 4 }), [2])
      assert.match(
        (yield* Effect.flip(folds(key, { labels, classes: 4 }, 2))).message,
        /class 2 has 1 item, .* 2 of each/
      )
      for (const count of [0, 1, 5, 2.5, NaN]) {
        const error = yield* Effect.flip(folds(key, { labels, classes: 4 }, count))
        assert.include(error.message, `${count} folds of 4 items`)
        assert.deepStrictEqual(error.reason, { _tag: "Folds", value: count, size: 4 })
      }
      const outside = Int32Array.of(0, 0, 4, 4)
      assert.match((yield* Effect.flip(folds(key, { labels: outside, classes: 4 }, 2))).message, /0 to 3 are expected/)
    }))
})
