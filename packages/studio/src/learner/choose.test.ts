import { assert, describe, it } from "@effect/vitest"
import * as Pool from "@marginalia/core/Pool"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { choose, needsPrototypes, type Question } from "./choose.ts"
import { DEFAULT_STRATEGY } from "./defaults.ts"
import { fitHead, scalingOf } from "./head/fit.ts"
import { classifierOf, probabilityOf } from "./head/predict.ts"

const draw = Rng.reader(Rng.fromSeed(1))
const matrix = { data: Float32Array.from({ length: 180 }, (_, i) => (i / 3 | 0) % 3 + draw()), rows: 60, cols: 3 }
const labeled = Uint32Array.of(0, 1, 2, 3, 4, 5), labels = Int32Array.from(labeled, (i) => i % 3)

const question = Effect.fnUntraced(function*(more: Partial<Question> = {}) {
  const pool = yield* Pool.make({ embedding: matrix })
  const all = Uint32Array.from({ length: 60 }, (_, i) => i)
  const base = {
    pool,
    labeled: new Uint32Array(),
    labels: new Int32Array(),
    candidates: all,
    budget: 5,
    seed: 1,
    round: 1
  }
  return { ...base, model: undefined, ...more } satisfies Question as Question
})

const trained = Effect.fnUntraced(function*(separated: boolean, more: Partial<Question> = {}) {
  const head = yield* fitHead(matrix, { at: labeled, labels, classes: 3 }, scalingOf(matrix, "whole"), { separated })
  const probability = yield* probabilityOf(matrix, head)
  const model = { probability, classifier: classifierOf(matrix, head, probability, 1) }
  return yield* question({ labeled, labels, model, ...more })
})

describe("what to ask about next", () => {
  it.effect("is chosen by any strategy, once there is a model", () =>
    Effect.gen(function*() {
      const all = [
        "margin",
        "entropy",
        "badge",
        "bald",
        "msal",
        "msal-d",
        "supclust",
        "random",
        "kcenter",
        DEFAULT_STRATEGY
      ]
      for (const text of [...all, "keep-top(entropy, 50%) | k-center"]) {
        const { remark, selection, strategy } = yield* choose(text, yield* trained(yield* needsPrototypes(text)))
        assert.deepStrictEqual([strategy, remark], [text, undefined])
        const positions = [...selection.positions]
        assert.deepStrictEqual([positions.length, new Set(positions).size], [5, 5])
        assert.isTrue(positions.every((item) => !labeled.includes(item)))
      }
    }))

  it.effect("is chosen by the cold start where the strategy asks a model that is not there", () =>
    Effect.gen(function*() {
      const cold = yield* question()
      const found = yield* choose("margin", cold)
      assert.deepStrictEqual([found.strategy, found.remark], ["typiclust", undefined])
      assert.strictEqual((yield* choose(DEFAULT_STRATEGY, cold)).strategy, DEFAULT_STRATEGY)
      // Twelve labels of one class say nothing of how many there will be.
      const one = { labeled: Uint32Array.from({ length: 12 }, (_, i) => i), labels: new Int32Array(12) }
      assert.isUndefined((yield* choose(DEFAULT_STRATEGY, yield* question(one))).remark)
    }))

  it.effect("goes on where a strategy cannot, and says so", () =>
    Effect.gen(function*() {
      const wrong = yield* choose("margin(", yield* trained(false))
      assert.strictEqual(wrong.strategy, DEFAULT_STRATEGY)
      assert.match(wrong.remark!, /^margin\( cannot choose, typiclust-then-margin does: /)
      assert.match((yield* choose("nowhere", yield* question())).remark!, /nowhere/)
      const lacking = yield* choose("msal", yield* trained(false))
      assert.match(lacking.remark!, /no projection/)
    }))

  it.effect("is among the candidates alone, and no more than there are", () =>
    Effect.gen(function*() {
      const candidates = Uint32Array.of(7, 9, 40)
      const { selection } = yield* choose("margin", yield* trained(false, { candidates, budget: 10 }))
      assert.deepStrictEqual([...selection.positions].sort((a, b) => a - b), [7, 9, 40])
    }))
})
