import { assert, describe, it } from "@effect/vitest"
import { drawing } from "./files.ts"

describe("files that draw", () => {
  it("are those that reach fast-check, by themselves or by a helper", () => {
    const all = drawing([])
    assert.include(all, "packages/testkit/src/generate/draw.test.ts")
    assert.include(all, "packages/core/src/kernels/row-norms.test.ts", "draws through test/kernels.ts")
    assert.include(all, "packages/strategies/src/laws.test.ts", "draws through the testkit")
    assert.notInclude(all, "scripts/totals.test.ts")
  })

  it("are chosen by a part of their path", () => {
    assert.deepStrictEqual(drawing(["seeds/fixture"]), ["scripts/seeds/fixture.test.ts"])
    assert.deepStrictEqual(drawing(["no such folder"]), [])
  })
})
