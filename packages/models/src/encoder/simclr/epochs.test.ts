import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { noise } from "../../../test/gradients.ts"
import { load } from "../../backend/load.ts"
import { scoped } from "../../model/Model.ts"
import { build } from "../../network/build.ts"
import { initialize } from "../../network/initialize.ts"
import { network } from "../../network/spec.ts"
import { trainingConfig } from "../../train/config.ts"
import { type Job, learnEpoch } from "./epochs.ts"
import { projecting } from "./project.ts"

/** A job over ten images of noise that notes which it is asked for; `step` stands for the optimizer's. */
const jobOf = Effect.fnUntraced(function*(more: Partial<Job["config"]> = {}, step: Job["stepper"]["step"] = () => {}) {
  yield* load("wasm")
  const built = build(network({ kind: "mlp", hidden: [6] }), [2, 2, 1], 2), body = projecting(built.body!, 4)
  const model = yield* scoped(built, undefined, () => initialize(body.weights, Rng.fromSeed(1)))
  const asked: Array<ReadonlyArray<number>> = []
  const job: Job = {
    model,
    network: body,
    stepper: { step, dispose: () => {} },
    contrast: { anchors: "both", temperature: 0.5 },
    rows: 10,
    config: { ...trainingConfig({ optimizer: { kind: "adam" }, rate: 0.1, epochs: 2, batch: 4 }), ...more },
    key: Rng.fromSeed(2),
    pairs: (positions) => {
      asked.push([...positions])
      return noise(2 * positions.length * 4, asked.length)
    }
  }
  return { asked, job }
})

describe("an epoch", () => {
  it.effect("visits every image once, in batches, in another order each time", () =>
    Effect.gen(function*() {
      const { asked, job } = yield* jobOf()
      const event = yield* learnEpoch(job, 0)
      assert.deepStrictEqual([event.epoch, event.epochs, event.rate, event.knn], [1, 2, 0.1, undefined])
      assert.isAbove(event.loss, 0)
      assert.deepStrictEqual(asked.map(({ length }) => length), [4, 4, 2])
      assert.deepStrictEqual(asked.flat().toSorted((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
      yield* learnEpoch(job, 1)
      assert.notDeepEqual(asked.slice(3), asked.slice(0, 3))
      yield* learnEpoch(job, 0)
      assert.deepStrictEqual(asked.slice(6), asked.slice(0, 3))
    }).pipe(Effect.scoped))

  it.effect("drops a smaller last batch where the configuration says so", () =>
    Effect.gen(function*() {
      const { asked, job } = yield* jobOf({ dropLast: true })
      yield* learnEpoch(job, 0)
      assert.deepStrictEqual(asked.map(({ length }) => length), [4, 4])
    }).pipe(Effect.scoped))

  it.effect("fails when the loss is no number, and frees the batch's tensors", () =>
    Effect.gen(function*() {
      const { job } = yield* jobOf()
      const before = tf.memory().numTensors
      const wrong = { ...job, pairs: (at: Uint32Array) => new Float32Array(8 * at.length).fill(NaN) }
      const error = yield* Effect.flip(learnEpoch(wrong, 1))
      assert.match(error.message, /the loss is NaN in batch 1 of epoch 2/)
      assert.strictEqual(tf.memory().numTensors, before)
    }).pipe(Effect.scoped))

  it.effect("tells a lack of memory from a defect", () =>
    Effect.gen(function*() {
      const { job } = yield* jobOf({}, () => {
        throw new RangeError("the memory has no room")
      })
      const before = tf.memory().numTensors
      assert.match((yield* Effect.flip(learnEpoch(job, 0))).message, /take batches smaller than 4/)
      assert.strictEqual(tf.memory().numTensors, before)
    }).pipe(Effect.scoped))
})
