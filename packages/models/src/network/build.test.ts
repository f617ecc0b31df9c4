import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { load } from "../backend/load.ts"
import { trainingConfig } from "../train/config.ts"
import { build } from "./build.ts"
import { estimate } from "./estimate.ts"
import { draw, initialize } from "./initialize.ts"
import { network } from "./spec.ts"

const by = trainingConfig({ optimizer: { kind: "sgd" }, rate: 0.1, epochs: 2, batch: 10 })

const parameters = (spec: Parameters<typeof network>[0], input: Parameters<typeof build>[1], classes: number): number =>
  estimate(build(network(spec), input, classes), by, 100).parameters

describe("networks", () => {
  it("have the parameters of PyTorch's", () => {
    assert.strictEqual(parameters({ kind: "linear" }, [512], 10), 5130)
    assert.strictEqual(parameters({ kind: "mlp", hidden: [100, 50] }, [28, 28, 1], 10), 78500 + 5050 + 510)
    assert.strictEqual(parameters({ kind: "resnet" }, [32, 32, 3], 10), 11173962)
    assert.strictEqual(parameters({ kind: "resnet", stem: "7x7" }, [224, 224, 3], 1000), 11689512)
    assert.strictEqual(parameters({ kind: "resnet", depth: 34, stem: "7x7" }, [224, 224, 3], 1000), 21797672)
    // 1 → 3 channels in front, C − 1 outputs before fixed prototypes.
    assert.strictEqual(parameters({ kind: "resnet", stem: "7x7", front: true }, [28, 28, 1], 10), 11181642 + 3)
    const head = { kind: "max-separation", radius: 0.1 } as const
    assert.strictEqual(parameters({ kind: "resnet", head }, [32, 32, 3], 10), 11173962 - 513)
  })

  it("cost what they are known to cost", () => {
    const { flops, ...cifar } = estimate(build(network({ kind: "resnet" }), [32, 32, 3], 10), by, 100, 20)
    assert.closeTo(flops / 2e9, 0.5554, 1e-3)
    assert.strictEqual(cifar.trainingFlops, 3 * flops * 100 * 2)
    assert.closeTo(cifar.seconds!, cifar.trainingFlops / 20e9, 1e-9)
    assert.strictEqual(cifar.batch, 10)
    assert.isAbove(
      estimate(build(network({ kind: "resnet" }), [32, 32, 3], 10), { ...by, batch: 20 }, 100).bytes,
      cifar.bytes
    )
  })

  it("take images or vectors as they can", () => {
    assert.deepStrictEqual(build(network({ kind: "mlp", hidden: [7] }), [4], 3).body!.output, [7])
    assert.strictEqual(build(network({ kind: "mlp", hidden: [] }), [4], 3).body, undefined)
    assert.throws(() => build(network({ kind: "resnet" }), [4], 3), /a ResNet takes images/)
    assert.throws(() => build(network({ kind: "linear" }), [4], 1), /2 classes, not 1/)
  })

  it("refuse options that make no sense", () => {
    assert.throws(() => network({ kind: "linear", dropout: 1 }), /less than 1/)
    assert.throws(() => network({ kind: "resnet", depth: 50 as 18 }), /18.*34/)
  })
})

describe("initial weights", () => {
  it("have the variance that they should", () => {
    const moments = (values: Float32Array) => {
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length
      return [mean, values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length] as const
    }
    const [mean, variance] = moments(draw(Rng.fromSeed(1), 20001, { kind: "normal", fan: 8 }))
    assert.closeTo(mean, 0, 0.015)
    assert.closeTo(variance, 0.25, 0.01)
    const uniform = draw(Rng.fromSeed(1), 20001, { kind: "uniform", fan: 4 })
    assert.isAtMost(Math.max(...uniform.map(Math.abs)), 0.5)
    assert.closeTo(moments(uniform)[1], 1 / 12, 0.002)
    assert.isTrue(draw(Rng.fromSeed(1), 5, { kind: "constant", value: 3 }).every((v) => v === 3))
  })

  it.effect("come by name from the key", () =>
    Effect.gen(function*() {
      yield* load("cpu")
      const { weights } = build(network({ kind: "mlp", hidden: [3] }), [4], 2)
      tf.tidy(() => {
        const numbers = (seed: number) =>
          [...initialize(weights, Rng.fromSeed(seed))].map(([name, t]) => [name, Array.from(t.dataSync())] as const)
        assert.deepStrictEqual(numbers(1), numbers(1))
        assert.notDeepEqual(numbers(1), numbers(2))
        assert.deepStrictEqual(numbers(1).map(([name]) => name), weights.map(({ name }) => name))
      })
    }))
})
