import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { spread } from "./spread.ts"

describe("spread", () => {
  it("leaves alone what is far enough apart", () => {
    assert.deepStrictEqual(spread([30, 10, 50], 12, 0, 100), [30, 10, 50])
  })

  it("moves neighbors apart, each as little as the others", () => {
    assert.deepStrictEqual(spread([50, 51, 52], 10, 0, 100), [41, 51, 61])
    assert.deepStrictEqual(spread([50, 54, 64], 10, 0, 100), [46, 56, 66])
  })

  it("stays within the limits", () => {
    assert.deepStrictEqual(spread([1, 2], 10, 0, 100), [0, 10])
    assert.deepStrictEqual(spread([99, 100], 10, 0, 100), [90, 100])
  })

  test.prop([fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 9 })])(
    "keeps the order, the gap and the limits where there is room",
    (wanted) => {
      const places = spread(wanted, 10, 0, 100)
      const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b)
      order.forEach((i, rank) => {
        assert.isTrue(places[i]! >= 0 && places[i]! <= 100)
        if (rank > 0) assert.isAtLeast(places[i]! - places[order[rank - 1]!]!, 10 - 1e-9)
      })
    }
  )

  test.prop([fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 12, maxLength: 30 })])(
    "stays within the limits where there is none",
    (wanted) => {
      for (const place of spread(wanted, 10, 0, 20)) assert.isTrue(place >= -1e-9 && place <= 20 + 1e-9)
    }
  )
})
