import { assert, describe, it } from "@effect/vitest"
import { grouped } from "@marginalia/core/Words"
import { isWithin, limits, takes } from "./limits.ts"

describe("limits", () => {
  it("take both ends of a range, and nothing beyond", () => {
    for (const range of Object.values(limits)) {
      assert.isTrue(isWithin(range.least, range))
      assert.isTrue(isWithin(range.most, range))
      assert.isFalse(isWithin(range.least - 1, range))
      assert.isFalse(isWithin(range.most + 1, range))
    }
  })

  it("take whole numbers only", () => {
    for (const value of [1.5, NaN, Infinity, 1e300, "1", null, undefined, 2 ** 53]) {
      assert.isFalse(isWithin(value, limits.seed), String(value))
    }
  })

  it("are said in words", () => {
    assert.strictEqual(takes(limits.seeds), "a whole number from 1 to 10,000")
    assert.strictEqual(grouped(-1234567), "-1,234,567")
    assert.strictEqual(grouped(999), "999")
  })
})
