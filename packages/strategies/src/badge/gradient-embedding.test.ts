import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import { Matrix, select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { anyProbability, rows } from "../../test/model-based.ts"
import { badge } from "../recipe/badge.ts"
import { gradientEmbedding, residuals } from "./gradient-embedding.ts"

describe("gradient-embedding", () => {
  it.effect("by hand: p − onehot of the first most probable class", () =>
    Effect.map(
      residuals(rows([0.25, 0.75, 0], [0.5, 0, 0.5])),
      ({ data }) => assert.deepStrictEqual([...data], [0.25, -0.25, 0, -0.5, 0, 0.5])
    ))

  test.prop([anyProbability])(
    "rows sum to zero, at most one number is negative; the probabilities are left as they were",
    (probability) => {
      const before = [...probability.data]
      return Effect.runPromise(Effect.map(residuals(probability), ({ cols, data }) => {
        assert.deepStrictEqual([...probability.data], before)
        for (let i = 0; i < probability.rows; i++) {
          const row = data.slice(i * cols, (i + 1) * cols)
          assert.closeTo(row.reduce((a, b) => a + b, 0), 0, 1e-6)
          assert.isAtMost(row.filter((x) => x < 0).length, 1)
        }
      }))
    }
  )

  it("keeps the features as they are: the product is never built", () => {
    const [step] = gradientEmbedding().steps
    assert.deepStrictEqual([step!.needs, step!.adds], [["probability", "feature"], ["gradient"]])
  })

  it.effect("refuses features that only an offset tells apart", () =>
    Effect.gen(function*() {
      const probability = rows([0.25, 0.75], [0.5, 0.5]), feature = Matrix.fromRows([[1.7e9 - 1], [1.7e9 + 1]])
      const picking = select(badge(), { probability, feature, budget: 1, seed: 0 })
      const error = yield* Effect.flip(Effect.tryPromise({ try: () => picking, catch: String }))
      assert.match(error, /1 of 2 distinct ones become equal to others .*subtract from their columns/)
    }))
})
