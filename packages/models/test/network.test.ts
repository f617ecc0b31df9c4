import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import type { InputShape } from "@marginalia/datasets/items"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { load } from "../src/backend/load.ts"
import { forward } from "../src/model/forward.ts"
import { crossEntropy } from "../src/model/loss.ts"
import { build, type Built } from "../src/network/build.ts"
import { type Mode, type Run, sizeOf } from "../src/network/layer/Layer.ts"
import { network } from "../src/network/spec.ts"
import { rateAt, trainingConfig } from "../src/train/config.ts"
import { type Resumable, stepper } from "../src/train/optimizer.ts"
import golden from "./golden/network.json" with { type: "json" }

type Case = typeof golden.cases[number]

/** As network.py has it: a weight's numbers follow from its name. */
const number = (name: string, i: number): number =>
  (i * 37 + Array.from(name).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) * 101) * 7919 % 2003 / 2003 - 0.5

const valuesOf = (name: string, shape: ReadonlyArray<number>): Float32Array => {
  const fan = shape.length > 1 ? sizeOf(shape.slice(0, -1)) : 4
  const around = /\.(variance|scale)$/.test(name)
  return Float32Array.from(
    { length: sizeOf(shape) },
    (_, i) => around ? 1 + number(name, i) / 2 : number(name, i) * 2 / Math.sqrt(fan)
  )
}

type Weights = Map<string, tf.Tensor>

const runOf = (weights: Weights, mode: Mode): Run => ({
  mode,
  key: Rng.fromSeed(0),
  weights,
  gradients: new Map(),
  updates: new Map()
})

const near = (found: ArrayLike<number>, wanted: ReadonlyArray<number>, what: string): void => {
  assert.strictEqual(found.length, wanted.length, what)
  wanted.forEach((value, i) => assert.closeTo(found[i]!, value, 3e-5 * (1 + Math.abs(value)), `${what} ${i}`))
}

const predicts = (built: Built, x: tf.Tensor, weights: Weights, wanted: Case["before"], when: string): void => {
  const { feature, logits } = forward(built, x, runOf(weights, "predict"))
  near(feature.dataSync(), wanted.feature, `features ${when}`)
  near(logits.dataSync(), wanted.logits, `logits ${when}`)
}

/** One step on all rows; gives the loss. */
const step = (built: Built, x: tf.Tensor, weights: Weights, optimizer: Resumable, rate: number): number => {
  const run = runOf(weights, "train"), labels = Int32Array.from({ length: x.shape[0]! }, (_, i) => i % built.classes)
  const { back, logits } = forward(built, x, run)
  const { gradient, report } = crossEntropy(logits, labels)
  back(gradient)
  optimizer.step(weights, run.gradients, rate)
  for (const [name, value] of run.updates) weights.set(name, value)
  return report.dataSync()[0]!
}

const trainingOf = ({ by, steps }: Case) => {
  const { cosine = false, momentum = 0, nesterov = false, rate, weightDecay = 0 } = by as {
    [name: string]: unknown
  } & { rate: number; momentum?: number; nesterov?: boolean; weightDecay?: number; cosine?: boolean }
  return trainingConfig({
    optimizer: by.kind === "adam" ? { kind: "adam" } : { kind: "sgd", momentum, nesterov, weightDecay },
    rate,
    schedule: cosine ? { kind: "cosine" } : { kind: "constant" },
    epochs: steps,
    batch: 1
  })
}

describe.each(["wasm", "cpu"] as const)("networks on %s", (backend) => {
  it.effect.each(golden.cases)("$name: predictions, losses and steps are PyTorch's", (one) =>
    Effect.gen(function*() {
      yield* load(backend)
      const built = build(
        network(one.spec as Parameters<typeof network>[0]),
        one.shape as unknown as InputShape,
        one.classes
      )
      const weights: Weights = new Map(
        built.weights.map(({ name, shape }) => [name, tf.tensor(valuesOf(name, shape), [...shape])])
      )
      const size = one.rows * sizeOf(one.shape)
      const x = tf.tensor(Float32Array.from({ length: size }, (_, i) => 2 * number("input", i)), [
        one.rows,
        ...one.shape
      ])
      predicts(built, x, weights, one.before, "before")
      const by = trainingOf(one), optimizer = stepper(by.optimizer)
      one.losses.forEach((loss, i) =>
        near([step(built, x, weights, optimizer, rateAt(by, i))], [loss], `loss of step ${i + 1}`)
      )
      predicts(built, x, weights, one.after, "after")
      if (one.running !== null) {
        near(weights.get("stem.norm.mean")!.dataSync(), one.running.mean, "running mean")
        near(weights.get("stem.norm.variance")!.dataSync(), one.running.variance, "running variance")
      }
    }))
})
