import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { holdOut } from "./hold-out.ts"

const key = Rng.fromSeed(8)

describe("holdOut", () => {
  test.prop([
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 80 }),
    fc.double({ min: 0, max: 1, noNaN: true })
  ])("splits in two, in each class's proportion to less than an item", async (list, fraction) => {
    const labels = Int32Array.from(list)
    const { held, kept } = await Effect.runPromise(holdOut(key, { labels, classes: 5 }, fraction))
    assert.strictEqual(held.length, Math.round(fraction * list.length))
    assert.deepStrictEqual([...kept, ...held].sort((a, b) => a - b), list.map((_, position) => position))
    assert.deepStrictEqual([kept, held], [kept.toSorted(), held.toSorted()])
    for (let c = 0; c < 5; c++) {
      const share = list.filter((label) => label === c).length * held.length / Math.max(1, list.length)
      assert.isBelow(Math.abs(held.filter((position) => labels[position] === c).length - share), 1)
    }
  })

  const labels = Int32Array.from({ length: 100 }, (_, i) => i % 3)

  it.effect("is a function of the key", () =>
    Effect.gen(function*() {
      const split = (seed: number) => holdOut(Rng.fromSeed(seed), { labels, classes: 3 }, 0.2)
      assert.deepStrictEqual(yield* split(1), yield* split(1))
      assert.notDeepEqual(yield* split(1), yield* split(2))
    }))

  it.effect("gives ties to the smaller class", () =>
    Effect.gen(function*() {
      const { held } = yield* holdOut(key, { labels: Int32Array.of(2, 2, 1, 1, 0, 0), classes: 3 }, 2 / 6)
      assert.deepStrictEqual([...held].map((position) => [2, 2, 1, 1, 0, 0][position]).sort(), [0, 1])
    }))

  it.effect("gives what rounding leaves to the largest remainder", () =>
    Effect.gen(function*() {
      const labels = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1, 1, 2)
      const { held } = yield* holdOut(key, { labels, classes: 3 }, 0.3)
      assert.deepStrictEqual([...held].map((position) => labels[position]), [0, 0, 1])
    }))

  it.effect("splits only what it is given", () =>
    Effect.gen(function*() {
      const among = Uint32Array.of(10, 3, 6, 50)
      const { held, kept } = yield* holdOut(key, { labels, classes: 3, among }, 0.5)
      assert.deepStrictEqual([...kept, ...held].sort((a, b) => a - b), [3, 6, 10, 50])
    }))

  it.effect("refuses fractions that are none", () =>
    Effect.gen(function*() {
      for (const fraction of [-0.1, 1.1, NaN]) {
        const error = yield* Effect.flip(holdOut(key, { labels, classes: 3 }, fraction))
        assert.include(error.message, `a hold-out of ${fraction}`)
      }
    }))
})
