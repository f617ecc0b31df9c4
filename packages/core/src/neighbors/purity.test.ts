import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { largestPureRadius } from "./purity.ts"

const share = (distances: Float64Array, radius: number): number =>
  distances.filter((d) => d >= radius).length / distances.length

describe("largestPureRadius", () => {
  it("worked by hand: of twenty items one may be impure", () => {
    const distances = Float64Array.from({ length: 20 }, (_, i) => 20 - i)
    assert.strictEqual(largestPureRadius(distances, 0.95), 2)
    assert.strictEqual(largestPureRadius(distances, 1), 1)
    assert.strictEqual(largestPureRadius(distances, 0), Infinity)
  })

  test.prop([
    fc.float64Array({ minLength: 1, maxLength: 40, min: 0, max: 8, noNaN: true }).map((a) => a.map(Math.round)),
    fc.double({ min: 0.01, max: 1, noNaN: true })
  ])("keeps the purity, and the next larger distance does not", (distances, purity) => {
    const radius = largestPureRadius(distances, purity)
    assert.isAtLeast(share(distances, radius), purity)
    const next = Math.min(...distances.filter((d) => d > radius))
    assert.isBelow(next === Infinity ? -1 : share(distances, next), purity)
  })
})
