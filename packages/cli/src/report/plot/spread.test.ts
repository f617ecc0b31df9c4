import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { spread } from "./spread.ts"

describe("spread", () => {
  it("leaves alone what is far enough apart", () => {
    assert.deepStrictEqual(spread([30, 10, 50], 12, 0, 100), [30, 10, 50])
  })

  it("moves the next down, and back up where the end is reached", () => {
    assert.deepStrictEqual(spread([10, 11, 12], 10, 0, 100), [10, 20, 30])
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
