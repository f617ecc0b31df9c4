/**
 * Trains networks on the current backend: one training at a time on a device.
 */
import * as Progress from "@marginalia/core/Progress"
import * as Rng from "@marginalia/core/Rng"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { TensorBackend } from "../backend/TensorBackend.ts"
import { fresh, type Model } from "../model/Model.ts"
import { build } from "../network/build.ts"
import type { Network } from "../network/spec.ts"
import type { TrainingConfig } from "./config.ts"
import { fits, held } from "./device.ts"
import { type Epoch, type Job, type Labeled, trainEpoch } from "./epochs.ts"
import { type Diverged, InvalidTraining, type OutOfMemory, type TrainingProblem } from "./errors.ts"
import { stepper } from "./optimizer.ts"

/** What can end a training. */
export type TrainingError = Diverged | InvalidTraining | OutOfMemory

/** How a training is drawn. `round` matters to configurations that start from new weights every round. */
export interface Options {
  /** What weights, order and augmentation are drawn from. */
  readonly seed: number
  /** The round of an experiment. Default 0. */
  readonly round?: number
}

/** A training that has not begun: running the stream (once) trains the model, an element an epoch. */
export interface Training {
  readonly model: Model
  /** An element an epoch, when it is done. Fails with {@link TrainingError}. */
  readonly epochs: Stream.Stream<Epoch, TrainingError>
}

/**
 * What trains networks: `prepare` builds one that is not trained yet, `fit` trains it to the end. Both fail with {@link
 * TrainingError}.
 */
export interface Service {
  /** Builds the network and its initial weights; both are freed when the scope closes. */
  readonly prepare: (
    network: Network,
    data: Labeled,
    config: TrainingConfig,
    options: Options
  ) => Effect.Effect<Training, TrainingError, Scope.Scope>
  /** A trained model. Reports its epochs to `Progress` as step "fit". */
  readonly fit: (
    network: Network,
    data: Labeled,
    config: TrainingConfig,
    options: Options
  ) => Effect.Effect<Model, TrainingError, Scope.Scope>
}

/** The trainer, as a service: one training at a time on a device. */
export class Trainer extends Context.Service<Trainer, Service>()("@marginalia/models/Trainer") {}

const checkLabels = ({ at, classes, items, labels }: Labeled): TrainingProblem | undefined => {
  if (at.length === 0) return { _tag: "NoLabels" }
  if (at.length !== labels.length) return { _tag: "WrongCount", items: at.length, labels: labels.length }
  const stranger = at.find((position) => position >= items.rows)
  if (stranger !== undefined) return { _tag: "Position", position: stranger, size: items.rows }
  const wrong = labels.findIndex((label) => label < 0 || label >= classes)
  return wrong < 0 ? undefined : { _tag: "Label", position: at[wrong]!, value: labels[wrong]!, classes }
}

const checked = Effect.fnUntraced(function*(network: Network, data: Labeled) {
  const reason = checkLabels(data)
  if (reason !== undefined) return yield* new InvalidTraining({ reason })
  return yield* Effect.try({
    try: () => build(network, data.items.shape, data.classes),
    catch: (cause) => new InvalidTraining({ reason: { _tag: "Network", cause } })
  })
})

const initialKey = (config: TrainingConfig, { round = 0, seed }: Options): Rng.Key => {
  const key = Rng.derive(Rng.fromSeed(seed), "weights")
  return config.start === "new" ? Rng.derive(key, round) : key
}

const epochsOf = (job: Job): Stream.Stream<Epoch, TrainingError> =>
  Stream.unfold(0, (epoch) =>
    epoch < job.config.epochs
      ? trainEpoch(job, epoch).pipe(Effect.map((event) => [event, epoch + 1] as const))
      : Effect.succeed(undefined))

const make = (backend: TensorBackend["Service"]): Service => {
  const prepare: Service["prepare"] = Effect.fnUntraced(function*(network, data, config, options) {
    const built = yield* checked(network, data)
    yield* fits(built, config, data.at.length, backend)
    const model = yield* fresh(built, data.items.normalization, initialKey(config, options))
    const optimizer = yield* Effect.acquireRelease(
      Effect.sync(() => stepper(config.optimizer)),
      (made) => Effect.sync(made.dispose)
    )
    const key = Rng.derive(Rng.derive(Rng.fromSeed(options.seed), "training"), options.round ?? 0)
    return { model, epochs: held(backend, epochsOf({ model, stepper: optimizer, data, config, key })) }
  })
  const fit: Service["fit"] = Effect.fn("Trainer.fit")(function*(network, data, config, options) {
    const { epochs, model } = yield* prepare(network, data, config, options)
    const { report } = yield* Progress.Progress
    yield* Stream.runForEach(epochs, ({ epoch, epochs }) => report({ step: "fit", done: epoch, total: epochs }))
    return model
  })
  return { prepare, fit }
}

/** The trainer on a backend. */
export const layer: Layer.Layer<Trainer, never, TensorBackend> = Layer.effect(Trainer, Effect.map(TensorBackend, make))
