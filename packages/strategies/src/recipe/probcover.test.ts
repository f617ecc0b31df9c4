import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { distance, type Rows } from "../../test/naive.ts"
import { registry } from "../registry.ts"
import { probcover } from "./probcover.ts"

/** Greedy coverage, by counting; a new pass when all is covered. */
const naive = (rows: Rows, labeled: ReadonlyArray<number>, delta: number, budget: number): ReadonlyArray<number> => {
  const ball = (i: number) => [...rows.keys()].filter((j) => distance(rows[i]!, rows[j]!) < delta)
  const picks: Array<number> = []
  const uncovered = new Set([...rows.keys()])
  for (const i of labeled) for (const j of ball(i)) uncovered.delete(j)
  while (picks.length < budget) {
    const open = [...rows.keys()].filter((i) => !labeled.includes(i) && !picks.includes(i))
    const gain = (i: number) => ball(i).filter((j) => uncovered.has(j)).length
    if (Math.max(...open.map(gain)) === 0) {
      uncovered.clear()
      for (const i of open) uncovered.add(i)
    }
    const next = open.reduce((best, i) => gain(i) > gain(best) ? i : best)
    picks.push(next)
    for (const j of ball(next)) uncovered.delete(j)
  }
  return picks
}

const ask = (rows: Rows, labeled: ReadonlyArray<number>, delta: number, budget: number) =>
  selectSync(probcover({ delta, normalize: false }), { embedding: Matrix.fromRows(rows), labeled, budget, seed: 0 })

describe("probcover", () => {
  const line: Rows = [[0], [1], [2], [3], [10], [11], [20]]

  it("takes what newly covers most, by hand; an edge needs a distance below delta, strictly", () => {
    const { picks } = ask(line, [], 1.5, 3)
    assert.deepStrictEqual(picks.map((pick) => [pick.position as number, pick.score]), [[1, 3], [4, 2], [2, 1]])
    assert.deepStrictEqual([...ask(line, [], 1, 3).positions], [0, 1, 2]) // at exactly 1 nothing is joined
  })

  it("counts what labeled items cover as covered", () => {
    assert.deepStrictEqual([...ask(line, [1], 1.5, 2).positions], [4, 2])
  })

  it("starts a new pass when all is covered", () => {
    const { picks } = ask([[0], [1], [2]], [], 5, 3)
    assert.deepStrictEqual(picks.map((pick) => [pick.position as number, pick.score]), [[0, 3], [1, 2], [2, 1]])
  })

  it("estimates delta as the largest at which 95 % of the items are pure", () => {
    const rows = [...Array(20).keys()].map((i) => [i < 10 ? i / 10 : 5 + i / 10])
    const { trace } = selectSync(probcover({ normalize: false }), {
      embedding: Matrix.fromRows(rows),
      classes: 2,
      budget: 1,
      seed: 0
    })
    // The gap is from 0.9 to 6. One of twenty items may be impure: 0.9 is 5.1 from 6, and 6 is 5.1 from 0.9; both are
    // equally near, so delta stays at that distance, where neither is impure yet.
    assert.closeTo(trace.at(-1)!.notes["delta"] as number, 5.1, 1e-6)
  })

  it("says what to do when delta is to be estimated and the classes are unknown", () => {
    const input = { embedding: Matrix.fromRows(line), budget: 1, seed: 0 }
    assert.throws(() => selectSync(probcover({ normalize: false }), input), /delta=auto needs the number of classes/)
  })

  describe("the number of classes for delta=auto", () => {
    const rows = Matrix.fromRows([...Array(24).keys()].map((i) => [Math.floor(i / 8) * 10 + i % 8]))
    const deltaOf = (query: object, options = {}) =>
      selectSync(probcover({ normalize: false, ...options }), { embedding: rows, budget: 1, seed: 0, ...query })
        .trace.at(-1)!.notes["delta"]

    it("is never the number seen in the labels so far, so that delta does not drift", () => {
      for (const labels of [[0, 1], [0, 5], [2, 0]]) {
        const asked = () => deltaOf({ labeled: [0, 8], labels })
        assert.throws(asked, /the labels so far name \d, and may not name all\); give it with the query .* classes=C/)
        assert.strictEqual(deltaOf({ labeled: [0, 8], labels, classes: 9 }), deltaOf({ classes: 9 }))
        assert.strictEqual(deltaOf({ labeled: [0, 8], labels }, { classes: 3 }), deltaOf({ classes: 3 }))
      }
    })

    it("is the query's, which comes before the option, and the columns state it too", () => {
      assert.strictEqual(deltaOf({ classes: 3 }, { classes: 8 }), deltaOf({ classes: 3 }))
      assert.notStrictEqual(deltaOf({ classes: 8 }), deltaOf({ classes: 3 }))
      const probability = Matrix.fromRows([...Array(24)].map(() => [0.5, 0.25, 0.25]))
      assert.strictEqual(deltaOf({ labeled: [0], labels: [0], probability }), deltaOf({ classes: 3 }))
    })

    it("can be written", () => {
      const text = "probcover(classes=3)"
      assert.strictEqual(Strategy.text(Strategy.readUnsafe(text, registry)), text)
    })

    it("is at least 2", () => {
      assert.throws(() => probcover({ classes: 1 }), /classes takes/)
      assert.throws(() => deltaOf({ classes: 1 }), /at least two classes, not 1/)
    })
  })

  const grid = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
    minLength: 2,
    maxLength: 16
  })
  prop.prop([grid, fc.constantFrom(1, 1.5, 2, 10), fc.nat(), fc.boolean()])(
    "agrees with coverage written out, ties included",
    (rows, delta, n, cold) => {
      const labeled = cold ? [] : [n % rows.length]
      const budget = 1 + n % (rows.length - labeled.length)
      assert.deepStrictEqual([...ask(rows, labeled, delta, budget).positions], naive(rows, labeled, delta, budget))
    }
  )

  it("leaves the last N mod 500 items without a ball in the official profile, and goes on with the first left", () => {
    const rows = [...Array(500).keys(), ...Array(3).fill(900)].map((i) => [i as number, 1])
    const input = { embedding: Matrix.fromRows(rows), budget: 2, seed: 0 }
    const official = selectSync(probcover({ delta: 0.5, normalize: false, profile: "official" }), input)
    assert.deepStrictEqual([...official.positions], [0, 1])
    assert.deepStrictEqual([...selectSync(probcover({ delta: 0.5, normalize: false }), input).positions], [500, 0])
  })
})
