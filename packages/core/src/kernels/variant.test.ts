import { assert, describe, it } from "@effect/vitest"
import { best, compiled, supports } from "./variant.ts"

describe("variant", () => {
  it("the best one runs here, and TypeScript always does", () => {
    assert.isTrue(supports(best()))
    assert.isTrue(supports("typescript"))
  })

  it("both builds export the same kernels", () => {
    const names = (variant: "relaxed-simd" | "simd") => WebAssembly.Module.exports(compiled(variant)).map((e) => e.name)
    if (supports("relaxed-simd")) assert.deepStrictEqual(names("relaxed-simd"), names("simd"))
  })
})
