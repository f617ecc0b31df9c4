import { assert, describe, it } from "@effect/vitest"
import { Score, selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { top } from "../select/top.ts"
import { leastConfidence } from "../uncertainty/least-confidence.ts"
import { ceal } from "./ceal.ts"

const probability = rows([0.5, 0.5], [1, 0], [0.999999, 0.000001], [0.6, 0.4])

describe("ceal", () => {
  it("returns pseudo-labels beside the picks, with their threshold, for the query's round", () => {
    const ask = (round: number) =>
      selectSync(ceal(), { probability, ids: ["a", "b", "c", "d"], budget: 1, seed: 1, round })
    const { ids, pseudo } = ask(0)
    assert.deepStrictEqual(ids.map(String), ["a"])
    assert.deepStrictEqual(pseudo.map(({ class: c, id, threshold }) => [String(id), c, threshold]), [
      ["b", 0, 5e-5],
      ["c", 0, 5e-5]
    ])
    assert.closeTo(ask(2).pseudo[0]!.threshold, 5e-5 - 3 * 3.3e-7, 1e-18)
    assert.deepStrictEqual(ask(17).pseudo, [])
  })

  it("the MSAL form goes by 1 − α and the nearest prototype", () => {
    const strategy = ceal({ uncertainty: "msal" })
    assert.strictEqual(Strategy.expanded(strategy), "max-separation | top-with-pseudo-labels(by=msal)")
    assert.deepStrictEqual([...Strategy.needs(strategy)], ["projection"])
    const projection = rows([1, 1], [3, 0], [-1, Math.sqrt(3)])
    const { positions, pseudo } = selectSync(strategy, { projection, classes: 3, budget: 1, seed: 1 })
    assert.deepStrictEqual([...positions], [0])
    assert.deepStrictEqual(pseudo.map(({ class: c, position }) => [position, c]), [[1, 0], [2, 1]])
  })

  it("in a mix, what another branch picks is not guessed, and nothing is guessed twice", () => {
    const ask = (...strategies: ReadonlyArray<Strategy.Strategy<"probability">>) =>
      selectSync(Strategy.mix(...strategies.map((one) => [1, one] as const)), { probability, budget: 2, seed: 1 })
    const guesses = (selection: ReturnType<typeof ask>) => selection.pseudo.map(({ position }) => Number(position))
    assert.deepStrictEqual(guesses(ask(ceal(), ceal())), [1, 2])
    const sure = Strategy.make(top(Score.negate(leastConfidence())))
    const { positions, pseudo } = ask(ceal(), sure)
    assert.deepStrictEqual([...positions], [0, 1])
    assert.deepStrictEqual(pseudo.map(({ position }) => Number(position)), [2])
  })

  it("labeled items are neither asked for nor guessed", () => {
    const { pseudo } = selectSync(ceal(), { probability, labeled: [1], labels: [0], budget: 1, seed: 1 })
    assert.deepStrictEqual(pseudo.map(({ position }) => Number(position)), [2])
  })
})
