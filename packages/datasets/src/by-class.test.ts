import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { byClass, check, draw, drawExactly } from "./by-class.ts"

const labels = Int32Array.of(2, 0, 2, 2, 0)

describe("byClass", () => {
  it("groups positions, empty classes too", () => {
    const groups = byClass({ labels, classes: 4 }).map((positions) => [...positions])
    assert.deepStrictEqual(groups, [[1, 4], [], [0, 2, 3], []])
    const some = byClass({ labels, classes: 3, among: Uint32Array.of(4, 3) }).map((positions) => [...positions])
    assert.deepStrictEqual(some, [[4], [], [3]])
  })
})

describe("check", () => {
  it.effect("refuses labels and positions out of range", () =>
    Effect.gen(function*() {
      yield* check({ labels, classes: 3 })
      const problem = (source: Parameters<typeof check>[0]) => Effect.map(Effect.flip(check(source)), (e) => e.message)
      assert.match(yield* problem({ labels, classes: 2 }), /the label of position 0 is 2 where 0 to 1 are expected/)
      assert.match(yield* problem({ labels: Int32Array.of(0, -1), classes: 2 }), /position 1 is -1/)
      assert.match(yield* problem({ labels, classes: 3, among: Uint32Array.of(5) }), /position 5 is beyond the 5/)
    }))
})

const key = Rng.fromSeed(1)

describe("draw", () => {
  test.prop([
    fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 40 }),
    fc.array(fc.nat(12), { minLength: 3, maxLength: 3 })
  ])("takes as many of each class as asked or there are, and fewer from more", (list, counts) => {
    const source = { labels: Int32Array.from(list), classes: 3 }
    const members = byClass(source), drawn = draw(key, members, counts)
    assert.deepStrictEqual(drawn, Uint32Array.from(new Set(drawn)).sort())
    members.forEach((positions, c) => {
      assert.lengthOf(drawn.filter((p) => positions.includes(p)), Math.min(counts[c]!, positions.length))
    })
    const fewer = draw(key, members, counts.map((n) => n >> 1))
    assert.isTrue(fewer.every((position) => drawn.includes(position)))
  })

  it.effect("can insist", () =>
    Effect.gen(function*() {
      const members = byClass({ labels, classes: 3 })
      assert.lengthOf(yield* drawExactly(key, members, [2, 0, 1]), 3)
      const error = yield* Effect.flip(drawExactly(key, members, [2, 1, 1]))
      assert.match(error.message, /class 1 has 0 items, fewer than the 1 asked/)
      assert.deepEqual(error.reason, { _tag: "TooFew", class: 1, size: 0, wanted: 1 })
    }))
})
