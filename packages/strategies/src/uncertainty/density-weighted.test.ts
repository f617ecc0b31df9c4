import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { rows, scored } from "../../test/model-based.ts"
import { densityWeighted } from "./density-weighted.ts"
import { leastConfidence } from "./least-confidence.ts"

const half = (n: number) => rows(...Array.from({ length: n }, () => [0.5, 0.5]))

const cosine = (a: Float32Array, b: Float32Array): number => {
  const norms = Math.hypot(...a) * Math.hypot(...b)
  return norms === 0 ? 0 : a.reduce((sum, x, i) => sum + x * b[i]!, 0) / norms
}

const number = fc.oneof(fc.integer({ min: -1, max: 2 }), fc.double({ min: -2, max: 3, noNaN: true }))

describe("density-weighted", () => {
  test.prop([
    fc.array(fc.tuple(number, number, number), { minLength: 2, maxLength: 10 }),
    fc.constantFrom(0, 0.5, 1, 3),
    fc.boolean()
  ])("is the mean over all pairs, which are never built", (points, beta, labeled) => {
    const embedding = Matrix.fromRows(points)
    const taken = labeled ? Uint32Array.of(0) : new Uint32Array()
    const candidates = Uint32Array.from(points.keys()).slice(1)
    const unlabeled = Array.from(points.keys()).filter((i) => !taken.includes(i))
    return Effect.runPromise(
      Effect.map(
        scored(
          densityWeighted(leastConfidence(), { beta }),
          { embedding, probability: half(points.length) },
          { labeled: taken, candidates }
        ),
        (scores) =>
          candidates.forEach((i) => {
            const all = unlabeled.map((u) => cosine(Matrix.row(embedding, i), Matrix.row(embedding, u)))
            const mean = all.reduce((a, b) => a + b, 0) / all.length
            if (Math.abs(mean) > 1e-9) assert.closeTo(scores[i]!, 0.5 * Math.max(0, mean) ** beta, 1e-9)
          })
      )
    )
  })

  it.effect("of two items, one is as dense as the other up to rounding, wherever the axes point", () =>
    Effect.gen(function*() {
      const [x, y, z] = [-1.67799, 0.54574, 0.743389]
      const all = yield* Effect.forEach(
        [rows([x, y], [z, 0.59247]), rows([-y, x], [-0.59247, z])],
        (embedding) => scored(densityWeighted(leastConfidence()), { embedding, probability: half(2) })
      )
      const [first] = all[0]!
      all.flatMap((scores) => [...scores]).forEach((score) => assert.closeTo(score, first!, 1e-15))
    }))

  it.effect("β = 0 leaves the score; a zero row has density 0", () =>
    Effect.gen(function*() {
      const columns = { embedding: rows([0, 0], [1, 0]), probability: half(2) }
      const plain = yield* scored(densityWeighted(leastConfidence(), { beta: 0 }), columns)
      assert.deepStrictEqual(plain, Float64Array.of(0.5, 0.5))
      const dense = yield* scored(densityWeighted(leastConfidence()), columns)
      assert.deepStrictEqual(dense, Float64Array.of(0, 0.25))
    }))
})
