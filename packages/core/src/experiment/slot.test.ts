import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { embedding, oracle, plan, truth } from "../../test/experiment.ts"
import { nearestMean } from "../../test/nearest-mean.ts"
import * as Experiment from "../Experiment.ts"
import { Learner, type Trained, type TrainingSet } from "../Learner.ts"
import * as Matrix from "../Matrix.ts"

describe("the slot of the one model", () => {
  const learning = (change: (model: Trained) => unknown) =>
    Effect.gen(function*() {
      const real = yield* Learner
      const fit = (set: TrainingSet) => Effect.map(real.fit(set), (model) => change(model) as Trained)
      const changed = Layer.succeed(Learner, { fit })
      const rounds = Stream.runCollect(Experiment.rounds({ ...plan, rounds: 2 }))
      return yield* Effect.flip(Effect.provide(rounds, Layer.merge(changed, oracle), { local: true }))
    }).pipe(Effect.provide(nearestMean(embedding, truth, 3), { local: true }))

  it.effect("believes no learner", () =>
    Effect.gen(function*() {
      const probability = (matrix: unknown) => (model: Trained) => ({
        ...model,
        classifier: { ...model.classifier, probability: Effect.succeed(matrix) }
      })
      const predicted = Int32Array.from(truth)
      const test = (changes: object) => (model: Trained) => ({
        ...model,
        test: Effect.succeed({ actual: truth, predicted, ...changes })
      })
      const even = Array.from({ length: 60 }, () => [0.5, 0.25, 0.25])
      const cases: ReadonlyArray<readonly [(model: Trained) => unknown, string, RegExp]> = [
        [() => undefined, "LearnerError", /the learner gave undefined/],
        [
          test({ predicted: predicted.with(4, 3) }),
          "LearnerError",
          /says 3 of item 4; a class is a whole number from 0 to 2/
        ],
        [test({ predicted: predicted.subarray(1) }), "LearnerError", /gave 59 predicted classes; there must be 60/],
        [
          (model) => ({ ...model, pool: Effect.succeed(predicted.subarray(1)) }),
          "LearnerError",
          /59 predicted classes of/
        ],
        [(model) => ({ ...model, pool: Effect.die(new Error("lost")) }), "LearnerError", /of the pool failed: lost/],
        [(model) => ({ ...model, test: Promise.resolve() }), "LearnerError", /has a promise as test/],
        [probability(Matrix.fromRows(even.slice(1))), "PartFailed", /59 rows and the pool has 60/],
        [probability(Matrix.fromRows(even.with(3, [0.5, Number.NaN, 0.5]))), "PartFailed", /holds NaN at row 3/],
        [probability(Matrix.fromRows(even.with(3, [1.5, -0.5, 0]))), "PartFailed", /holds -0.5 at row 3/],
        [probability(Matrix.fromRows(even.with(3, [0.5, 0, 0]))), "PartFailed", /row 3 of probability sums to 0.5/],
        [probability(Matrix.fromRows(even.map(() => [0.5, 0.5]))), "PartFailed", /has 2 columns; with 3 classes/],
        [probability(Matrix.fromRows(even.map((row) => [...row, 0]))), "PartFailed", /has 4 columns; with 3 classes/],
        [probability(undefined), "PartFailed", /it gave undefined for the column "probability"/]
      ]
      for (const [change, tag, message] of cases) {
        const error = yield* learning(change)
        assert.strictEqual(error._tag, tag)
        assert.match(error.message, message)
      }
    }))
})
