import { assert, describe, it } from "@effect/vitest"
import { Broken, claim, close, isClose, same } from "./claim.ts"

describe("claims", () => {
  it("pass or say what was found", () => {
    claim(true, () => "never said")
    assert.throws(() => claim(false, () => "this"), Broken, "this")
  })

  it("know lists that are the same, NaN and zeros included", () => {
    same("x", [1, NaN, 0], [1, NaN, -0])
    assert.throws(() => same("x", [1, 2], [1]), "x: [1, 2] instead of [1]")
    assert.throws(() => same("x", [NaN], [1]), "x: [NaN] instead of [1]")
  })

  it("know lists that are close", () => {
    close("x", [1e9, 0.5, Infinity, NaN], [1e9 + 1, 0.5 + 1e-9, Infinity, NaN], 1e-8)
    assert.throws(() => close("x", [0.5], [0.6], 1e-2), "x: [0.5] instead of [0.6] (within 0.01)")
    assert.throws(() => close("x", [0.5], [0.5, 1], 1e-2))
  })

  it("hold no number close to another that is infinite or undefined", () => {
    for (const [a, b] of [[Infinity, 1], [Infinity, -Infinity], [NaN, 1], [1, NaN], [1, -Infinity]] as const) {
      assert.isFalse(isClose(a, b, 1e-3))
    }
  })
})
