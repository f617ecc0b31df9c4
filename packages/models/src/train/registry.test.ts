import { Named, Spec } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as trainingConfigs from "./configs.ts"
import { trainings } from "./named.ts"
import { registry } from "./registry.ts"

const read = (text: string) => Named.readUnsafe(trainings, text, registry)

describe("training configurations by name", () => {
  it("are the papers', unchanged", () => {
    const { msal } = trainingConfigs
    const all = {
      supclust: trainingConfigs.supclust,
      "supclust-isic": trainingConfigs.supclustIsic,
      "supclust-linear": trainingConfigs.supclustLinear,
      "typiclust-linear": trainingConfigs.typiclustLinear,
      "msal-mnist": msal.mnist,
      "msal-svhn": msal.svhn,
      "msal-cifar-10": msal.cifar10,
      "msal-cifar-100": msal.cifar100,
      "msal-tiny-imagenet": msal.tinyImagenet
    }
    assert.deepStrictEqual([...Named.all(registry, trainings).keys()], Object.keys(all))
    for (const [name, config] of Object.entries(all)) assert.deepStrictEqual(read(name).value, config, name)
  })

  it("change in what is said, and in nothing else", () => {
    assert.deepStrictEqual(read("msal-mnist(epochs=3, flip=true)").value, {
      ...trainingConfigs.msal.mnist,
      epochs: 3,
      augment: { crop: 0, flip: true }
    })
    assert.deepStrictEqual(read("msal-mnist(optimizer=sgd, weightDecay=1e-4)").value.optimizer, {
      kind: "sgd",
      momentum: 0.9,
      nesterov: true,
      weightDecay: 1e-4
    })
    assert.deepStrictEqual(read("supclust(schedule=constant, rate=0.1)").value, {
      ...trainingConfigs.supclust,
      rate: 0.1,
      schedule: { kind: "constant" }
    })
    assert.deepStrictEqual(read("supclust(floor=0.5)").value.schedule, { kind: "cosine", floor: 0.5 })
  })

  it("what is read is printed, and read back", () => {
    const options = fc.record({
      rate: fc.double({ min: 1e-9, max: 100, noNaN: true }),
      epochs: fc.integer({ min: 1, max: 1000 }),
      dropLast: fc.boolean(),
      start: fc.constantFrom("same", "new")
    })
    fc.assert(fc.property(fc.constantFrom(...Named.all(registry, trainings).values()), options, (named, given) => {
      const made = named.make(given), text = Spec.print(Named.specOf(made)!)
      assert.deepStrictEqual(read(text).value, made)
      assert.strictEqual(Spec.print(read(text).spec), text)
    }))
  })

  it.each([
    ["supclus", /no recipe "supclus"; there are supclust, .*Did you mean "supclust"/],
    ["supclust(rat=1)", /no option "rat"/],
    ["supclust(epochs=0)", /epochs takes/],
    ["supclust(nesterov=yes)", /nesterov takes/],
    ["msal-mnist(momentum=0.5)", /momentum says nothing to Adam; add optimizer=sgd/],
    ["msal-mnist(floor=0.5)", /floor says nothing to a constant rate/],
    ["msal.cifar10", /the recipe "msal\.cifar10" is written msal-cifar-10 now/],
    ["msal.tiny-imagenet", /is written msal-tiny-imagenet now/]
  ])("%s is refused", (text, message) => {
    assert.match(Effect.runSync(Effect.flip(Named.read(trainings, text, registry))).message, message)
  })
})
