import { assert, describe, it } from "@effect/vitest"
import { type Frame, Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { leastConfidence } from "../uncertainty/least-confidence.ts"
import { nearestToCenter } from "./nearest-to-center.ts"

const feature = rows([0], [1], [5], [6], [9], [9])
const probability = rows([1, 0], [0.9, 0.1], [0.5, 0.5], [0.6, 0.4], [0.5, 0.5], [0.5, 0.5])
const cluster = {
  assignment: Int32Array.of(0, 0, 1, 1, 1, -1),
  centers: Matrix.fromRows64([[0.75], [7.5]])
}

const pick = (more: Partial<Frame.Base>) =>
  nearestToCenter(leastConfidence()).pick(frameOf({ feature, probability, cluster }, more))

describe("nearest-to-center", () => {
  it.effect("of each cluster the nearest, the larger cluster first, ties to the smaller position; then by score", () =>
    Effect.gen(function*() {
      const { notes, positions, scores } = yield* pick({ budget: 4 })
      // 6 and 9 are as far from 7.5; of what is left 2, 4 and 5 score highest.
      assert.deepStrictEqual([...positions], [3, 1, 2, 4])
      assert.deepStrictEqual(Array.from(scores.slice(0, 2)), [-1.5, -0.25])
      assert.deepStrictEqual(notes, { byCluster: 2, byScore: 2 })
    }))

  it.effect("takes candidates only, and no more than the budget", () =>
    Effect.gen(function*() {
      const { positions } = yield* pick({ budget: 1, candidates: Uint32Array.of(0, 4, 5) })
      assert.deepStrictEqual([...positions], [0])
      const all = yield* pick({ budget: 3, candidates: Uint32Array.of(0, 4, 5) })
      assert.deepStrictEqual([...all.positions], [0, 4, 5])
    }))
})
