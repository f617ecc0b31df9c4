/** The loop over epochs and batches. */
import { Kernels } from "@marginalia/core"
import * as Rng from "@marginalia/core/Rng"
import type { AnyItems } from "@marginalia/datasets/items"
import type * as tf from "@tensorflow/tfjs-core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Model } from "../model/Model.ts"
import { attempt } from "./attempt.ts"
import { augmented } from "./augment.ts"
import { trainOn } from "./batch.ts"
import { rateAt, type TrainingConfig } from "./config.ts"
import { Diverged } from "./errors.ts"
import type { Stepper } from "./optimizer.ts"

/** Labeled items: `labels[i]` is the class of the item at position `at[i]`. */
export interface Labeled {
  readonly items: AnyItems
  readonly at: Uint32Array
  readonly labels: Int32Array
  /** The number of classes. */
  readonly classes: number
}

/** How an epoch went. `epoch` counts from 1; `loss` and `accuracy` are means over it, on the augmented items. */
export interface Epoch {
  readonly epoch: number
  readonly epochs: number
  readonly loss: number
  readonly accuracy: number
  /** How fast it went. */
  readonly imagesPerSecond: number
  /** The learning rate. */
  readonly rate: number
}

/** What a training works with. */
export interface Job {
  readonly model: Model
  readonly stepper: Stepper
  readonly data: Labeled
  readonly config: TrainingConfig
  readonly key: Rng.Key
}

const numbersOf = (report: tf.Tensor) => Effect.promise(() => report.data())
const free = (report: tf.Tensor) => Effect.sync(() => report.dispose())

/** The batches of an epoch, as slices of its order. */
export const slices = ({ batch, dropLast }: TrainingConfig, order: Uint32Array): ReadonlyArray<Uint32Array> => {
  const size = Math.min(batch, order.length)
  const starts = Array.from({ length: Math.ceil(order.length / size) }, (_, i) => i * size)
  const all = starts.map((start) => order.subarray(start, start + size))
  return dropLast ? all.filter((slice) => slice.length === size) : all
}

const step = Effect.fnUntraced(function*(job: Job, epoch: number, batch: number, slice: Uint32Array) {
  const { config, data, key, model, stepper } = job
  const labels = Int32Array.from(slice, (i) => data.labels[i]!)
  const positions = Uint32Array.from(slice, (i) => data.at[i]!)
  const dropout = Rng.derive(Rng.derive(Rng.derive(key, "dropout"), epoch), batch)
  const run = attempt(slice.length, () => {
    const values = augmented(data.items, positions, config.augment, Rng.derive(key, "augment"), epoch)
    return trainOn(model, stepper, { values, labels }, rateAt(config, epoch), dropout)
  })
  const [loss, right] = yield* Effect.acquireUseRelease(run, numbersOf, free)
  if (!Number.isFinite(loss)) return yield* new Diverged({ epoch: epoch + 1, batch: batch + 1, loss: loss! })
  return { loss: loss!, right: right! }
})

/** Trains through one epoch (from 0). Interrupted, it stops after the batch under way. */
export const trainEpoch = Effect.fnUntraced(function*(job: Job, epoch: number) {
  const started = yield* Clock.monotonicTimeNanos
  const order = Rng.permutation(Rng.derive(Rng.derive(job.key, "order"), epoch), job.data.at.length)
  let loss = 0, right = 0, seen = 0
  for (const [batch, slice] of slices(job.config, order).entries()) {
    const result = yield* step(job, epoch, batch, slice)
    loss += result.loss * slice.length
    right += result.right
    seen += slice.length
    yield* Kernels.giveWay
  }
  const seconds = Number((yield* Clock.monotonicTimeNanos) - started) / 1e9
  const result: Epoch = {
    epoch: epoch + 1,
    epochs: job.config.epochs,
    loss: loss / seen,
    accuracy: right / seen,
    imagesPerSecond: seconds > 0 ? seen / seconds : 0,
    rate: rateAt(job.config, epoch)
  }
  return result
})
