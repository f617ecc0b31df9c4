import { assert, describe, it } from "@effect/vitest"
import { OutOfRange } from "../Errors.ts"
import { normalQuantile } from "./normal.ts"

/** By SciPy 1.17.1, `scipy.stats.norm.ppf`. */
const scipy = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-6, -4.753424308822899],
  [0.001, -3.090232306167813],
  [0.025, -1.9599639845400545],
  [0.07, -1.4757910281791706],
  [0.1, -1.2815515655446004],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.925, 1.4395314709384563],
  [0.975, 1.959963984540054],
  [0.995, 2.5758293035489004],
  [0.9999999, 5.199337582290661]
] as const

describe("normalQuantile", () => {
  it("is SciPy's, to a relative 1e-13", () => {
    for (const [p, z] of scipy) assert.closeTo(normalQuantile(p), z, 1e-13 * Math.abs(z))
  })

  it("rises, is odd around a half, and reaches both infinities", () => {
    assert.deepStrictEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity])
    const values = Array.from({ length: 1023 }, (_, i) => normalQuantile((i + 1) / 1024))
    assert.isTrue(values.every((z, i) => i === 0 || z > values[i - 1]!))
    values.forEach((z, i) => assert.closeTo(z, -values[1022 - i]!, 1e-14))
  })

  it("refuses what is no probability", () => {
    for (const p of [-0.1, 1.1, Number.NaN]) assert.throws(() => normalQuantile(p), OutOfRange, "not between 0 and 1")
  })
})
