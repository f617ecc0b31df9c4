/** The loop over epochs and batches of pretraining. */
import { Kernels } from "@marginalia/core"
import * as Rng from "@marginalia/core/Rng"
import type * as tf from "@tensorflow/tfjs-core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { attempt } from "../../train/attempt.ts"
import { rateAt, type TrainingConfig } from "../../train/config.ts"
import { slices } from "../../train/epochs.ts"
import { Diverged } from "../../train/errors.ts"
import { learnFrom, type Learning } from "./step.ts"

/** How an epoch went. `epoch` counts from 1; each image is seen as two views and counts once. */
export interface Epoch {
  readonly epoch: number
  readonly epochs: number
  /** The mean loss of its batches. */
  readonly loss: number
  /** How fast it went. */
  readonly imagesPerSecond: number
  /** The learning rate. */
  readonly rate: number
  /** The monitor's accuracy, after the epochs in which it looked. */
  readonly knn: number | undefined
}

/** What a pretraining works with. */
export interface Job extends Learning {
  readonly rows: number
  readonly config: TrainingConfig
  readonly key: Rng.Key
  /** The numbers of a batch's views, see `pairs`. */
  readonly pairs: (positions: Uint32Array, epoch: number) => Float32Array
}

const numbersOf = (loss: tf.Tensor) => Effect.promise(() => loss.data())
const free = (loss: tf.Tensor) => Effect.sync(() => loss.dispose())

const step = Effect.fnUntraced(function*(job: Job, epoch: number, batch: number, positions: Uint32Array) {
  const run = attempt(
    positions.length,
    () => learnFrom(job, job.pairs(positions, epoch), positions.length, rateAt(job.config, epoch))
  )
  const [loss] = yield* Effect.acquireUseRelease(run, numbersOf, free)
  if (!Number.isFinite(loss)) return yield* new Diverged({ epoch: epoch + 1, batch: batch + 1, loss: loss! })
  return loss!
})

/** Learns through one epoch (from 0). Interrupted, it stops after the batch under way. */
export const learnEpoch = Effect.fnUntraced(function*(job: Job, epoch: number) {
  const started = yield* Clock.monotonicTimeNanos
  const order = Rng.permutation(Rng.derive(Rng.derive(job.key, "order"), epoch), job.rows)
  let loss = 0, seen = 0
  for (const [batch, positions] of slices(job.config, order).entries()) {
    loss += (yield* step(job, epoch, batch, positions)) * positions.length
    seen += positions.length
    yield* Kernels.giveWay
  }
  const seconds = Number((yield* Clock.monotonicTimeNanos) - started) / 1e9
  const result: Epoch = {
    epoch: epoch + 1,
    epochs: job.config.epochs,
    loss: loss / seen,
    imagesPerSecond: seconds > 0 ? seen / seconds : 0,
    rate: rateAt(job.config, epoch),
    knn: undefined
  }
  return result
})
