import { assert, describe, it } from "@effect/vitest"
import { Matrix } from "@marginalia/core"
import { Learner } from "@marginalia/core/Learner"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { multiLabelLearner } from "./multi-label-learner.ts"
import { regressionLearner } from "./regression-learner.ts"

const line = Matrix.fromRows(Array.from({ length: 12 }, (_, i) => [i, 0]))

const set = (positions: ReadonlyArray<number>, labels: ReadonlyArray<number>, round = 0) => ({
  round,
  seed: 3,
  positions: Uint32Array.from(positions),
  labels: Int32Array.from(labels),
  pseudo: []
})

const fitted = (layer: Layer.Layer<Learner>, training: ReturnType<typeof set>) =>
  Effect.scoped(Effect.flatMap(Learner, ({ fit }) => fit(training))).pipe(Effect.provide(layer))

describe("the learner of numbers", () => {
  const items = { pool: line, test: Matrix.fromRows([[2, 0], [20, 0]]) }
  const targets = [1, 5, 21], truth = [5, 41]

  it.effect("predicts a line, by a committee that varies where labels are few", () =>
    Effect.gen(function*() {
      const options = { targets, truth, penalty: 1e-6 }
      const model = yield* fitted(regressionLearner(items, { ...options, members: 1 }), set([0, 2, 10], [0, 1, 2]))
      const estimate = yield* model.classifier.estimate!
      assert.deepStrictEqual([estimate.rows, estimate.cols], [12, 1])
      estimate.data.forEach((value, i) => assert.closeTo(value, 2 * i + 1, 1e-3))
      const { measures, tested } = yield* model.measured!
      assert.strictEqual(tested, 2)
      assert.closeTo(measures["r2"]!, 1, 1e-6)
      assert.closeTo(measures["rmse"]!, 0, 1e-3)
      const committee = yield* fitted(regressionLearner(items, options), set([0, 2, 10], [0, 1, 2]))
      assert.strictEqual((yield* committee.classifier.estimate!).cols, 10)
      const again = yield* fitted(regressionLearner(items, options), set([0, 2, 10], [0, 1, 2]))
      assert.deepStrictEqual((yield* again.classifier.estimate!).data, (yield* committee.classifier.estimate!).data)
      const later = yield* fitted(regressionLearner(items, options), set([0, 2, 10], [0, 1, 2], 1))
      assert.notDeepEqual((yield* later.classifier.estimate!).data, (yield* committee.classifier.estimate!).data)
    }))

  it.effect("says nothing of classes", () =>
    Effect.gen(function*() {
      const model = yield* fitted(regressionLearner(items, { targets, truth }), set([0, 2], [0, 1]))
      const error = yield* Effect.flip(model.classifier.probability)
      assert.deepInclude(error, { reason: "NoOutput", column: "probability" })
      assert.match((yield* Effect.flip(model.test)).message, /says no classes/)
    }))
})

describe("the learner of sets", () => {
  it.effect("has a regression a label; one that all have or none has a share", () =>
    Effect.gen(function*() {
      const sets = [[], [0], [0, 1]], items = { pool: line, test: Matrix.fromRows([[0, 0], [11, 0]]) }
      const learner = multiLabelLearner(items, { labels: 3, sets, truth: [[], [0, 1]], penalty: 0.01 })
      const model = yield* fitted(learner, set([0, 1, 5, 6, 10, 11], [0, 0, 1, 1, 2, 2]))
      const { cols, data } = yield* model.classifier.labelProbability!
      assert.strictEqual(cols, 3)
      const share = (i: number, k: number) => data[i * cols + k]!
      assert.isBelow(share(0, 0), 0.2)
      assert.isAbove(share(5, 0), 0.5)
      assert.isBelow(share(5, 1), 0.5)
      assert.isAbove(share(11, 1), 0.8)
      assert.closeTo(share(4, 2), 1 / 8, 1e-6)
      const { measures, tested } = yield* model.measured!
      assert.deepStrictEqual([measures, tested], [{ macroF1: 1, microF1: 1, subsetAccuracy: 1 }, 2])
    }))
})
