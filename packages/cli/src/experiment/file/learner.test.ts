import { assert, describe, it } from "@effect/vitest"
import { recipes } from "@marginalia/models/training"
import { learner, namedLearners, namedRecipes } from "./learner.ts"
import { wrongsOf } from "./mistake.ts"

const thrown = (f: () => unknown) => {
  try {
    f()
  } catch (error) {
    return wrongsOf(error)
  }
  return []
}

const read = (value: unknown) => learner(["learner"], value)!

describe("learner", () => {
  it("goes by a name", () => {
    for (const [name, named] of Object.entries(namedLearners)) {
      assert.deepStrictEqual(read(name), { ...named, backend: "wasm", fixed: false })
    }
    assert.deepStrictEqual(read("linear").recipe, recipes.supclustLinear)
    assert.isUndefined(learner([], undefined))
  })

  it("is changed in what is said, and in nothing else", () => {
    const changed = read({ name: "linear", epochs: 7, rate: 0.5, backend: "cpu" })
    assert.deepStrictEqual(changed.recipe, { ...recipes.supclustLinear, epochs: 7, rate: 0.5 })
    assert.deepStrictEqual(changed.network, read("linear").network)
    assert.strictEqual(changed.backend, "cpu")
    assert.isFalse(changed.fixed)
  })

  it("is fixed where it says what its dropout or its head is", () => {
    const separated = read({ name: "linear", head: "max-separation" })
    assert.deepStrictEqual(separated.network.head, { kind: "max-separation", radius: 1 })
    assert.isTrue(separated.fixed)
    assert.isTrue(read({ network: { kind: "linear", dropout: 0 } }).fixed)
    assert.isFalse(read({ network: { kind: "linear" } }).fixed)
  })

  it("takes a network and a recipe whole or by name", () => {
    const whole = read({ on: "images", network: { kind: "resnet", width: 8 }, recipe: "msal-mnist" })
    assert.strictEqual(whole.on, "images")
    assert.deepInclude(whole.network, { kind: "resnet", width: 8, dropout: 0 })
    assert.deepStrictEqual(whole.recipe, namedRecipes["msal-mnist"])
    assert.strictEqual(read({ on: "images" }).network.kind, "resnet")
  })

  it.each([
    ["linaer", /no learner "linaer".*Did you mean "linear"/],
    [{ name: "linear", epochs: 0 }, /this recipe cannot be built.*epochs/],
    [{ name: "linear", dropout: 2 }, /this network cannot be built.*dropout/],
    [{ recipe: "msal" }, /no recipe "msal"/],
    [{ network: "resnet" }, /no network "resnet"/],
    [{ on: "pixels" }, /on is "pixels"/],
    [{ rat: 1 }, /has no "rat".*Did you mean "rate"/],
    [3, /a learner|learner is 3/]
  ])("refuses %j", (value, message) => {
    const found = thrown(() => read(value))
    assert.lengthOf(found, 1)
    assert.match(found[0]!.message, message)
  })
})
