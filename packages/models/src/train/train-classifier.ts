/** A classifier from labeled items, with how right it is. Tested in packages/cli/test/train.test.ts and held-out.test.ts. */
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { TensorBackend } from "../backend/TensorBackend.ts"
import type { TrainedOn } from "../model/folder.ts"
import type { Model } from "../model/Model.ts"
import * as outputs from "../model/outputs.ts"
import type { Network } from "../network/spec.ts"
import type { TrainingConfig } from "./config.ts"
import type { Epoch, Labeled } from "./epochs.ts"
import { aboutHeldOut, type FoldPlan, type HeldOut, heldOut, planFolds } from "./held-out.ts"
import type { Learnable } from "./learnable.ts"
import { Trainer } from "./Trainer.ts"

/** What is trained, on what, and how. */
export interface TrainOptions {
  /** The items as `readItems` found them. */
  readonly found: FoundItems
  /** The labeled ones of them, as `readLearnable` gives them. */
  readonly learnable: Learnable
  /** The network. */
  readonly network: Network
  /** How it is trained. */
  readonly config: TrainingConfig
  /** What the configuration is called, for `training.json`. Default: it has no name. */
  readonly recipe?: string | undefined
  /** What weights, order and augmentation are drawn from. Default 0. */
  readonly seed?: number | undefined
  /** The folds of cross-validation. Default: as `planFolds` says. */
  readonly plan?: FoldPlan | undefined
  /** Which versions are at work, by package, for `training.json`. Default none. */
  readonly versions?: { readonly [name: string]: string } | undefined
  /** Hears of each epoch of the training itself. Default: nobody does. */
  readonly heard?: ((epoch: Epoch) => Effect.Effect<void>) | undefined
}

/** A trained classifier. */
export interface Trained {
  /** Its weights are freed when the scope closes. */
  readonly model: Model
  /** What `training.json` says of it, beside the model: give it to `saveWhole`. */
  readonly about: TrainedOn
  /** The accuracy of the last epoch, on what was learned from. */
  readonly training: number
  /** How many test items there were beside those asked for, and the share whose class the model finds; undefined without any. */
  readonly test: { readonly items: number; readonly accuracy: number } | undefined
  /** How right such a model is on items that were held out, or why nobody knows. */
  readonly heldOut: HeldOut
  /** How long the training itself took. */
  readonly milliseconds: number
}

/** The share of the test items whose class the model finds, by the classes' names; undefined without such items. */
const testAccuracy = Effect.fnUntraced(
  function*(model: Model, { classNames: own, test }: FoundItems, names: Learnable["classNames"]) {
    if (test?.labels === undefined) return undefined
    const found = outputs.classes(yield* outputs.probability(model, test.items))
    const right = found.filter((label, i) => names[label] === own[test.labels![i]!])
    return { items: test.items.rows, accuracy: right.length / found.length }
  }
)

const fit = Effect.fnUntraced(
  function*(network: Network, data: Labeled, config: TrainingConfig, seed: number, heard: TrainOptions["heard"]) {
    const { epochs, model } = yield* (yield* Trainer).prepare(network, data, config, { seed })
    const last = yield* Stream.runFoldEffect(
      epochs,
      () => 0,
      (_, event) => Effect.as(heard === undefined ? Effect.void : heard(event), event.accuracy)
    )
    return { model, last }
  }
)

/**
 * Trains a classifier on labeled items, and tells how right it is: on the test items, where the data set has some, else
 * cross-validated. `options` say what is trained, on what and how; by default from seed 0.
 *
 * What takes long is said to `Notices` beforehand, and epochs to `Progress`. Fails with `UsageProblem` for folds that
 * cannot be, and as the `Trainer` does, with `TrainingError`.
 */
export const trainClassifier = Effect.fn("trainClassifier")(function*(options: TrainOptions) {
  const { config, found, learnable, network, recipe, seed = 0, versions } = options, { classNames, data } = learnable
  const plan = options.plan ?? (yield* planFolds(undefined, learnable, found.test?.labels !== undefined))
  const { name: backend } = yield* TensorBackend
  const start = yield* Clock.currentTimeMillis
  const { last, model } = yield* fit(network, data, config, seed, options.heard)
  const milliseconds = (yield* Clock.currentTimeMillis) - start
  const test = yield* testAccuracy(model, found, classNames)
  const held = yield* heldOut(
    plan,
    { network, config, seed, learnable, embedding: found.embedding },
    milliseconds / 1000
  )
  const about: TrainedOn = {
    classNames,
    recipe: { ...(recipe === undefined ? {} : { name: recipe }), ...config },
    seed,
    backend,
    items: { from: found.name, split: found.split, labeled: data.at.length },
    ...(found.embedding === undefined ? {} : { embedding: found.embedding }),
    accuracy: { training: last, ...(test !== undefined && { test: test.accuracy }), ...aboutHeldOut(held) },
    seconds: milliseconds / 1000,
    ...(versions === undefined ? {} : { versions })
  }
  return { model, about, training: last, test, heldOut: held, milliseconds } satisfies Trained as Trained
})
