/** A trained model behind core's ports. */
import { Classifier, Learner, LearnerError, PartFailed } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import * as Rng from "@marginalia/core/Rng"
import type { AnyItems } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Network } from "../network/spec.ts"
import type { TrainingConfig } from "../train/config.ts"
import { Trainer } from "../train/Trainer.ts"
import type { Model } from "./Model.ts"
import * as Outputs from "./outputs.ts"

/** How many stochastic passes (25, as TypiClust's code takes), drawn from which seed, in batches of how many items. */
export interface Options {
  readonly seed: number
  readonly passes?: number
  readonly batch?: number
}

const failed = (output: string) => (error: Error): PartFailed =>
  new PartFailed({ part: output, problem: Message.of(error), reason: "Failed", cause: error })

/**
 * Core's `Classifier` of a trained model: what it says of a `pool`. Nothing is computed before it is asked for, nor
 * kept afterwards.
 *
 * `options` hold the seed of the stochastic passes, and may hold their number (25) and the items a batch. Its Effects
 * fail with `PartFailed` where the model cannot say what is asked: `passes` without dropout, `projection` of a learned
 * head.
 */
export const classifier = (model: Model, pool: AnyItems, options: Options): Classifier["Service"] => {
  const batches = options.batch === undefined ? {} : { batch: options.batch }
  const dropouts = { ...batches, count: options.passes ?? 25, key: Rng.derive(Rng.fromSeed(options.seed), "passes") }
  return {
    probability: Outputs.probability(model, pool, batches),
    feature: Outputs.feature(model, pool, batches),
    gradient: Outputs.gradient(model, pool, batches),
    passes: Outputs.passes(model, pool, dropouts).pipe(Effect.mapError(failed("passes"))),
    projection: Outputs.projection(model, pool, batches).pipe(Effect.mapError(failed("projection")))
  }
}

/** {@link classifier} as a layer: of a `model` over a `pool`, with the same `options`. */
export const layer = (model: Model, pool: AnyItems, options: Options): Layer.Layer<Classifier> =>
  Layer.succeed(Classifier, classifier(model, pool, options))

/** What a learner trains on and is tested on. */
export interface Data {
  readonly pool: AnyItems
  readonly test: { readonly items: AnyItems; readonly labels: Int32Array }
  readonly classes: number
}

/**
 * Core's `Learner` for the round loop: trains `network` by `config` anew each round.
 *
 * `data` is the pool and the test items; by default of `options`, 25 stochastic `passes`, and the library's own
 * `batch` of items at a time. Its `fit` fails with `LearnerError`.
 */
export const learner = (
  network: Network,
  data: Data,
  config: TrainingConfig,
  options: { readonly passes?: number; readonly batch?: number } = {}
): Layer.Layer<Learner, never, Trainer> =>
  Layer.effect(
    Learner,
    Effect.map(Trainer, (trainer) => ({
      fit: Effect.fn("Learner.fit")(function*({ labels, positions, pseudo, round, seed }) {
        const at = Uint32Array.of(...positions, ...pseudo.map(({ position }) => position))
        const known = Int32Array.of(...labels, ...pseudo.map((guess) => guess.class))
        const set = { items: data.pool, at, labels: known, classes: data.classes }
        const model = yield* trainer.fit(network, set, config, { seed, round }).pipe(
          Effect.mapError((cause) => LearnerError.failed(cause))
        )
        const predicted = (items: AnyItems) => Outputs.probability(model, items).pipe(Effect.map(Outputs.classes))
        const test = predicted(data.test.items)
        return {
          classifier: classifier(model, data.pool, { ...options, seed }),
          test: Effect.map(test, (predicted) => ({ actual: data.test.labels, predicted })),
          pool: predicted(data.pool)
        }
      })
    }))
  )
