import { assert, describe, it } from "vitest"
import { halfToSingle, halves } from "./half.ts"

describe("halfToSingle", () => {
  it("is the definition for each of the 65,536 patterns", () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, i) => i)
    const found = halves(bits)
    for (const pattern of bits) {
      const [sign, exponent, fraction] = [pattern >> 15, (pattern >> 10) & 31, (pattern & 1023) / 1024]
      const size = exponent === 0 ? fraction * 2 ** -14 : exponent < 31 ?
        (1 + fraction) * 2 ** (exponent - 15)
        : fraction === 0
        ? Infinity
        : NaN
      assert.isTrue(Object.is(found[pattern], sign === 1 ? -size : size), `0x${pattern.toString(16)}`)
    }
  })

  it("knows the usual ones", () => {
    assert.deepStrictEqual([0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555].map(halfToSingle), [
      1,
      -2,
      65504,
      2 ** -24,
      0.333251953125
    ])
  })
})
