import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyProbability, defined, distribution, rows, scored } from "../../test/model-based.ts"
import { entropy } from "./entropy.ts"
import { leastConfidence } from "./least-confidence.ts"
import { margin } from "./margin.ts"

describe("least-confidence", () => {
  it.effect("agrees with numpy", () => agrees(leastConfidence()))

  it.effect("by hand; NaN off the candidates", () =>
    Effect.map(
      scored(leastConfidence(), { probability: rows([0.25, 0.75], [1, 0], [0.5, 0.5]) }, {
        candidates: Uint32Array.of(0, 2)
      }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(0.25, NaN, 0.5))
    ))

  test.prop([anyProbability])(
    "lies in [0, 1 − 1/C]",
    (probability) =>
      Effect.runPromise(Effect.map(scored(leastConfidence(), { probability }), (scores) => {
        for (const x of scores) assert.isTrue(x > -1e-6 && x <= 1 - 1 / probability.cols + 1e-6)
      }))
  )

  test.prop([fc.integer({ min: 2, max: 5 }).chain(distribution), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })])(
    "moving probability from another class to the top one never raises least confidence, margin or entropy",
    (before, which, share) => {
      const top = before.indexOf(Math.max(...before))
      const from = (top + 1 + which % (before.length - 1)) % before.length
      const moved = before[from]! * share
      const after = before.map((p, c) => c === top ? p + moved : c === from ? p - moved : p)
      const probability = rows(before, after)
      return Effect.runPromise(Effect.gen(function*() {
        for (const score of [leastConfidence(), margin(), entropy()]) {
          const [x, y] = yield* scored(score, { probability })
          assert.isTrue(y! <= x! + 1e-6, `${score.spec.name} rose from ${x} to ${y}`)
        }
      }))
    }
  )

  test.prop([anyProbability, fc.nat()])("is defined on the candidates and nowhere else", (probability, skip) => {
    const candidates = Uint32Array.from({ length: probability.rows }, (_, i) => i).filter((i) => (i + skip) % 3 > 0)
    return Effect.runPromise(Effect.gen(function*() {
      for (const score of [leastConfidence(), margin(), entropy()]) {
        const scores = yield* scored(score, { probability }, { candidates })
        assert.deepStrictEqual(defined(scores), [...candidates])
      }
    }))
  })
})
