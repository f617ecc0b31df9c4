import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Answer, LabelRequest } from "../Oracle.ts"
import type { ItemId } from "../Position.ts"
import { answered } from "./oracle.ts"

const question: LabelRequest = {
  round: 2,
  positions: Uint32Array.of(7, 3, 5, 1),
  ids: ["g", "c", "e", "a"] as ReadonlyArray<string> as ReadonlyArray<ItemId>,
  selection: undefined
}

const check = (answer: unknown) => answered(question, answer as Answer, 2)
const anyClass = (answer: Answer) => answered(question, answer, undefined)

describe("answered", () => {
  it.effect("takes a class or a decline for each item; a label costs one", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* check({ labels: [0, null, 1, -1] }), {
        labels: Int32Array.of(0, -1, 1, -1),
        cost: 4
      })
      assert.deepStrictEqual((yield* check({ labels: Int32Array.of(0, 1, 1, 0), cost: 2.5 })).cost, 2.5)
      assert.deepStrictEqual([...(yield* anyClass({ labels: [9, 8, 7, -1] })).labels], [9, 8, 7, -1])
    }))

  it.effect("takes an absence for no decline", () =>
    Effect.gen(function*() {
      for (const labels of [[1], [0, 1, 0, 1, 1], [], new Int32Array(3)]) {
        const error = yield* Effect.flip(check({ labels }))
        const reason = { _tag: "WrongCount", round: 2, given: labels.length, expected: 4 }
        assert.deepStrictEqual<unknown>(error.reason, reason)
      }
      const { message } = yield* Effect.flip(check({ labels: [1] }))
      assert.match(message, /^the oracle gave 1 label for the 4 items of round 2; /)
      const hole = yield* Effect.flip(check({ labels: Object.assign(new Array(4), [0, 1]) }))
      assert.deepInclude(hole.reason, { _tag: "UnknownLabel", position: 5, value: undefined })
    }))

  it.effect("names item, value and range of what is no class", () =>
    Effect.gen(function*() {
      for (const value of [7, 2, -2, 0.5, Number.NaN, Infinity, "cat", "0", undefined, true]) {
        const { message, reason } = yield* Effect.flip(check({ labels: [0, 1, value, 0] }))
        assert.deepStrictEqual<unknown>(reason, { _tag: "UnknownLabel", position: 5, id: "e", value, most: 1 })
        assert.include(
          message,
          "of item e (position 5); a class is a whole number from 0 to 1, and −1 or null declines"
        )
      }
      const huge = yield* Effect.flip(anyClass({ labels: [0, 1, 2 ** 32, 0] }))
      assert.deepInclude(huge.reason, { value: 2 ** 32, most: undefined })
      assert.match(huge.message, /a class is a whole number from 0, and/)
      const { reason } = yield* Effect.flip(check({ labels: Float64Array.of(0, 1, Number.NaN, 0) }))
      assert.deepInclude(reason, { position: 5, value: Number.NaN })
    }))

  it.effect("refuses what is no answer", () =>
    Effect.gen(function*() {
      const wrong = [undefined, null, "0101", [0, 1, 0, 1], {}, { labels: "0101" }, { labels: { 0: 1 } }]
      for (const answer of wrong) assert.strictEqual((yield* Effect.flip(check(answer))).reason._tag, "NoLabels")
      for (const cost of [-1, Number.NaN, Infinity, "4"]) {
        const error = yield* Effect.flip(check({ labels: [0, 1, 0, 1], cost }))
        assert.deepStrictEqual<unknown>(error.reason, { _tag: "Cost", value: cost })
        assert.match(error.message, /a cost is a number from 0/)
      }
      const getter = {
        get labels(): never {
          throw new Error("gone")
        }
      }
      const gone = yield* Effect.flip(check(getter))
      assert.strictEqual(gone.reason._tag, "Unreadable")
      assert.match(gone.message, /gone/)
    }))
})
