import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { digitItems } from "../../test/digits.ts"
import { auditPlanted, plant } from "../../test/planted.ts"
import * as TensorBackend from "../backend/TensorBackend.ts"
import { network } from "../network/spec.ts"
import { trainingConfig } from "../train/config.ts"
import type { Learnable } from "../train/learnable.ts"
import * as Trainer from "../train/Trainer.ts"
import { auditFolds, outOfFold } from "./out-of-fold.ts"

const layer = Trainer.layer.pipe(Layer.provideMerge(TensorBackend.of("wasm")))

const config = trainingConfig({ optimizer: { kind: "adam" }, rate: 0.02, epochs: 15, batch: 64 })

const linear = network({ kind: "linear" })

describe("probabilities out of fold", () => {
  it.live("find nine of ten labels that were made wrong, a tenth of the digits", () =>
    Effect.gen(function*() {
      const { labeled: { items, labels } } = yield* digitItems(900)
      const found = yield* auditPlanted(items, labels, 10, { share: 0.1, seed: 0, config })
      const [sure, estimated, all] = found
      assert.isAtLeast(all!.recall, 0.9)
      assert.isAtLeast(sure!.precision, 0.9)
      assert.isTrue(sure!.listed <= all!.listed && estimated!.listed <= all!.listed)
    }).pipe(Effect.provide(layer)), 30_000)

  it.live("are of the labeled items, and of the others where these are asked for", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(60), at = Uint32Array.from({ length: 40 }, (_, i) => i + 10)
      const data = { ...labeled, at, labels: labeled.labels.slice(10, 50) }
      const learnable: Learnable = { data, classNames: [...Array(10).keys()].map(String) }
      const few = { network: linear, config: { ...config, epochs: 1 }, folds: 2 }
      const some = yield* outOfFold(learnable, few), all = yield* outOfFold(learnable, { ...few, others: true })
      assert.deepStrictEqual(some.judged, at)
      assert.strictEqual(all.judged.length, 60)
      const sum = ({ probability: { cols, data: p } }: typeof some, i: number) =>
        p.subarray(i * cols, (i + 1) * cols).reduce((a, b) => a + b, 0)
      assert.strictEqual(sum(some, 0), 0)
      for (const i of [10, 49]) assert.closeTo(sum(some, i), 1, 1e-5)
      for (const i of [0, 10, 59]) assert.closeTo(sum(all, i), 1, 1e-5)
      assert.deepStrictEqual(
        some.probability.data.subarray(100, 500),
        all.probability.data.subarray(100, 500)
      )
    }).pipe(Effect.provide(layer)), 30_000)

  it.effect("take folds that every class has labels for", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(10)
      const of = (labels: ReadonlyArray<number>): Learnable => ({
        data: { ...labeled, at: Uint32Array.from(labels.keys()), labels: Int32Array.from(labels), classes: 3 },
        classNames: ["cat", "dog", "fox"]
      })
      const three = of([0, 0, 0, 1, 1, 1, 1])
      assert.strictEqual(yield* auditFolds(undefined, three), 3)
      assert.strictEqual(yield* auditFolds(2, three), 2)
      assert.strictEqual(yield* auditFolds(undefined, of([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1])), 5)
      const message = (folds: number | undefined, learnable: Learnable) =>
        Effect.map(Effect.flip(auditFolds(folds, learnable)), (error) => error.message)
      assert.match(yield* message(4, three), /the class cat has 3 labels for 4 folds; give `folds: 3`/)
      assert.match(yield* message(1, three), /`folds: 1` leaves nothing to learn from/)
      assert.match(yield* message(undefined, of([0, 0, 1])), /the class dog has 1 label, and what judges one .*`skip: /)
    }))

  it("are of labels that were made wrong as often as asked, to any other class", () => {
    const truth = Int32Array.from({ length: 200 }, (_, i) => i % 4), { labels, wrong } = plant(truth, 4, 0.1, 3)
    assert.strictEqual(wrong.size, 20)
    assert.deepStrictEqual(new Set(truth.keys().filter((i) => truth[i] !== labels[i])), wrong)
    assert.strictEqual(new Set([...wrong].map((i) => (labels[i]! - truth[i]! + 4) % 4)).size, 3)
  })
})
