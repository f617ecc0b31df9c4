/** What a pretraining is told, with what it is not told; and whether that makes sense. */
import type { AnyItems } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import { build, type Built } from "../../network/build.ts"
import type { Layer } from "../../network/layer/Layer.ts"
import type { Network } from "../../network/spec.ts"
import type { TrainingConfig } from "../../train/config.ts"
import { simclr } from "../../train/configs.ts"
import { InvalidTraining, type TrainingProblem } from "../../train/errors.ts"
import type { Contrast } from "./contrast.ts"
import type { Monitor } from "./monitor.ts"
import { viewProblem } from "./pairs.ts"
import { projecting } from "./project.ts"
import { type Views, views } from "./views.ts"

/** How to pretrain; what is left out is as in the code that SUPClust follows. */
export interface Options extends Partial<Contrast> {
  /** Its body is the encoder; the head is not used. */
  readonly network: Network
  /** What weights, order and views are drawn from. */
  readonly seed: number
  /**
   * How it is trained. Default `trainingConfigs.simclr`: 500 epochs of batches of 512. Its `augment` is not used: views
   * are.
   */
  readonly training?: TrainingConfig
  /** How views differ. Default: as SUPClust's code has it. */
  readonly views?: Views
  /** Numbers that the projection has (128). */
  readonly projection?: number
  /** Asks neighbors for the classes of held items now and then. Default not at all. */
  readonly monitor?: Monitor
  /** Where to keep how far it came, every so many epochs (10) and at the end; gone on from where it is there. */
  readonly checkpoint?: { readonly file: string; readonly every?: number }
}

/** All that an encoder follows from, but for the images. */
export interface Settings {
  readonly network: Network
  readonly seed: number
  readonly training: TrainingConfig
  readonly views: Views
  readonly contrast: Contrast
  readonly projection: number
}

/** The defaults filled in: temperature 0.1, first views as anchors. */
export const settingsOf = (options: Options): Settings => ({
  network: options.network,
  seed: options.seed,
  training: options.training ?? simclr,
  views: options.views ?? views(),
  contrast: { temperature: options.temperature ?? 0.1, anchors: options.anchors ?? "first" },
  projection: options.projection ?? 128
})

const problemOf = (items: AnyItems, { contrast, projection, training }: Settings): TrainingProblem | undefined => {
  const wrong = (setting: "batch" | "temperature" | "projection", value: number) =>
    ({ _tag: "Setting", setting, value }) as const
  if (items.rows < 2) return { _tag: "Images", size: items.rows }
  if (training.batch < 2) return wrong("batch", training.batch)
  if (!(contrast.temperature > 0)) return wrong("temperature", contrast.temperature)
  if (!Number.isSafeInteger(projection) || projection < 1) return wrong("projection", projection)
  const problem = viewProblem(items)
  return problem === undefined ? undefined : { _tag: "Views", problem }
}

/** The encoder, and with it the network that is trained. */
export interface Networks {
  readonly built: Built
  readonly network: Layer
}

/** Two classes are the fewest that a model can have; an encoder's say nothing. */
const CLASSES = 2

/** Fails with {@link InvalidTraining} where the settings, the network and the images do not go together. */
export const networksOf = Effect.fnUntraced(function*(items: AnyItems, settings: Settings) {
  const reason = problemOf(items, settings)
  if (reason !== undefined) return yield* new InvalidTraining({ reason })
  const built = yield* Effect.try({
    try: () => build(settings.network, items.shape, CLASSES),
    catch: (cause) => new InvalidTraining({ reason: { _tag: "Network", cause } })
  })
  if (built.body === undefined || built.body.weights.length === 0) {
    return yield* new InvalidTraining({ reason: { _tag: "NoBody" } })
  }
  const made: Networks = { built, network: projecting(built.body, settings.projection) }
  return made
})
