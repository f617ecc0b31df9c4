/**
 * SimCLR (Chen et al. 2020): an encoder that learns without labels, by telling two random views of an image from the
 * views of all other images of the batch. Defaults are those of the code that SUPClust follows.
 */
import * as Progress from "@marginalia/core/Progress"
import * as Rng from "@marginalia/core/Rng"
import type { AnyItems } from "@marginalia/datasets/items"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type Service, TensorBackend } from "../../backend/TensorBackend.ts"
import { type Model, scoped } from "../../model/Model.ts"
import { initialize } from "../../network/initialize.ts"
import type { TrainingConfig } from "../../train/config.ts"
import { fits, held } from "../../train/device.ts"
import { OutOfMemory } from "../../train/errors.ts"
import { type Resumable, stepper } from "../../train/optimizer.ts"
import type { TrainingError } from "../../train/Trainer.ts"
import { type CheckpointError, keep, restore } from "./checkpoint.ts"
import { type Epoch, type Job, learnEpoch } from "./epochs.ts"
import { type Facts, factsOf } from "./facts.ts"
import { isDue, look, type Monitor } from "./monitor.ts"
import { pairs } from "./pairs.ts"
import { type Networks, networksOf, type Options, type Settings, settingsOf } from "./settings.ts"

/** What can end a pretraining. */
export type PretrainingError = TrainingError | CheckpointError

type Files = FileSystem.FileSystem | Path.Path

/** A pretraining that has not begun: running the stream (once) trains the encoder, an element an epoch. */
export interface Pretraining {
  /** `outputs.feature` of it is the embedding. It is freed when the scope closes. */
  readonly model: Model
  /** How many epochs a checkpoint already had. */
  readonly resumed: number
  /** An element an epoch, when it is done. Fails with {@link PretrainingError}. */
  readonly epochs: Stream.Stream<Epoch, PretrainingError, Files>
}

/** Drawn weights for body and projection, and zeros for the head, so that it prefers no class. */
const weightsOf = ({ built, network }: Networks, key: Rng.Key): Map<string, tf.Tensor> =>
  new Map([
    ...initialize(network.weights, key),
    ...built.head.weights.map(({ name, shape }) => [name, tf.zeros([...shape])] as const)
  ])

interface Held {
  readonly model: Model
  readonly stepper: Resumable
}

interface Checkpoint {
  readonly file: string
  readonly every: number
  readonly facts: Facts
}

/** Puts a checkpoint's state, where there is one, in the place of the first weights; gives the epochs done. */
const resume = Effect.fnUntraced(function*({ model, stepper }: Held, { facts, file }: Checkpoint) {
  const state = yield* restore(file, facts)
  if (state === undefined) return 0
  tf.dispose([...model.weights.values()])
  for (const [name, tensor] of state.weights) model.weights.set(name, tensor)
  stepper.restore(state)
  return state.epoch
}, Effect.uninterruptible)

interface Work extends Held {
  readonly job: Job
  readonly monitor: Monitor | undefined
  readonly checkpoint: Checkpoint | undefined
}

/** One epoch (from 0), then what is due after it. */
const epochOf = Effect.fnUntraced(function*({ checkpoint, job, model, monitor, stepper }: Work, epoch: number) {
  const event = yield* learnEpoch(job, epoch)
  const { epoch: done, epochs } = event
  if (checkpoint !== undefined && isDue(checkpoint, done, epochs)) {
    yield* keep(checkpoint.file, checkpoint.facts, { epoch: done, weights: model.weights, ...stepper.state() })
  }
  const knn = monitor !== undefined && isDue(monitor, done, epochs) ? yield* look(model, monitor) : undefined
  return { ...event, knn }
})

const epochsFrom = (work: Work, from: number): Stream.Stream<Epoch, PretrainingError, Files> =>
  Stream.unfold(from, (epoch) =>
    epoch < work.job.config.epochs
      ? epochOf(work, epoch).pipe(Effect.map((event) => [event, epoch + 1] as const))
      : Effect.succeed(undefined))

/** Checkpoints call the training `recipe`. */
const checkpointOf = Effect.fnUntraced(function*(items: AnyItems, settings: Settings, options: Options["checkpoint"]) {
  if (options === undefined) return undefined
  const { training: recipe, ...rest } = settings
  return { every: 10, ...options, facts: yield* factsOf(items, { ...rest, recipe }) } satisfies Checkpoint
})

/** Every image is in memory as two views. */
const fitting = ({ built }: Networks, config: TrainingConfig, { rows }: AnyItems, backend: Service) =>
  fits(built, { ...config, batch: 2 * config.batch }, 2 * rows, backend).pipe(
    Effect.mapError(({ batch, reason }) => new OutOfMemory({ batch: batch / 2, reason }))
  )

/**
 * Builds the network and its weights, or goes on from its checkpoint; the stream trains it. Interrupted, it stops after
 * the batch under way. The same items, settings and seed give the same bits on the same backend, also when it was
 * interrupted and resumed.
 *
 * Fails with `InvalidTraining`, `OutOfMemory`, `Diverged`, or `CheckpointError` where the checkpoint is damaged or of
 * another pretraining.
 *
 * `options` hold the network and the seed, and may hold the rest; `items` are images.
 */
export const pretrain = Effect.fn("simclr.pretrain")(function*(
  items: AnyItems,
  options: Options
): Effect.fn.Return<Pretraining, PretrainingError, TensorBackend | Scope.Scope | Files> {
  const backend = yield* TensorBackend
  const settings = settingsOf(options), { contrast, seed, training: config, views } = settings
  const networks = yield* networksOf(items, settings)
  yield* fitting(networks, config, items, backend)
  const key = Rng.fromSeed(seed), trained = Rng.derive(key, "training")
  const model = yield* scoped(
    networks.built,
    items.normalization,
    () => weightsOf(networks, Rng.derive(key, "weights"))
  )
  const optimizer = yield* Effect.acquireRelease(
    Effect.sync(() => stepper(config.optimizer)),
    (made) => Effect.sync(made.dispose)
  )
  const checkpoint = yield* checkpointOf(items, settings, options.checkpoint)
  const resumed = checkpoint === undefined ? 0 : yield* resume({ model, stepper: optimizer }, checkpoint)
  const draw = pairs(items, views, Rng.derive(trained, "views"))
  const learning = { model, stepper: optimizer, network: networks.network, contrast }
  const job: Job = { ...learning, config, rows: items.rows, key: trained, pairs: draw }
  const work = { job, model, stepper: optimizer, monitor: options.monitor, checkpoint }
  return { model, resumed, epochs: held(backend, epochsFrom(work, resumed)) }
})

/**
 * {@link pretrain} on `items` to its end: the encoder. Takes the same `options`, and fails with {@link
 * PretrainingError} as it does. Reports its epochs to `Progress` as step "pretrain".
 */
export const fit = Effect.fn("simclr.fit")(function*(items: AnyItems, options: Options) {
  const { epochs, model } = yield* pretrain(items, options)
  const { report } = yield* Progress.Progress
  yield* Stream.runForEach(epochs, ({ epoch, epochs }) => report({ step: "pretrain", done: epoch, total: epochs }))
  return model
})
