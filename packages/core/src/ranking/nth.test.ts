import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { nthHighest } from "./nth.ts"

const number = fc.constantFrom(
  fc.integer({ min: -2, max: 2 }),
  fc.double({ noNaN: true }),
  fc.constantFrom(-Infinity, Infinity, 0, 1)
)

const numbers = number.chain((of) => fc.array(of, { minLength: 1, maxLength: 60 }))

describe("nthHighest", () => {
  test.prop([numbers, fc.nat()])("is what sorting gives, for any rank", (values, rank) => {
    const n = 1 + rank % values.length
    const sorted = Float64Array.from(values).sort()
    assert.isTrue(nthHighest(Float64Array.from(values), n) === sorted[values.length - n])
  })

  it("ends on orders that split badly", () => {
    const orders = [
      (i: number) => i,
      (i: number) => -i,
      () => 7,
      (i: number) => Math.abs(i - 500),
      (i: number) => i % 2 === 0 ? i : 1000 - i
    ]
    for (const order of orders) {
      const values = Float64Array.from({ length: 1000 }, (_, i) => order(i))
      const sorted = values.toSorted()
      for (const n of [1, 2, 10, 500, 999, 1000]) assert.strictEqual(nthHighest(values.slice(), n), sorted[1000 - n])
    }
  })
})
