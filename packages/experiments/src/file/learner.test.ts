import { assert, describe, it } from "@effect/vitest"
import { Named } from "@marginalia/core"
import { networkRegistry, networks, trainingConfigs, trainingRegistry, trainings } from "@marginalia/models/training"
import { learner, namedLearners } from "./learner.ts"
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
      assert.deepStrictEqual(read(name), {
        on: named.on,
        network: Named.readUnsafe(networks, named.network, networkRegistry).value,
        recipe: Named.readUnsafe(trainings, named.recipe, trainingRegistry).value,
        backend: "wasm",
        fixed: false
      })
    }
    assert.deepStrictEqual(read("linear").recipe, trainingConfigs.supclustLinear)
    assert.isUndefined(learner([], undefined))
  })

  it("is changed in what is said, and in nothing else", () => {
    const changed = read({ name: "linear", epochs: 7, rate: 0.5, backend: "cpu" })
    assert.deepStrictEqual(changed.recipe, { ...trainingConfigs.supclustLinear, epochs: 7, rate: 0.5 })
    assert.deepStrictEqual(changed.network, read("linear").network)
    assert.strictEqual(changed.backend, "cpu")
    assert.isFalse(changed.fixed)
  })

  it("is fixed where it says what its dropout or its head is", () => {
    const separated = read({ name: "linear", head: "max-separation" })
    assert.deepStrictEqual(separated.network.head, { kind: "max-separation", radius: 1 })
    assert.isTrue(separated.fixed)
    assert.isTrue(read({ network: "linear(dropout=0)" }).fixed)
    assert.isFalse(read({ network: "linear" }).fixed)
  })

  it("takes a network and a recipe whole or by name", () => {
    const whole = read({ on: "images", network: "resnet18(width=8)", recipe: "msal-mnist(epochs=3)" })
    assert.strictEqual(whole.on, "images")
    assert.deepInclude(whole.network, { kind: "resnet", width: 8, dropout: 0 })
    assert.deepStrictEqual(whole.recipe, { ...trainingConfigs.msal.mnist, epochs: 3 })
    assert.strictEqual(read({ network: "mlp(8)", hidden: [4, 2], momentum: 0.5 }).network.kind, "mlp")
    assert.deepStrictEqual(read({ head: "max-separation(0.1)" }).network.head, { kind: "max-separation", radius: 0.1 })
    assert.strictEqual(read({ on: "images" }).network.kind, "resnet")
  })

  it.each([
    ["linaer", /no learner "linaer".*Did you mean "linear"/],
    [{ name: "linear", epochs: 0 }, /epochs is 0; it takes a whole number from 1 to 1,000,000/],
    [{ epochs: 1e300 }, /epochs is 1e\+300; it takes/],
    [{ batch: 1e12 }, /batch is 1000000000000; it takes/],
    [{ network: "mlp(16, 1000000000)" }, /width of a hidden layer is 1000000000; it takes/],
    [{ network: "mlp", hidden: Array.from({ length: 101 }, () => 2) }, /number of hidden layers is 101/],
    [{ network: "resnet18(width=1000000)" }, /width is 1000000; it takes/],
    [{ crop: 1e9 }, /crop is 1000000000; it takes/],
    [{ flop: true }, /no "flop".*Did you mean "flip"/],
    [{ head: "max-separation(radus=1)" }, /no option "radus".*Did you mean "radius"/],
    [{ head: "max-seperation" }, /no head "max-seperation".*Did you mean "max-separation"/],
    [{ momentun: 0 }, /no "momentun".*Did you mean "momentum"/],
    [{ optimizer: "adam", momentum: 0 }, /momentum says nothing to Adam/],
    [{ optimizer: "adamm" }, /optimizer takes/],
    [{ name: "linear", hidden: [3] }, /linear: there is no option "hidden"/],
    [{ name: "mlp", width: 3 }, /mlp: there is no option "width"/],
    [{ backend: "wsam" }, /no backend "wsam".*Did you mean "wasm"/],
    [{ name: "linear", dropout: 2 }, /linear: dropout takes/],
    [{ recipe: "msal.cifar10" }, /written msal-cifar-10 now/],
    [
      { network: { kind: "resnet", depth: 34, width: 16 } },
      /network of a learner is written network: resnet34\(width=16\) now/
    ],
    [
      { network: { kind: "mlp", hidden: [16, 8], head: { kind: "max-separation", radius: 2 } } },
      /network: mlp\(16, 8, head=max-separation\(radius=2\)\) now/
    ],
    [{ head: { kind: "max-separation", radius: 0.1 } }, /head: max-separation\(radius=0\.1\) now/],
    [{ optimizer: { kind: "sgd", momentum: 0.5 } }, /optimizer: sgd, momentum: 0\.5 now/],
    [{ schedule: { kind: "cosine", floor: 0.1 } }, /schedule: cosine, floor: 0\.1 now/],
    [{ augment: { crop: 4, flip: true } }, /crop: 4, flip: true now/],
    [{ recipe: { epochs: 3, optimizer: { kind: "adam" } } }, /epochs: 3, optimizer: adam now/],
    [{ kind: "resnet" }, /network: resnet18 now/],
    [{ depth: 34 }, /network: resnet34 now/],
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
