import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix, PartFailed, selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { gsx } from "../recipe/gsx.ts"
import { gsy } from "../recipe/gsy.ts"
import { igs } from "../recipe/igs.ts"
import { kCenterSampling } from "../recipe/kcenter.ts"

const none = Number.NaN

/** Whole numbers, so that every distance in one dimension and every mean of two passes is exact; ties abound. */
const number = fc.integer({ min: -3, max: 3 })

const pool = fc.integer({ min: 2, max: 9 }).chain((size) =>
  fc.record({
    x: fc.array(fc.tuple(number), { minLength: size, maxLength: size }),
    f: fc.array(fc.tuple(number, number), { minLength: size, maxLength: size }),
    y: fc.array(number, { minLength: size, maxLength: size }),
    known: fc.integer({ min: 1, max: size - 1 }),
    budget: fc.integer({ min: 1, max: size })
  })
)

/** Algorithms 2 and 3 of the paper, written out. */
const plainly = ({ budget, f, known, x, y }: typeof pool extends fc.Arbitrary<infer P> ? P : never, both: boolean) => {
  const predicted = f.map(([a, b]) => (a + b) / 2), told = y.slice(0, known)
  const picks: Array<number> = [], scores: Array<number> = []
  while (picks.length < Math.min(budget, x.length - known)) {
    let best = -1, most = -1
    for (let n = known; n < x.length; n++) {
      if (picks.includes(n)) continue
      const refs = [...told.map((value, m) => [m, value] as const), ...picks.map((m) => [m, predicted[m]!] as const)]
      const least = Math.min(
        ...refs.map(([m, value]) => Math.abs(predicted[n]! - value) * (both ? Math.abs(x[n]![0] - x[m]![0]) : 1))
      )
      if (least > most) [best, most] = [n, least]
    }
    picks.push(best)
    scores.push(most)
  }
  return { picks, scores }
}

describe("greedy sampling", () => {
  test.prop([pool])("picks what the paper's algorithms pick, ties to the smaller position", (given) => {
    const { budget, f, known, x, y } = given
    const query = {
      embedding: rows(...x),
      estimate: rows(...f),
      target: Float64Array.from(y, (value, i) => i < known ? value : none),
      labeled: Array.from({ length: known }, (_, i) => i),
      budget,
      clamp: true,
      seed: 0
    }
    for (const [strategy, both] of [[gsy(), false], [igs(), true]] as const) {
      const { positions, scores } = selectSync(strategy as Strategy.Strategy<"estimate">, query)
      assert.deepStrictEqual({ picks: [...positions], scores: [...scores] }, plainly(given, both))
    }
  })

  it("by hand: the farthest in what is predicted, then in both", () => {
    const embedding = rows([0, 0], [3, 4], [0, 1], [6, 8]), estimate = rows([0], [1], [5], [2])
    const query = {
      embedding,
      estimate,
      target: Float64Array.of(0, none, none, none),
      labeled: [0],
      budget: 3,
      seed: 0
    }
    const y = selectSync(gsy(), query)
    assert.deepStrictEqual([[...y.positions], [...y.scores]], [[2, 3, 1], [5, 2, 1]])
    const both = selectSync(igs(), query)
    // 5 · 1, 1 · 5 and 2 · 10 from the label; then the first two from the pick: 1 · 5 and 3 · √85.
    assert.deepStrictEqual([[...both.positions], [...both.scores]], [[3, 1, 2], [20, 5, 5]])
  })

  it("begins in the middle where nothing is labeled", () => {
    const embedding = rows([0], [4], [10]), estimate = rows([0], [9], [3]), target = new Float64Array(3).fill(none)
    const query = { embedding, estimate, target, budget: 1, seed: 0 }
    assert.deepStrictEqual([...selectSync(igs(), query).positions], [1])
    const { positions, scores } = selectSync(gsy(), query)
    assert.deepStrictEqual([[...positions], [...scores]], [[2], [Infinity]])
  })

  it("sees differences of predictions that are far from 0", () => {
    const estimate = Matrix.fromRows([[1e9], [1e9 + 1], [1e9 + 2]]), target = Float64Array.of(1e9, none, none)
    assert.deepStrictEqual([...selectSync(gsy(), { estimate, target, labeled: [0], budget: 2, seed: 0 }).scores], [
      2,
      1
    ])
  })

  it("refuses a labeled item without a target", () => {
    const query = { estimate: rows([0], [1]), target: new Float64Array(2).fill(none), labeled: [1], budget: 1, seed: 0 }
    assert.throws(
      () => selectSync(gsy(), query),
      PartFailed,
      /the item at position 1 is labeled, and target has no number/
    )
  })

  it("needs what it looks at", () => {
    assert.deepStrictEqual([...Strategy.needs(gsy())], ["estimate", "target"])
    assert.deepStrictEqual([...Strategy.needs(igs({ space: "feature" }))], ["feature", "estimate", "target"])
    assert.strictEqual(Strategy.expanded(gsx()), Strategy.expanded(kCenterSampling()))
  })
})
