import { assert, describe, it } from "vitest"
import { extents, offsetOf } from "./extent.ts"

describe("extents", () => {
  it("are those of each column", () => {
    const values = [1, -0.1, 3, 0.25, -5, 0.25]
    assert.deepStrictEqual(extents(values, Float32Array.from(values), 2), [
      { low: -5, high: 3, most: 5, spread: 8, lossy: false, whole: true },
      { low: -0.1, high: 0.25, most: 0.25, spread: 0.35, lossy: true, whole: false }
    ])
  })

  it("see what double precision does not", () => {
    const values = BigInt64Array.of(2n ** 60n, 2n ** 60n + 1n)
    const [only] = extents(values, Float32Array.from(values, Number), 1)
    assert.deepStrictEqual([only?.spread, only?.lossy], [1, true])
  })
})

describe("offsetOf", () => {
  it("is a round number in the middle", () => {
    const of = (low: number, high: number) =>
      offsetOf({ low, high, most: high, spread: high - low, lossy: true, whole: false })
    assert.strictEqual(of(1.7e9 - 1, 1.7e9 + 1), 1.7e9)
    assert.strictEqual(of(3000.2, 3004.9), 3000)
  })
})
