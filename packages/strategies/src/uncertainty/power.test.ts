import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Rng, Score, Spec } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { frameOf, rows, scored } from "../../test/model-based.ts"
import { leastConfidence } from "./least-confidence.ts"
import { power } from "./power.ts"

const given = (...values: ReadonlyArray<number>) =>
  Score.make({ spec: Spec.make("given"), needs: [], of: () => Effect.succeed(Float64Array.from(values)) })

const at = (values: ReadonlyArray<number>, seed: number, options: Parameters<typeof power>[1] = {}) =>
  power(given(...values), options).of(frameOf({}, { size: values.length, key: Rng.fromSeed(seed) }))

const best = (scores: Float64Array): number => scores.indexOf(scores.reduce((a, b) => Math.max(a, b), -Infinity))

const DRAWS = runs(4000)

/** How often each of three items comes first, over many seeds. */
const shares = (values: ReadonlyArray<number>, options: Parameters<typeof power>[1]) =>
  Effect.gen(function*() {
    const counts = values.map(() => 0)
    for (let seed = 0; seed < DRAWS; seed++) counts[best(yield* at(values, seed, options))]! += 1
    return counts.map((n) => n / DRAWS)
  })

describe("power", () => {
  it.effect("first places are in proportion to score^β, exp(β · score) or rank^−β", () =>
    Effect.gen(function*() {
      const expected = [
        { options: { beta: 2 }, weights: [1, 4, 9] },
        { options: { form: "softmax", beta: 0.5 }, weights: [1, 2, 3].map((x) => Math.exp(x / 2)) },
        { options: { form: "softrank", beta: 1 }, weights: [1 / 3, 1 / 2, 1] }
      ] as const
      for (const { options, weights } of expected) {
        const total = weights.reduce((a, b) => a + b, 0)
        const found = yield* shares([1, 2, 3], options)
        // Four standard errors of a share of a half.
        found.forEach((share, i) => assert.closeTo(share, weights[i]! / total, 4 * Math.sqrt(0.25 / DRAWS)))
      }
    }))

  it.effect("equal scores have one rank between them, wherever they stand", () =>
    Effect.gen(function*() {
      const noise = yield* at([0, 0, 0], 5, { form: "softmax", beta: 1 })
      const scores = yield* at([7, 7, 7], 5, { form: "softrank", beta: 1 })
      scores.forEach((score, i) => assert.closeTo(score - noise[i]!, -Math.log(2), 1e-12))
    }))

  it.effect("a score of 0 comes last, NaN stays, ∞ stays", () =>
    Effect.map(at([0, 1, Infinity, Number.NaN], 3), (scores) => {
      assert.strictEqual(scores[0], -Infinity)
      assert.isTrue(Number.isFinite(scores[1]))
      assert.strictEqual(scores[2], Infinity)
      assert.isTrue(Number.isNaN(scores[3]))
    }))

  test.prop([fc.integer(), fc.nat({ max: 4 })])(
    "an item's noise depends on no other item",
    (seed, gone) =>
      Effect.runPromise(Effect.gen(function*() {
        const probability = rows([0.5, 0.5], [0.6, 0.4], [0.7, 0.3], [0.8, 0.2], [0.9, 0.1])
        const key = Rng.fromSeed(seed)
        const all = yield* scored(power(leastConfidence()), { probability }, { key })
        const candidates = Uint32Array.of(0, 1, 2, 3, 4).filter((i) => i !== gone)
        const some = yield* scored(power(leastConfidence()), { probability }, { key, candidates })
        for (const i of candidates) assert.strictEqual(some[i], all[i])
        assert.isTrue(Number.isNaN(some[gone]))
      }))
  )

  it("refuses β = 0", () => assert.throws(() => power(leastConfidence(), { beta: 0 }), /power: beta takes/))
})
