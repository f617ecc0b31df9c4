import { assert, describe, it } from "@effect/vitest"
import { closureOf, functionLengths, importsOf, packageOf, target } from "./sources.ts"

describe("sources", () => {
  it("sees every kind of import", () => {
    const found = importsOf("packages/core/src/index.ts")
    assert.include(found, "./Strategy.ts")
    assert.include(found, "./Columns.ts")
    assert.include(importsOf("scripts/totals.test.ts"), "@effect/vitest")
  })

  it("follows relative imports as far as they go", () => {
    const reached = closureOf("scripts/smoke.ts")
    assert.isTrue(["scripts/totals.ts", "scripts/smoke/any.ts"].every((file) => reached.has(file)))
  })

  it("names the package and the file of a specifier", () => {
    assert.deepStrictEqual(["effect/Effect", "@effect/vitest/x", "vite"].map(packageOf), [
      "effect",
      "@effect/vitest",
      "vite"
    ])
    assert.strictEqual(target("packages/core/src/a/b.ts", "../../../models/c.ts"), "packages/models/c.ts")
  })

  it("measures outermost functions", () => {
    const lengths = functionLengths("scripts/totals.ts")
    assert.lengthOf(lengths, 3)
    assert.isTrue(lengths.every((lines) => lines > 1 && lines < 20))
  })
})
