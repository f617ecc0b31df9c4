import { assert, describe, it } from "@effect/vitest"
import { type Columns, type Frame, Score, Spec } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { margin } from "../uncertainty/margin.ts"
import { weightedKMeans } from "./weighted-kmeans.ts"

const stage = weightedKMeans(margin({ offset: 1 }))

const run = (columns: Partial<Columns>, more: Partial<Frame.Base>) => stage.steps[0]!.run(frameOf(columns, more))

const probability = rows([0.5, 0.5], [0.75, 0.25], [1, 0], [0.5, 0.5])

describe("weighted-kmeans", () => {
  it.effect("by hand: the center is the mean weighted by the score, and others are in no cluster", () =>
    Effect.gen(function*() {
      const feature = rows([0], [3], [100], [50])
      const { columns } = yield* run({ feature, probability }, { candidates: Uint32Array.of(0, 1, 2) })
      assert.deepStrictEqual([...columns!.cluster!.assignment], [0, 0, 0, -1])
      // Weights 1, ½ and 0: (1 · 0 + ½ · 3) / 1½.
      assert.closeTo(columns!.cluster!.centers!.data[0]!, 1, 1e-12)
    }))

  it.effect("as many clusters as picks, or as there are distinct rows", () =>
    Effect.gen(function*() {
      const feature = rows([0], [0], [7], [7])
      const { columns } = yield* run({ feature, probability }, { budget: 3 })
      assert.deepStrictEqual(columns!.cluster!.centers!.rows, 2)
    }))

  it.effect("when all are sure, all weigh the same", () =>
    Effect.gen(function*() {
      const sure = rows([1, 0], [0, 1])
      const { columns } = yield* run({ feature: rows([0], [4]), probability: sure }, {})
      assert.closeTo(columns!.cluster!.centers!.data[0]!, 2, 1e-12)
    }))

  it.effect("refuses a negative score, naming it and a way out", () =>
    Effect.gen(function*() {
      const bad = weightedKMeans(margin()).steps[0]!.run(
        frameOf({ feature: rows([0], [1]), probability: rows([1, 0], [0.5, 0.5]) })
      )
      const { message } = yield* Effect.flip(bad)
      assert.include(message, "weighted-kmeans: it takes a score that is not negative, and margin is -1 at position 0")
      assert.include(message, "margin(offset=1)")
    }))

  it.effect("refuses an infinite weight", () =>
    Effect.gen(function*() {
      const score = Score.make({
        spec: Spec.make("endless"),
        needs: [],
        of: () => Effect.succeed(Float64Array.of(1, Infinity))
      })
      const bad = weightedKMeans(score).steps[0]!.run(frameOf({ feature: rows([0], [1]) }))
      assert.include(
        (yield* Effect.flip(bad)).message,
        "endless is Infinity at position 1; take its ranks, rank(endless)"
      )
    }))
})
