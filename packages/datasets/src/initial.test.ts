import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { balancedInitial, randomInitial } from "./initial.ts"

const key = Rng.fromSeed(5)
/** 40, 30, 20 and 10 items. */
const labels = Int32Array.from({ length: 100 }, (_, i) => i < 40 ? 0 : i < 70 ? 1 : i < 90 ? 2 : 3)
const source = { labels, classes: 4 }
const countsOf = (positions: Uint32Array) => [0, 1, 2, 3].map((c) => positions.filter((p) => labels[p] === c).length)

describe("randomInitial", () => {
  it.effect("draws distinct positions by key, ascending, nested", () =>
    Effect.gen(function*() {
      const drawn = yield* randomInitial(key, source, 30)
      assert.deepStrictEqual([drawn.length, new Set(drawn).size, drawn], [30, 30, drawn.toSorted()])
      assert.deepStrictEqual(yield* randomInitial(key, source, 30), drawn)
      assert.notDeepEqual(yield* randomInitial(Rng.fromSeed(6), source, 30), drawn)
      assert.isTrue((yield* randomInitial(key, source, 10)).every((position) => drawn.includes(position)))
    }))

  it.effect("takes all, none, and only what it may", () =>
    Effect.gen(function*() {
      assert.lengthOf(yield* randomInitial(key, source, 100), 100)
      assert.lengthOf(yield* randomInitial(key, source, 0), 0)
      const among = Uint32Array.of(9, 4, 50)
      assert.deepStrictEqual(yield* randomInitial(key, { ...source, among }, 3), Uint32Array.of(4, 9, 50))
    }))

  it.effect("asks for no label, and for none that is no class", () =>
    Effect.gen(function*() {
      const unknown = { labels: new Int32Array(100).fill(-1), classes: 4 }
      assert.deepStrictEqual(yield* randomInitial(key, unknown, 9), yield* randomInitial(key, source, 9))
      for (const label of [-2, 4]) {
        const error = yield* Effect.flip(randomInitial(key, { ...source, labels: labels.with(3, label) }, 9))
        assert.match(error.message, new RegExp(`position 3 is ${label}`))
      }
      assert.match((yield* Effect.flip(balancedInitial(key, unknown, 4))).message, /position 0 is -1/)
    }))

  it.effect("refuses counts that cannot be", () =>
    Effect.gen(function*() {
      for (const count of [101, -1, 1.5]) {
        const error = yield* Effect.flip(randomInitial(key, source, count))
        assert.match(error.message, new RegExp(`an initial set of ${count} items cannot be drawn from 100`))
      }
    }))
})

describe("balancedInitial", () => {
  it.effect("takes as many of each class", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(countsOf(yield* balancedInitial(key, source, 40)), [10, 10, 10, 10])
    }))

  it.effect("gives the rest to classes drawn by the key", () =>
    Effect.gen(function*() {
      const rests = new Set<string>()
      for (let seed = 0; seed < 20; seed++) {
        const counts = countsOf(yield* balancedInitial(Rng.fromSeed(seed), source, 14))
        assert.deepStrictEqual(counts.toSorted(), [3, 3, 4, 4])
        rests.add(counts.join())
      }
      assert.isAbove(rests.size, 2)
    }))

  it.effect("refuses a class that has too few", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(balancedInitial(key, source, 44))
      assert.match(error.message, /class 3 has 10 items, fewer than the 11 asked of it/)
      assert.match((yield* Effect.flip(balancedInitial(key, source, 101))).message, /cannot be drawn from 100/)
    }))
})
