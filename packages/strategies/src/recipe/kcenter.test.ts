import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Matrix, selectSync } from "@marginalia/core"
import { distance, type Rows } from "../../test/naive.ts"
import { kCenterSampling } from "./kcenter.ts"

/**
 * Farthest first, by looking at every distance; with nothing labeled the item nearest the mean comes first, where whole
 * numbers are compared: rows times their number with the sum of all.
 */
const naive = (rows: Rows, labeled: ReadonlyArray<number>, budget: number): ReadonlyArray<number> => {
  const chosen = [...labeled]
  const sum = rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0))
  const toMean = (row: Rows[number]) => row.reduce((all, x, j) => all + (rows.length * x - sum[j]!) ** 2, 0)
  while (chosen.length < labeled.length + budget) {
    const far = (i: number) =>
      chosen.length === 0 ? -toMean(rows[i]!) : Math.min(...chosen.map((j) => distance(rows[i]!, rows[j]!)))
    const open = [...rows.keys()].filter((i) => !chosen.includes(i))
    chosen.push(open.reduce((best, i) => far(i) > far(best) ? i : best))
  }
  return chosen.slice(labeled.length)
}

const subsets = (n: number, k: number): ReadonlyArray<ReadonlyArray<number>> =>
  k === 0 ? [[]] : Array.from({ length: n }, (_, i) => subsets(i, k - 1).map((rest) => [...rest, i])).flat()

const radius = (rows: Rows, centers: ReadonlyArray<number>): number =>
  Math.max(...rows.map((row) => Math.min(...centers.map((j) => distance(row, rows[j]!)))))

const grid = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
  minLength: 2,
  maxLength: 14
})

describe("kcenter", () => {
  it("takes what is farthest from the labeled, by hand", () => {
    const embedding = Matrix.fromRows([[0], [1], [4], [9], [10]])
    const { picks } = selectSync(kCenterSampling(), { embedding, labeled: [0], budget: 3, seed: 0 })
    assert.deepStrictEqual(picks.map((pick) => [pick.position as number, pick.score]), [[4, 10], [2, 4], [1, 1]])
  })

  it("starts from the item nearest to the pool's mean when nothing is labeled", () => {
    const embedding = Matrix.fromRows([[0], [1], [4], [9], [10]])
    assert.deepStrictEqual([...selectSync(kCenterSampling(), { embedding, budget: 2, seed: 0 }).positions], [2, 4])
  })

  it("works in the classifier's features", () => {
    const feature = Matrix.fromRows([[0], [5], [1]])
    const { positions } = selectSync(kCenterSampling({ space: "feature" }), {
      feature,
      labeled: [0],
      budget: 1,
      seed: 0
    })
    assert.deepStrictEqual([...positions], [1])
  })

  // Items 0 and 2 of the example are equally near to the mean, (2.3, 1.7).
  prop.prop([grid, fc.boolean(), fc.nat()], {
    examples: [[[[2, 3], [3, 0], [1, 2], [4, 0], [1, 3], [4, 0], [4, 0], [0, 4], [0, 2], [4, 3]], true, 0]]
  })(
    "agrees with farthest first written out, ties included",
    (rows, cold, n) => {
      const labeled = cold ? [] : [n % rows.length]
      const budget = 1 + n % (rows.length - labeled.length)
      const { positions } = selectSync(kCenterSampling(), {
        embedding: Matrix.fromRows(rows),
        labeled,
        budget,
        seed: 0
      })
      assert.deepStrictEqual([...positions], naive(rows, labeled, budget))
    }
  )

  prop.prop([grid, fc.integer({ min: 1, max: 3 })])("leaves a radius at most twice the best possible", (rows, k) => {
    const budget = Math.min(k, rows.length)
    const { positions } = selectSync(kCenterSampling(), { embedding: Matrix.fromRows(rows), budget, seed: 0 })
    const best = Math.min(...subsets(rows.length, budget).map((centers) => radius(rows, centers)))
    assert.isAtMost(radius(rows, [...positions]), 2 * best + 1e-9)
  })
})
