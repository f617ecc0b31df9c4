import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { ranksOf } from "./ranks.ts"

describe("ranks", () => {
  it("follow the strategy, then how unsure the model is, then the position; labeled items are last", () => {
    const probability = [0.9, 0.1, 0.6, 0.4, 0.5, 0.5, 0.6, 0.4, 0.99, 0.01]
    const ranks = ranksOf({ size: 5, order: [4, 0], probability, classes: 2, labeled: (item) => item === 0 })
    assert.deepStrictEqual([...ranks].map((rank) => rank * 5), [4, 2, 1, 3, 0])
  })

  test.prop([fc.nat({ max: 9 }), fc.array(fc.nat({ max: 9 })), fc.array(fc.nat({ max: 9 }))])(
    "are all different, from 0 to below 1",
    (most, order, labeled) => {
      const size = most + 1, inside = order.filter((item) => item < size)
      const ranks = ranksOf({
        size,
        order: inside,
        probability: undefined,
        classes: 0,
        labeled: (item) => labeled.includes(item)
      })
      assert.deepStrictEqual([...ranks].sort((a, b) => a - b), Array.from({ length: size }, (_, i) => i / size))
    }
  )
})
