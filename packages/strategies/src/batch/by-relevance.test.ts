import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Frame, Matrix, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { peers } from "../../test/golden/peers.ts"
import { anyProbability, frameOf, rows } from "../../test/model-based.ts"
import { byRelevance, weightsOf } from "./by-relevance.ts"
import * as Relevance from "./relevance.ts"

const pick = (probability: Matrix.Matrix, gamma: number, more: Partial<Frame.Base>) =>
  byRelevance({ gamma }).pick(frameOf({ probability }, more))

/** The paper's equations, anew before each draw from all picks so far; the same numbers decide. */
const brute = (probability: Matrix.Matrix, gamma: number, budget: number, key: Rng.Key): ReadonlyArray<number> => {
  const all = Array.from({ length: probability.rows }, (_, i) => [...Matrix.row(probability, i)])
  const u = all.map((p) => {
    const [a, b] = p.toSorted((x, y) => y - x)
    return 1 - Math.min(1, a! - b!)
  })
  const picks: Array<number> = []
  while (picks.length < Math.min(budget, all.length)) {
    let d = [...u]
    for (const q of picks) {
      d = d.map((old, x) => Math.min(old, all[x]!.reduce((sum, p, c) => sum + Math.abs(p - all[q]![c]!), 0)))
      const [low, high] = [Math.min(...d), Math.max(...d)]
      d = d.map((x) => high > low ? (x - low) / (high - low) : 0)
    }
    const left = [...all.keys()].filter((x) => !picks.includes(x))
    const weights = left.map((x) => (u[x]! + d[x]!) ** gamma)
    const total = weights.reduce((a, b) => a + b, 0), even = total === 0
    const target = Rng.uniform(key, picks.length) * (even ? left.length : total)
    let sum = 0
    picks.push(left[weights.findIndex((w) => (sum += even ? 1 : w) > target)] ?? left.at(-1)!)
  }
  return picks
}

describe("by-relevance", () => {
  it.effect("draws with the probabilities that scikit-activeml's Falcun has, pick by pick", () =>
    Effect.gen(function*() {
      const probability = rows(...peers.falcun.probability), { rows: n } = probability
      for (const { gamma, picks, shares } of peers.falcun.runs) {
        const { add, apart, unsure } = yield* Relevance.make(probability, Uint32Array.from(Array(n).keys()))
        const taken = new Uint8Array(n)
        for (const [step, position] of picks.entries()) {
          const weights = weightsOf(unsure.map((u, i) => u + apart[i]!), taken, gamma)
          const total = weights.reduce((a, b) => a + b, 0)
          shares[step]!.forEach((share, i) => assert.closeTo(weights[i]! / total, share ?? 0, 1e-7))
          taken[position] = 1
          yield* add(position)
        }
      }
    }))

  test.prop([anyProbability, fc.constantFrom(0, 0.5, 1, 10), fc.integer(), fc.integer({ min: 1, max: 8 })])(
    "is the paper's draw, one after the other",
    (probability, gamma, seed, budget) => {
      const key = Rng.fromSeed(seed)
      return Effect.runPromise(Effect.map(
        pick(probability, gamma, { budget, key }),
        ({ positions }) => assert.deepStrictEqual([...positions], brute(probability, gamma, budget, key))
      ))
    }
  )

  it.effect("takes the most relevant with a large γ, whatever the key, and no power overflows", () =>
    Effect.gen(function*() {
      const probability = rows([0.9, 0.1], [0.5, 0.5], [0.45, 0.55], [0.99, 0.01])
      for (let seed = 0; seed < 20; seed++) {
        const { positions, scores } = yield* pick(probability, 1e5, { budget: 2, key: Rng.fromSeed(seed) })
        assert.deepStrictEqual([...positions], [1, 2])
        assert.strictEqual(scores[0], 2)
      }
    }))

  it.effect("draws all alike where the model is sure and every class is there", () =>
    Effect.gen(function*() {
      const firsts = [0, 0, 0, 0]
      for (let seed = 0; seed < 400; seed++) {
        const probability = rows([1, 0], [1, 0], [1, 0], [1, 0])
        const { positions, scores } = yield* pick(probability, 10, { budget: 1, key: Rng.fromSeed(seed) })
        firsts[positions[0]!]! += 1
        assert.strictEqual(scores[0], 0)
      }
      assert.isTrue(firsts.every((n) => n > 60 && n < 140), firsts.join())
    }))

  it.effect("is away from what was picked before, and not from what is labeled", () =>
    Effect.gen(function*() {
      const probability = rows([0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0.5, 0.5], [0.5, 0.5, 0])
      const left = { budget: 1, candidates: Uint32Array.of(1, 2) }
      for (let seed = 0; seed < 20; seed++) {
        const key = Rng.fromSeed(seed)
        const after = yield* pick(probability, 1e3, { ...left, key, picked: Uint32Array.of(0) })
        assert.deepStrictEqual([...after.positions], [2])
        const fresh = yield* pick(probability, 1e3, { ...left, key, labeled: Uint32Array.of(3) })
        assert.strictEqual(fresh.scores[0], 2)
      }
    }))
})
