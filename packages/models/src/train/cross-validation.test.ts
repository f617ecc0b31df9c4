import { assert, describe, it } from "@effect/vitest"
import * as Progress from "@marginalia/core/Progress"
import * as Rng from "@marginalia/core/Rng"
import { subset } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { accuracy, digitItems } from "../../test/digits.ts"
import * as TensorBackend from "../backend/TensorBackend.ts"
import * as Outputs from "../model/outputs.ts"
import { network } from "../network/spec.ts"
import { trainingConfig } from "./config.ts"
import { crossValidate } from "./cross-validation.ts"
import type { Labeled } from "./epochs.ts"
import * as Trainer from "./Trainer.ts"

const layer = Trainer.layer.pipe(Layer.provideMerge(TensorBackend.of("wasm")))

const mlp = network({ kind: "mlp", hidden: [16] })
const adam = trainingConfig({ optimizer: { kind: "adam" }, rate: 0.01, epochs: 12, batch: 32 })

/** Trains as usual, and remembers what every model has seen. */
const remembering = Effect.gen(function*() {
  const real = yield* Trainer.Trainer
  const seen: Array<Labeled> = []
  const prepare: Trainer.Service["prepare"] = (net, data, by, options) => {
    seen.push(data)
    return real.prepare(net, data, by, options)
  }
  return { seen, trainer: { ...real, prepare } }
})

const shuffled = (labels: Int32Array): Int32Array => {
  const order = Rng.permutation(Rng.fromSeed(5), labels.length)
  return labels.map((_, i) => labels[order[i]!]!)
}

describe("crossValidate", () => {
  it.live(
    "says about what new items would, and the chance where there is nothing to learn",
    () =>
      Effect.gen(function*() {
        const { labeled, rest } = yield* digitItems(200)
        const { mean, predicted, standardDeviation } = yield* crossValidate(mlp, labeled, adam, { seed: 1 })
        const model = yield* Trainer.Trainer.use((trainer) => trainer.fit(mlp, labeled, adam, { seed: 1 }))
        const known = accuracy(Outputs.classes(yield* Outputs.probability(model, labeled.items)), labeled.labels)
        const fresh = accuracy(Outputs.classes(yield* Outputs.probability(model, rest.items)), rest.labels)
        assert.isAbove(known, fresh + 0.05)
        assert.closeTo(mean, fresh, 0.06)
        assert.closeTo(accuracy(predicted, labeled.labels), mean, 1e-12)
        assert.isTrue(standardDeviation > 0 && standardDeviation < 0.2)
        const noise = yield* crossValidate(mlp, { ...labeled, labels: shuffled(labeled.labels) }, adam, { seed: 1 })
        assert.isBelow(noise.mean, 0.2)
      }).pipe(Effect.scoped, Effect.provide(layer, { local: true })),
    30_000
  )

  it.live(
    "no model has seen what it is asked about, and each sees all else with its labels",
    () =>
      Effect.gen(function*() {
        const { labeled } = yield* digitItems(60)
        const at = Uint32Array.from({ length: 40 }, (_, i) => 59 - i)
        const data: Labeled = {
          ...labeled,
          at,
          labels: Int32Array.from(at, (position) => labeled.labels[position]! % 3)
        }
        const { seen, trainer } = yield* remembering
        const few = trainingConfig({ optimizer: { kind: "adam" }, rate: 0.01, epochs: 2, batch: 8 })
        const found = yield* crossValidate(mlp, data, few, { seed: 3, folds: 4 }).pipe(
          Effect.provideService(Trainer.Trainer, trainer)
        )
        assert.deepStrictEqual([seen.length, found.folds.length], [4, 4])
        const asked: Array<number> = []
        for (const [i, learned] of seen.entries()) {
          const held = [...at].filter((position) => !learned.at.includes(position))
          assert.strictEqual(learned.at.length + held.length, 40)
          assert.strictEqual(held.length, found.folds[i]!.items)
          learned.at.forEach((position, j) => assert.strictEqual(learned.labels[j], labeled.labels[position]! % 3))
          const again = yield* Effect.scoped(
            trainer.fit(mlp, learned, few, { seed: 3 }).pipe(
              Effect.flatMap((model) => Outputs.probability(model, subset(data.items, Uint32Array.from(held))))
            )
          )
          const classes = Outputs.classes(again)
          held.forEach((position, j) => assert.strictEqual(found.predicted[at.indexOf(position)], classes[j]))
          asked.push(...held)
        }
        assert.deepStrictEqual(asked.sort((a, b) => a - b), [...at].sort((a, b) => a - b))
      }).pipe(Effect.provide(layer, { local: true })),
    30_000
  )

  it.live("is the same for the same seed, frees all, and tells how far it is", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(40)
      const few = trainingConfig({ optimizer: { kind: "adam" }, rate: 0.01, epochs: 2, batch: 8 })
      const memory = (yield* TensorBackend.TensorBackend).memory
      const before = (yield* memory).tensors
      const steps: Array<string> = []
      const report = ({ done, step, total }: Progress.Event) =>
        Effect.sync(() => void steps.push(`${step}: ${done}/${total}`))
      const of = (seed: number) => crossValidate(mlp, labeled, few, { seed, folds: 2 })
      const once = yield* of(1).pipe(Effect.provideService(Progress.Progress, { report }))
      assert.deepStrictEqual(steps, ["fold 1/2: 1/2", "fold 1/2: 2/2", "fold 2/2: 1/2", "fold 2/2: 2/2"])
      assert.deepStrictEqual(yield* of(1), once)
      assert.notDeepEqual((yield* of(2)).predicted, once.predicted)
      assert.strictEqual((yield* memory).tensors, before)
    }).pipe(Effect.provide(layer, { local: true })))

  it.live("refuses what cannot be held out", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(4)
      const problem = (labels: ReadonlyArray<number>, folds: number, at = [0, 1, 2, 3]) => {
        const data = { ...labeled, at: Uint32Array.from(at), labels: Int32Array.from(labels) }
        return Effect.map(Effect.flip(crossValidate(mlp, data, adam, { seed: 0, folds })), ({ message }) => message)
      }
      assert.match(yield* problem([0, 0, 1, 0], 2), /class 1 has 1 item/)
      assert.match(yield* problem([0, 0, 1, 1], 5), /5 folds of 4 items; give a whole number from 2 to 4/)
      assert.match(yield* problem([0, 0, 1, 1], 2, [0, 1, 1, 3]), /an item is labeled twice/)
      const twice = { ...labeled, at: Uint32Array.of(0, 1, 1, 3) }
      const error = yield* Effect.flip(crossValidate(mlp, twice, adam, { seed: 0, folds: 2 }))
      assert.deepStrictEqual(error._tag === "InvalidTraining" && error.reason, { _tag: "Twice", position: 1 })
    }).pipe(Effect.provide(layer, { local: true })))
})
