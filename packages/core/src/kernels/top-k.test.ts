import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { topK } from "./top-k.ts"

const score = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(NaN, Infinity, -Infinity))

describe("topK", () => {
  test.prop([fc.array(score, { maxLength: 40 }), fc.nat({ max: 45 })])("is the head of a stable sort", (list, k) => {
    const sorted = [...list.keys()].filter((i) => !Number.isNaN(list[i])).sort((a, b) =>
      list[a] === list[b] ? a - b : list[b]! - list[a]!
    )
    assert.deepStrictEqual([...topK(Float64Array.from(list), k)], sorted.slice(0, k))
  })
})
