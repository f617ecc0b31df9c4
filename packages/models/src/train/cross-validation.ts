/**
 * How good a training is on items that it has not seen, where there are no others than those to learn from: each fold of them
 * is predicted by a model that was trained on the rest.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import * as Progress from "@marginalia/core/Progress"
import * as Rng from "@marginalia/core/Rng"
import { mean, standardDeviation } from "@marginalia/core/Statistics"
import { folds as deal } from "@marginalia/datasets/folds"
import { subset } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { classes, probability } from "../model/outputs.ts"
import type { Network } from "../network/spec.ts"
import type { TrainingConfig } from "./config.ts"
import type { Labeled } from "./epochs.ts"
import { InvalidTraining } from "./errors.ts"
import { Trainer } from "./Trainer.ts"

/** What the folds are drawn by, and how many. */
export interface CrossValidation {
  /** Of the folds, and of every training. */
  readonly seed: number
  /** A whole number from 2 to the number of labels; 5 by default. */
  readonly folds?: number
}

/** What came of a fold. */
export interface Fold {
  /** How many items were held out. */
  readonly items: number
  /** The share of them whose class was found. */
  readonly accuracy: number
}

/** What came of all folds. */
export interface CrossValidated {
  readonly folds: ReadonlyArray<Fold>
  /** The mean of the folds' accuracies. */
  readonly mean: number
  /** How much they differ: √(Σ(accuracy − mean)² / (folds − 1)). It is no standard error: trainings share their items. */
  readonly standardDeviation: number
  /** For each label, in the order of `data.at`, the class that a model which had not seen its item gave it. */
  readonly predicted: Int32Array
  /** The probabilities that it gave: a row a label, in the same order, a column a class. */
  readonly probability: Matrix
}

/** A model trained for whole epochs, told to `Progress` as a step of that name. Its weights are freed when the scope closes. */
export const fitWhole = Effect.fnUntraced(function*(
  network: Network,
  data: Labeled,
  config: TrainingConfig,
  seed: number,
  step: string
) {
  const { report } = yield* Progress.Progress
  const { epochs, model } = yield* (yield* Trainer).prepare(network, data, config, { seed })
  yield* Stream.runForEach(epochs, ({ epoch, epochs: total }) => report({ step, done: epoch, total }))
  return model
})

const without = (data: Labeled, held: Uint32Array): Labeled => {
  const aside = new Set(held)
  const kept = Uint32Array.from(data.at.keys()).filter((i) => !aside.has(i))
  return { ...data, at: kept.map((i) => data.at[i]!), labels: Int32Array.from(kept, (i) => data.labels[i]!) }
}

/** What a model trained on all labels but those numbered `held` says of them. Its weights are freed. */
const predictHeld = Effect.fnUntraced(function*(
  network: Network,
  data: Labeled,
  config: TrainingConfig,
  seed: number,
  held: Uint32Array,
  step: string
) {
  const model = yield* fitWhole(network, without(data, held), config, seed, step)
  return yield* probability(model, subset(data.items, held.map((i) => data.at[i]!)))
}, Effect.scoped)

/**
 * Cross-validates a training by stratified folds: every labeled item is held out once, with its class in proportion in every
 * fold, and predicted by a network that was trained from new weights on the other folds, as `config` says. It costs
 * `folds` − 1 times what one training on all labels does. The labels of a fold reach neither its model nor its
 * normalization, which is the items' own; what the vectors were made by is the caller's to know.
 *
 * Items that stand in the pool twice, or belong to one patient, are not kept together: a twin that was learned from makes
 * the accuracy too good.
 *
 * Fails with `InvalidTraining` where a class has a single label, where an item is labeled twice, and for a number of
 * folds that is none; else as the `Trainer` does, with `TrainingError`. Reports to `Progress` as steps "fold 1/5", ….
 *
 * @example
 * ```ts
 * import { crossValidate, fromMatrix, network, TensorBackend, Trainer, trainingConfig } from "@marginalia/models/training"
 * import { Effect, Layer } from "effect"
 *
 * const rows = Array.from({ length: 20 }, (_, i) => [i % 2, (i % 2) + i / 100])
 * const items = fromMatrix({ data: Float32Array.from(rows.flat()), rows: 20, cols: 2 })
 * const at = Uint32Array.from(rows.keys()), labels = Int32Array.from(at, (i) => i % 2)
 * const adam = trainingConfig({ optimizer: { kind: "adam" }, rate: 0.1, epochs: 20, batch: 8 })
 * const found = crossValidate(network({ kind: "linear" }), { items, at, labels, classes: 2 }, adam, { seed: 0 })
 * const layer = Trainer.layer.pipe(Layer.provideMerge(TensorBackend.cpu))
 * const { folds, mean } = await Effect.runPromise(Effect.provide(found, layer))
 * console.log(folds.length, mean) // => 5 1
 * ```
 */
export const crossValidate = Effect.fn("crossValidate")(function*(
  network: Network,
  data: Labeled,
  config: TrainingConfig,
  { folds: count = 5, seed }: CrossValidation
) {
  const seen = new Set<number>()
  const twice = data.at.find((position) => seen.has(position) || !seen.add(position))
  if (twice !== undefined) return yield* new InvalidTraining({ reason: { _tag: "Twice", position: twice } })
  const key = Rng.derive(Rng.fromSeed(seed), "cross-validation")
  const dealt = yield* deal(key, data, count).pipe(
    Effect.mapError((cause) => new InvalidTraining({ reason: { _tag: "Folds", reason: cause.reason, cause } }))
  )
  const predicted = new Int32Array(data.at.length), all = new Float32Array(data.at.length * data.classes)
  const results: Array<Fold> = []
  for (const [i, held] of dealt.entries()) {
    const rows = yield* predictHeld(network, data, config, seed, held, `fold ${i + 1}/${count}`)
    const found = classes(rows)
    held.forEach((label, j) => {
      predicted[label] = found[j]!
      all.set(rows.data.subarray(j * rows.cols, (j + 1) * rows.cols), label * data.classes)
    })
    results.push({
      items: held.length,
      accuracy: found.filter((c, j) => c === data.labels[held[j]!]).length / held.length
    })
  }
  const shares = results.map(({ accuracy }) => accuracy)
  const result: CrossValidated = {
    folds: results,
    mean: mean(shares),
    standardDeviation: standardDeviation(shares),
    predicted,
    probability: { data: all, rows: data.at.length, cols: data.classes }
  }
  return result
})
