import { assert, describe, it } from "@effect/vitest"
import { recipes } from "@marginalia/models/training"
import { learner, namedLearners, namedRecipes } from "./learner.ts"
import { issuesOf } from "./mistake.ts"

const thrown = (f: () => unknown) => {
  try {
    f()
  } catch (error) {
    return issuesOf(error)
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
    [{ name: "linear", epochs: 0 }, /epochs is 0; it takes a whole number from 1 to 1,000,000/],
    [{ epochs: 1e300 }, /epochs is 1e\+300; it takes/],
    [{ batch: 1e12 }, /batch is 1000000000000; it takes/],
    [{ network: { kind: "mlp", hidden: [16, 1e9] } }, /width of a hidden layer is 1000000000; it takes/],
    [{ network: { kind: "mlp", hidden: Array.from({ length: 101 }, () => 2) } }, /number of hidden layers is 101/],
    [{ network: { kind: "resnet", width: 1e6 } }, /width is 1000000; it takes/],
    [{ augment: { crop: 1e9 } }, /crop is 1000000000; it takes/],
    [{ augment: { flop: true } }, /augment has no "flop".*Did you mean "flip"/],
    [{ head: { kind: "max-separation", radus: 1 } }, /no "radus".*Did you mean "radius"/],
    [{ head: { kind: "max-seperation" } }, /no head "max-seperation".*Did you mean "max-separation"/],
    [{ optimizer: { kind: "sgd", momentun: 0 } }, /no "momentun".*Did you mean "momentum"/],
    [{ optimizer: { kind: "adam", momentum: 0 } }, /the optimizer adam has no "momentum"/],
    [{ schedule: { kind: "cosine", flor: 0 } }, /no "flor".*Did you mean "floor"/],
    [{ name: "linear", hidden: [3] }, /the network linear has no "hidden"/],
    [{ name: "mlp", width: 3 }, /the network mlp has no "width"/],
    [{ network: { hidden: [3] } }, /network has no kind/],
    [{ backend: "wsam" }, /no backend "wsam".*Did you mean "wasm"/],
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
