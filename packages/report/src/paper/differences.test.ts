import { assert, describe, it } from "@effect/vitest"
import type { Unit } from "@marginalia/experiments/unit"
import { network, trainingConfig } from "@marginalia/models/training"
import { experimentOf } from "../../test/experiment.ts"
import { items } from "../../test/made.ts"
import { differencesOf } from "./differences.ts"
import type { Protocol } from "./numbers.ts"

const protocol: Protocol = { initial: 500, budget: 250, rounds: 40, epochs: 20, on: "images", resnet: 18 }
const other: Unit = experimentOf({
  strategies: ["random"],
  seeds: 1,
  rounds: 2,
  budget: 5,
  pools: { mnist: items }
}).units[0]!.unit
const same: Unit = {
  ...other,
  data: { ...other.data, holdOut: null },
  learning: {
    on: "images",
    network: network({ kind: "resnet" }),
    recipe: trainingConfig({ optimizer: { kind: "adam" }, rate: 0.001, epochs: 20, batch: 128 }),
    backend: "wasm"
  },
  initial: { kind: "random", items: 500 },
  budget: 250,
  rounds: 40
}

describe("differencesOf", () => {
  it("finds none in the paper's own protocol", () => assert.deepStrictEqual(differencesOf(same, null, protocol), []))

  it("names every one, ours first", () => {
    assert.deepStrictEqual(differencesOf(other, 0.5, protocol), [
      "scaled by 0.5",
      "test items taken from the pool",
      "linear on embeddings for ResNet-18 of width 64",
      "initial labels 0 for 500",
      "budget 5 for 250",
      "rounds 2 for 40",
      "epochs 1 for 20"
    ])
    const narrow = { ...same, learning: { ...same.learning, network: network({ kind: "resnet", width: 16 }) } }
    assert.deepStrictEqual(differencesOf(narrow, null, protocol), ["ResNet-18 of width 16 for ResNet-18 of width 64"])
    const data = { ...same.data, subset: { items: 100, seed: 0 }, longTail: { factor: 50, seed: 0 } }
    assert.deepStrictEqual(differencesOf({ ...same, data }, null, protocol), [
      "a subset of 100 items",
      "a long tail of factor 50"
    ])
    assert.deepStrictEqual(differencesOf(same, null, { ...protocol, longTail: 10 }), [
      "no long tail for one of factor 10"
    ])
    const tailed = { ...same, data: { ...same.data, longTail: { factor: 10, seed: 0 } } }
    assert.deepStrictEqual(differencesOf(tailed, null, { ...protocol, longTail: 10 }), [])
    assert.deepStrictEqual(differencesOf(tailed, null, { ...protocol, longTail: 100 }), [
      "a long tail of factor 10 for 100"
    ])
  })

  it("does not ask for what the paper does not say", () => {
    assert.deepStrictEqual(
      differencesOf(same, null, { ...protocol, rounds: undefined, epochs: undefined, resnet: undefined }),
      []
    )
    assert.deepStrictEqual(differencesOf(same, null, { ...protocol, on: "semi-supervised" }), [
      "ResNet-18 of width 64 for semi-supervised training"
    ])
  })
})
