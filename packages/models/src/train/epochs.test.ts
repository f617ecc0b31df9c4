import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { digitItems } from "../../test/digits.ts"
import { load } from "../backend/load.ts"
import { fresh } from "../model/Model.ts"
import { build } from "../network/build.ts"
import { network } from "../network/spec.ts"
import { trainingConfig } from "./config.ts"
import { type Job, trainEpoch } from "./epochs.ts"

/** A job over ten digits whose optimizer does `step`. */
const jobOf = Effect.fnUntraced(function*(step: Job["stepper"]["step"], more: Partial<Job["config"]> = {}) {
  yield* load("wasm")
  const { labeled } = yield* digitItems(10)
  const model = yield* fresh(build(network({ kind: "linear" }), [64], 10), undefined, Rng.fromSeed(1))
  const by = { ...trainingConfig({ optimizer: { kind: "adam" }, rate: 0.1, epochs: 1, batch: 4 }), ...more }
  return { model, stepper: { step, dispose: () => {} }, data: labeled, config: by, key: Rng.fromSeed(2) }
})

const throwing = (error: Error) =>
  Effect.gen(function*() {
    const job = yield* jobOf(() => {
      throw error
    })
    const before = tf.memory().numTensors
    const exit = yield* Effect.exit(trainEpoch(job, 0))
    assert.strictEqual(tf.memory().numTensors, before)
    return exit
  }).pipe(Effect.scoped)

describe("an epoch", () => {
  it.live("visits every item once, in batches of at most so many", () =>
    Effect.gen(function*() {
      let batches = 0
      const job = yield* jobOf(() => void batches++)
      const { epoch, loss } = yield* trainEpoch(job, 0)
      assert.deepStrictEqual([batches, epoch], [3, 1])
      assert.isAbove(loss, 0)
      yield* trainEpoch({ ...job, config: { ...job.config, dropLast: true } }, 0)
      assert.strictEqual(batches, 5)
      yield* trainEpoch({ ...job, config: { ...job.config, batch: 100 } }, 0)
      assert.strictEqual(batches, 6)
    }).pipe(Effect.scoped))

  it.live("tells a lack of memory from a defect, and frees the batch's tensors both ways", () =>
    Effect.gen(function*() {
      const lack = yield* throwing(new RangeError("the memory has no room for 3 numbers"))
      assert.isTrue(Exit.isFailure(lack) && Cause.hasFails(lack.cause))
      assert.match(String(Exit.isFailure(lack) ? Cause.squash(lack.cause) : ""), /take batches smaller than 4/)
      const defect = yield* throwing(new TypeError("no function"))
      assert.isTrue(Exit.isFailure(defect) && Cause.hasDies(defect.cause))
    }))
})
