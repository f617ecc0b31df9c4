import { assert, describe, it } from "@effect/vitest"
import { textOf } from "../sources.ts"
import { entriesOf, surface } from "./surface.ts"
import { throwers } from "./throws.ts"

describe("the surface", () => {
  const modules = surface(textOf) // sources are read as declarations are

  it("has every entry point, and the namespaces of each", () => {
    assert.deepInclude(entriesOf("core"), ["@marginalia/core/node", "packages/core/src/node.ts"])
    assert.deepInclude(entriesOf("datasets"), ["@marginalia/datasets/known", "packages/datasets/src/known.ts"])
    const stage = modules.find(({ namespace }) => namespace === "Stage")
    assert.strictEqual(stage!.file, "packages/core/src/Stage.ts")
    assert.match(stage!.comment, /^Stages: /)
  })

  it("follows exports to where they are declared", () => {
    const strategies = modules.find(({ specifier }) => specifier === "@marginalia/strategies")
    const sup = strategies?.exports.find(({ name }) => name === "sup")
    assert.strictEqual(sup!.file, "packages/strategies/src/score/sup.ts")
    assert.match(sup!.comment, /^How near/)
    const score = modules.find(({ namespace }) => namespace === "Score")
    assert.include(
      score!.exports.map(({ file, name }) => `${name} ${file}`),
      "evaluate packages/core/src/score/score.ts"
    )
  })
})

describe("throwers", () => {
  it("are the functions that throw where they stand, and the unsafe ones", () => {
    assert.isTrue(throwers("packages/core/src/Options.ts").has("exact"))
    assert.isTrue(throwers("packages/core/src/Query.ts").has("makeUnsafe"))
    assert.isFalse(throwers("packages/core/src/Options.ts").has("field"))
  })
})
