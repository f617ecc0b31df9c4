import { assert, describe, it } from "@effect/vitest"
import { Kernels } from "@marginalia/core"
import { roundingOf } from "./rounding.ts"

describe("roundingOf", () => {
  it("is the same each time, and another where last bits are: the TypeScript and the SIMD kernels", () => {
    assert.match(roundingOf("typescript"), /^[0-9a-f]{16}$/)
    assert.strictEqual(roundingOf("typescript"), roundingOf("typescript"))
    assert.isTrue(Kernels.supports("simd"))
    assert.notStrictEqual(roundingOf("simd"), roundingOf("typescript"))
  })
})
