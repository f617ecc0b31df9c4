import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { anyProbability, frameOf, rows } from "../../test/model-based.ts"
import { turnsOf } from "../../test/turns.ts"
import { threshold, topWithPseudoLabels } from "./pseudo-labels.ts"

const probability = rows([0.5, 0.5, 0], [0, 1, 0], [0.9, 0.05, 0.05], [1, 0, 0], [0.999999, 0.000001, 0])

describe("top-with-pseudo-labels", () => {
  it.effect("asks for the highest entropies and guesses where entropy is below the threshold", () =>
    Effect.gen(function*() {
      const { notes, positions, pseudo } = yield* topWithPseudoLabels().pick(frameOf({ probability }, { budget: 2 }))
      assert.deepStrictEqual([...positions], [0, 2])
      assert.deepStrictEqual(pseudo?.map(({ class: c, position }) => [position, c]), [[1, 1], [3, 0], [4, 0]])
      assert.deepStrictEqual(notes, { threshold: 5e-5, pseudoLabels: 3 })
      assert.isTrue(pseudo?.every(({ score, threshold }) => score < threshold && threshold === 5e-5))
    }))

  it.effect("never guesses what it asks for, or what is not a candidate", () =>
    Effect.gen(function*() {
      const frame = frameOf({ probability }, { budget: 2, candidates: Uint32Array.of(1, 3, 4) })
      const { positions, pseudo } = yield* topWithPseudoLabels().pick(frame)
      assert.deepStrictEqual([...positions], [4, 1])
      assert.deepStrictEqual(pseudo?.map(({ position }) => position), [3])
    }))

  it.effect("the MSAL form: 1 − α, and the nearest prototype's class", () =>
    Effect.gen(function*() {
      const projection = rows([7, 0], [0, 1], [0, 0], [-1, Math.sqrt(3)])
      const frame = frameOf({ projection, prototype: Simplex.make(3) }, { budget: 1 })
      const { positions, pseudo, scores } = yield* topWithPseudoLabels({ by: "msal" }).pick(frame)
      assert.deepStrictEqual([[...positions], [...scores]], [[2], [1]])
      assert.deepStrictEqual(pseudo?.map(({ class: c, position }) => [position, c]), [[0, 0], [3, 1]])
    }))

  it("makes room for the event loop while it guesses", async () => {
    const data = Float32Array.from({ length: 100_000 }, (_, i) => i % 2)
    const frame = frameOf({ probability: { data, rows: data.length / 2, cols: 2 } })
    assert.isAtLeast(await turnsOf(topWithPseudoLabels().pick(frame)), 6)
  })

  it("δ_t: the tool's cumulative decay, by hand, until round 16; then 0 and no pseudo-label", () => {
    const settings = { delta: 5e-5, decay: 3.3e-7 }
    assert.strictEqual(threshold(settings, 0), 5e-5)
    assert.closeTo(threshold(settings, 3), 5e-5 - 6 * 3.3e-7, 1e-20)
    assert.isAbove(threshold(settings, 16), 0)
    assert.strictEqual(threshold(settings, 17), 0)
  })

  it.effect("a threshold of 0 gives no pseudo-label, not even to one-hot rows", () =>
    Effect.map(
      topWithPseudoLabels().pick(frameOf({ probability }, { round: 17 })),
      ({ pseudo }) => assert.deepStrictEqual(pseudo, [])
    ))

  test.prop([anyProbability, fc.nat({ max: 20 })])(
    "a later round never guesses more",
    (p, round) =>
      Effect.runPromise(Effect.gen(function*() {
        const pick = topWithPseudoLabels({ delta: 0.5, decay: 0.01 }).pick
        const now = yield* pick(frameOf({ probability: p }, { round }))
        const later = yield* pick(frameOf({ probability: p }, { round: round + 1 }))
        const guessed = new Set(now.pseudo?.map(({ position }) => position))
        assert.isTrue(later.pseudo?.every(({ position }) => guessed.has(position)))
        assert.isFalse(guessed.has(now.positions[0]!))
      }))
  )
})
