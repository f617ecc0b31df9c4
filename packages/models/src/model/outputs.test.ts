import { assert, describe, it } from "@effect/vitest"
import { Classifier, Learner } from "@marginalia/core"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { accuracy, digitItems } from "../../test/digits.ts"
import * as TensorBackend from "../backend/TensorBackend.ts"
import { network } from "../network/spec.ts"
import { trainingConfig } from "../train/config.ts"
import * as Trainer from "../train/Trainer.ts"
import { layer as classifierLayer, learner } from "./classifier.ts"
import * as Outputs from "./outputs.ts"

const onWasm = Trainer.layer.pipe(Layer.provideMerge(TensorBackend.wasm))
const tensors = TensorBackend.TensorBackend.use(({ memory }) => memory).pipe(Effect.map(({ tensors }) => tensors))
const by = trainingConfig({ optimizer: { kind: "sgd" }, rate: 0.05, epochs: 8, batch: 50 })
const separated = { kind: "max-separation", radius: 1 } as const
const dropout = network({ kind: "mlp", hidden: [32], dropout: 0.5 })

const model = (spec: typeof dropout) =>
  Effect.gen(function*() {
    const { labeled, rest } = yield* digitItems(300)
    const trained = yield* Trainer.Trainer.use((trainer) => trainer.fit(spec, labeled, by, { seed: 1 }))
    return { trained, rest }
  })

const rowSums = ({ cols, data, rows }: { data: Float32Array; rows: number; cols: number }): ReadonlyArray<number> =>
  Array.from({ length: rows }, (_, r) => data.subarray(r * cols, (r + 1) * cols).reduce((sum, v) => sum + v, 0))

describe("a trained model's outputs", () => {
  it.live("do not depend on the size of the batches, and leave no tensor", () =>
    Effect.gen(function*() {
      const { rest, trained } = yield* model(dropout)
      const before = yield* tensors
      const one = yield* Outputs.probability(trained, rest.items)
      assert.deepStrictEqual([one.rows, one.cols], [200, 10])
      for (const sum of rowSums(one)) assert.closeTo(sum, 1, 1e-5)
      const two = yield* Outputs.probability(trained, rest.items, { batch: 7 })
      one.data.forEach((p, i) => assert.closeTo(two.data[i]!, p, 1e-5))
      assert.strictEqual(yield* tensors, before)
    }).pipe(Effect.scoped, Effect.provide(onWasm, { local: true })))

  it.live("passes differ from one another, not from themselves", () =>
    Effect.gen(function*() {
      const { rest, trained } = yield* model(dropout)
      const draw = (seed: number) => Outputs.passes(trained, rest.items, { count: 3, key: Rng.fromSeed(seed) })
      const passes = yield* draw(1)
      assert.strictEqual(passes.length, 3)
      assert.notDeepEqual(passes[0], passes[1])
      assert.deepStrictEqual(yield* draw(1), passes)
      assert.notDeepEqual(yield* draw(2), passes)
      for (const sum of rowSums(passes[2]!)) assert.closeTo(sum, 1, 1e-5)
    }).pipe(Effect.scoped, Effect.provide(onWasm, { local: true })))

  it.live("a network without dropout has no passes, a learned head no projection", () =>
    Effect.gen(function*() {
      const { rest, trained } = yield* model(network({ kind: "linear" }))
      const passes = yield* Effect.flip(Outputs.passes(trained, rest.items, { count: 3, key: Rng.fromSeed(1) }))
      assert.match(passes.message, /stochastic passes take a network with dropout, and this one has none/)
      const projection = yield* Effect.flip(Outputs.projection(trained, rest.items))
      assert.match(projection.message, /learned head and no projection/)
      const { cols } = yield* Outputs.feature(trained, rest.items)
      assert.strictEqual(cols, 64)
    }).pipe(Effect.scoped, Effect.provide(onWasm, { local: true })))

  it.live("a separated network's class is the prototype nearest its projection", () =>
    Effect.gen(function*() {
      const { rest, trained } = yield* model(network({ kind: "mlp", hidden: [32], head: separated }))
      const { cols, data } = yield* Outputs.projection(trained, rest.items)
      assert.strictEqual(cols, 9)
      const { data: p } = trained.built.fixed!
      const nearest = Int32Array.from({ length: 200 }, (_, row) => {
        const cosines = Array.from({ length: 10 }, (_, c) => {
          let dot = 0
          for (let i = 0; i < 9; i++) dot += data[row * 9 + i]! * p[c * 9 + i]!
          return dot
        })
        return cosines.indexOf(Math.max(...cosines))
      })
      const found = Outputs.classes(yield* Outputs.probability(trained, rest.items))
      assert.deepStrictEqual(found, nearest)
      assert.isAbove(accuracy(found, rest.labels), 0.7)
    }).pipe(Effect.scoped, Effect.provide(onWasm, { local: true })))

  it.live("are core's Classifier; the gradient's rows sum to zero", () =>
    Effect.gen(function*() {
      const { rest, trained } = yield* model(dropout)
      const asked = Classifier.use((classifier) =>
        Effect.all([classifier.gradient, classifier.passes, classifier.feature])
      )
      const layer = classifierLayer(trained, rest.items, { seed: 1, passes: 2 })
      const [{ left, right }, passes, feature] = yield* Effect.provide(asked, layer)
      assert.deepStrictEqual([left.cols, right.cols, passes.length], [10, 32, 2])
      assert.deepStrictEqual(right, feature)
      for (const sum of rowSums(left)) assert.closeTo(sum, 0, 1e-5)
      const failure = yield* Effect.flip(Effect.provide(Classifier.use((c) => c.projection), layer))
      assert.strictEqual(failure._tag, "PartFailed")
    }).pipe(Effect.scoped, Effect.provide(onWasm, { local: true })))

  it.live("core's Learner trains on labels and guesses, and is tested", () =>
    Effect.gen(function*() {
      const { labeled, rest } = yield* digitItems(300)
      const data = { pool: labeled.items, test: rest, classes: 10 }
      const tested = Learner.use((learner) =>
        Effect.gen(function*() {
          const set = {
            round: 0,
            seed: 1,
            positions: labeled.at.subarray(0, 299),
            labels: labeled.labels.subarray(0, 299)
          }
          const guess = { position: 299, class: labeled.labels[299]!, score: 0, threshold: 0 }
          const trained = yield* learner.fit({ ...set, pseudo: [guess] })
          const { actual, predicted } = yield* trained.test
          assert.isAbove(accuracy(actual, predicted), 0.7)
          assert.isAbove(accuracy(labeled.labels, yield* trained.pool), 0.9)
          return yield* Effect.flip(learner.fit({ ...set, labels: set.labels.map(() => 10), pseudo: [] }))
        })
      )
      const error = yield* Effect.provide(tested, learner(network({ kind: "mlp" }), data, by))
      assert.strictEqual(error._tag, "LearnerError")
      assert.match(error.message, /label 10 is outside the 10 classes/)
    }).pipe(Effect.scoped, Effect.provide(onWasm, { local: true })))
})
