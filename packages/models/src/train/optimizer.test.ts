import { assert, describe, it } from "@effect/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { load } from "../backend/load.ts"
import { type Optimizer, rateAt, trainingConfig } from "./config.ts"
import { type Resumable, stepper } from "./optimizer.ts"

const GRADIENTS = [[0.5, -1, 2], [0.1, 0.2, -0.3], [1, 0, -2]]

/** Three steps from (1, −2, 0.5), and PyTorch 1.13's result. */
const golden: ReadonlyArray<readonly [name: string, by: Optimizer, rate: number, result: ReadonlyArray<number>]> = [
  ["SGD, Nesterov", { kind: "sgd", momentum: 0.9, nesterov: true, weightDecay: 0.01 }, 0.1, [
    0.6034655570983887,
    -1.695186734199524,
    0.2714323401451111
  ]],
  ["SGD", { kind: "sgd", momentum: 0.9, nesterov: false, weightDecay: 0.01 }, 0.1, [
    0.740094780921936,
    -1.756149411201477,
    0.21292716264724731
  ]],
  ["Adam", { kind: "adam" }, 0.001, [0.9973459839820862, -1.998093843460083, 0.49859386682510376]]
]

describe.each(["cpu", "wasm"] as const)("optimizers on %s", (backend) => {
  it.effect.each(golden)("%s is PyTorch's", ([, by, rate, result]) =>
    Effect.gen(function*() {
      yield* load(backend)
      const before = tf.memory().numTensors
      const weights = new Map<string, tf.Tensor>([["w", tf.tensor1d([1, -2, 0.5])]])
      const optimizer = stepper(by)
      for (const gradient of GRADIENTS) {
        tf.tidy(() => optimizer.step(weights, new Map([["w", tf.tensor1d(gradient)]]), rate))
      }
      const found = yield* Effect.promise(() => weights.get("w")!.data())
      result.forEach((value, i) => assert.closeTo(found[i]!, value, 2e-7))
      optimizer.dispose()
      weights.get("w")!.dispose()
      assert.strictEqual(tf.memory().numTensors, before)
    }))

  it.effect.each(golden)("%s goes on from a kept state to the same bits", ([, by, rate]) =>
    Effect.gen(function*() {
      yield* load(backend)
      const before = tf.memory().numTensors
      const weights = new Map<string, tf.Tensor>([["a/w", tf.tensor1d([1, -2, 0.5])]])
      const step = (optimizer: Resumable, gradient: ReadonlyArray<number>) =>
        tf.tidy(() => optimizer.step(weights, new Map([["a/w", tf.tensor1d([...gradient])]]), rate))
      const first = stepper(by)
      GRADIENTS.slice(0, 2).forEach((gradient) => step(first, gradient))
      const { moments, taken } = first.state(), former = weights.get("a/w")!.clone()
      const copies = new Map([...moments].map(([name, tensor]) => [name, tf.tensor(tensor.dataSync().slice())]))
      step(first, GRADIENTS[2]!)
      const wanted = Array.from(weights.get("a/w")!.dataSync())
      weights.get("a/w")!.dispose()
      weights.set("a/w", former)
      first.restore({ taken, moments: copies })
      step(first, GRADIENTS[2]!)
      assert.deepStrictEqual(Array.from(weights.get("a/w")!.dataSync()), wanted)
      first.dispose()
      weights.get("a/w")!.dispose()
      assert.strictEqual(tf.memory().numTensors, before)
    }))
})

describe("the learning rate", () => {
  it("follows PyTorch's CosineAnnealingLR, epoch by epoch", () => {
    const by = trainingConfig({
      optimizer: { kind: "adam" },
      rate: 0.4,
      schedule: { kind: "cosine", floor: 0.001 },
      epochs: 5,
      batch: 1
    })
    const found = [0, 1, 2, 3, 4].map((epoch) => rateAt(by, epoch))
    const wanted = [0.4, 0.3618415954761145, 0.2619415954761145, 0.13845840452388553, 0.038558404523885516]
    wanted.forEach((rate, i) => assert.closeTo(found[i]!, rate, 1e-12))
  })

  it("stays where the schedule is constant", () => {
    assert.strictEqual(rateAt(trainingConfig({ optimizer: { kind: "adam" }, rate: 0.4, epochs: 5, batch: 1 }), 4), 0.4)
  })
})
