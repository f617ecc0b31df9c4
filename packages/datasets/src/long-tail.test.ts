import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { longTail, longTailCounts } from "./long-tail.ts"

const key = Rng.fromSeed(3)
const sum = (counts: Uint32Array) => counts.reduce((all, n) => all + n, 0)
const cifar = (classes: number, factor: number) => longTailCounts({ most: 50_000 / classes, classes, factor })

/** CIFAR-like: classes in turn. */
const labels = (classes: number, each: number) =>
  Int32Array.from({ length: classes * each }, (_, position) => position % classes)

describe("longTailCounts", () => {
  it.effect("are those of CIFAR-10-LT", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual([...yield* cifar(10, 50)], [5000, 3237, 2096, 1357, 878, 568, 368, 238, 154, 100])
      assert.deepStrictEqual([...yield* cifar(10, 0.01)], [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50])
      assert.deepStrictEqual([sum(yield* cifar(10, 50)), sum(yield* cifar(10, 0.1)), sum(yield* cifar(10, 0.01))], [
        13_996,
        20_431,
        12_406
      ])
    }))

  it.effect("are those of CIFAR-100-LT", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual([sum(yield* cifar(100, 0.1)), sum(yield* cifar(100, 0.01))], [19_573, 10_847])
    }))

  it.effect("are the same for a factor and for its inverse", () =>
    Effect.gen(function*() {
      for (const classes of [10, 100]) {
        for (const [most, least] of [[50, 0.02], [10, 0.1], [100, 0.01]] as const) {
          assert.deepStrictEqual(yield* cifar(classes, most), yield* cifar(classes, least))
        }
      }
    }))

  it.effect("keep everything for factor 1, and take one class", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual([...yield* longTailCounts({ most: 7, classes: 3, factor: 1 })], [7, 7, 7])
      assert.deepStrictEqual([...yield* longTailCounts({ most: 7, classes: 1, factor: 50 })], [7])
    }))

  it.effect("end in the last class's whole share, whatever rounding says", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual([...yield* longTailCounts({ most: 49, classes: 2, factor: 49 })], [49, 1])
      assert.deepStrictEqual([...yield* longTailCounts({ most: 1e6, classes: 7, factor: 1e6 })], [
        1e6,
        1e5,
        1e4,
        1e3,
        100,
        10,
        1
      ])
      for (let factor = 1; factor <= 500; factor++) {
        for (const times of [1, 3, 10]) {
          const counts = yield* longTailCounts({ most: factor * times, classes: 2, factor })
          assert.strictEqual(counts[1], times, `factor ${factor}`)
        }
      }
    }))

  it.effect("refuse factors that mean nothing", () =>
    Effect.gen(function*() {
      for (const factor of [0, -2, NaN, Infinity]) {
        const error = yield* Effect.flip(longTailCounts({ most: 7, classes: 3, factor }))
        assert.strictEqual(error._tag, "InvalidSubset")
        assert.include(error.message, String(factor))
      }
    }))
})

describe("longTail", () => {
  const source = { labels: labels(10, 500), classes: 10 }

  it.effect("keeps as many of each class as the rule says, ascending", () =>
    Effect.gen(function*() {
      const kept = yield* longTail(key, source, { factor: 50 })
      const counts = yield* longTailCounts({ most: 500, classes: 10, factor: 50 })
      assert.deepStrictEqual(kept, kept.toSorted())
      assert.strictEqual(new Set(kept).size, kept.length)
      counts.forEach((count, c) => assert.lengthOf(kept.filter((p) => source.labels[p] === c), count))
    }))

  it.effect("is a function of the key, and of nothing else", () =>
    Effect.gen(function*() {
      const draw = (seed: number) => longTail(Rng.fromSeed(seed), source, { factor: 50 })
      assert.deepStrictEqual(yield* draw(3), yield* draw(3))
      assert.notDeepEqual(yield* draw(3), yield* draw(4))
    }))

  it.effect("draws from anywhere in a class, not from its beginning", () =>
    Effect.gen(function*() {
      const kept = yield* longTail(key, source, { factor: 50 })
      const least = kept.filter((p) => source.labels[p] === 9)
      assert.isAbove(least.at(-1)!, 2000)
    }))

  it.effect("nests: a longer tail is a part of a shorter one", () =>
    Effect.gen(function*() {
      const shorter = new Set(yield* longTail(key, source, { factor: 10 }))
      assert.isTrue((yield* longTail(key, source, { factor: 100 })).every((position) => shorter.has(position)))
    }))

  it.effect("keeps to the positions given, and to the size given", () =>
    Effect.gen(function*() {
      const among = Uint32Array.from({ length: 1000 }, (_, i) => 2000 + i)
      const kept = yield* longTail(key, { ...source, among }, { factor: 10, most: 50 })
      assert.isTrue(kept.every((position) => position >= 2000 && position < 3000))
      assert.strictEqual(kept.length, sum(yield* longTailCounts({ most: 50, classes: 10, factor: 10 })))
    }))

  it.effect("takes all of a class that is too small, but not where a size is asked for", () =>
    Effect.gen(function*() {
      const uneven = { labels: Int32Array.of(0, 0, 1, 1, 1, 1), classes: 2 }
      assert.deepStrictEqual([...yield* longTail(key, uneven, { factor: 3 })].slice(0, 2), [0, 1])
      assert.lengthOf(yield* longTail(key, uneven, { factor: 3 }), 3)
      assert.strictEqual((yield* Effect.flip(longTail(key, uneven, { factor: 3, most: 3 })))._tag, "InvalidSubset")
      const error = yield* Effect.flip(longTail(key, source, { factor: 10, most: 501 }))
      assert.strictEqual(error.message, "class 0 has 500 items, fewer than the 501 asked of it; ask for fewer")
    }))
})
