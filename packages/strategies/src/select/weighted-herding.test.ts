import { assert, describe, it } from "@effect/vitest"
import { Matrix, Score, selectSync, Strategy } from "@marginalia/core"
import { registry } from "../registry.ts"
import { entropy } from "../uncertainty/entropy.ts"
import { margin } from "../uncertainty/margin.ts"
import { weightedHerding } from "./weighted-herding.ts"

const line = [[0], [1], [5], [6], [7]]

const sure = (...p: ReadonlyArray<number>) => Matrix.fromRows(p.map((x) => [x, 1 - x]))

const ask = (score: Score.Score<"probability">, probability: Matrix.Matrix, more: object = {}) =>
  selectSync(Strategy.make(weightedHerding(score, { bandwidth: 0.5 })), {
    embedding: Matrix.fromRows(line),
    probability,
    budget: 2,
    seed: 0,
    ...more
  })

describe("weighted-herding", () => {
  const unsure = margin({ offset: 1 })

  it("covers what the model is unsure of, by hand", () => {
    const e = Math.exp(-4)
    const { picks } = ask(unsure, sure(0.5, 0.75, 1, 1, 0.75))
    // Weights 1, 0.5, 0, 0, 0.5.
    assert.deepStrictEqual(picks.map((pick) => pick.position as number), [0, 4])
    assert.closeTo(picks[0]!.score, 1 + e / 2, 1e-7)
    assert.closeTo(picks[1]!.score, 0.5, 1e-7)
  })

  it("counts items that may not be picked, but none that are labeled", () => {
    // Item 0 alone is unsure; of those that may be picked, item 1 is nearest to it.
    const probability = sure(0.5, 1, 1, 1, 1)
    assert.deepStrictEqual([...ask(unsure, probability, { candidates: [1, 3], budget: 1 }).positions], [1])
    const labeled = ask(unsure, sure(0.5, 1, 1, 0.7, 1), { labeled: [0], labels: [0], budget: 1 })
    assert.deepStrictEqual(labeled.picks.map((pick) => pick.position as number), [3])
    assert.closeTo(labeled.picks[0]!.score, 0.6, 1e-6)
  })

  it("tells how much of what counts is covered, labeled items left out", () => {
    const probability = sure(0.5, 1, 1, 0.7, 0.75)
    const { positions, trace } = ask(unsure, probability, { labeled: [0], labels: [0], budget: 1 })
    assert.deepStrictEqual([...positions], [3])
    assert.closeTo(trace.at(-1)!.notes["coverage"] as number, (0.6 + 0.5 * Math.exp(-4)) / 1.1, 1e-6)
  })

  it("has all count alike where the model is sure of everything", () => {
    const { picks } = ask(entropy(), sure(1, 1, 1, 1, 1))
    assert.deepStrictEqual(picks.map((pick) => pick.position as number), [3, 0])
    assert.closeTo(picks[0]!.score, 1 + 2 * Math.exp(-4), 1e-9)
  })

  it("refuses a score that is negative or infinite", () => {
    assert.throws(
      () => ask(margin(), sure(0.9, 0.5, 1, 1, 1)),
      /takes a score that is not negative.*margin\(offset=1\)/s
    )
    const infinite = Score.mapCandidates(unsure, unsure.spec, (values) => values.map(() => Infinity))
    assert.throws(() => ask(infinite, sure(1, 1, 1, 1, 1)), /a weight is a finite number/)
  })

  it("can be written", () => {
    const text = "normalize | weighted-herding(margin(offset=1), bandwidth=auto)"
    assert.strictEqual(Strategy.text(Strategy.readUnsafe(text, registry)), text)
  })
})
