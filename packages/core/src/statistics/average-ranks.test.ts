import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { averageRanks, rankStrategies } from "./average-ranks.ts"

/** AUC of four classifiers on fourteen data sets: Demšar (2006), Table 6. */
const demsar = [
  [0.763, 0.768, 0.771, 0.798],
  [0.599, 0.591, 0.590, 0.569],
  [0.954, 0.971, 0.968, 0.967],
  [0.628, 0.661, 0.654, 0.657],
  [0.882, 0.888, 0.886, 0.898],
  [0.936, 0.931, 0.916, 0.931],
  [0.661, 0.668, 0.609, 0.685],
  [0.583, 0.583, 0.563, 0.625],
  [0.775, 0.838, 0.866, 0.875],
  [1.000, 1.000, 1.000, 1.000],
  [0.940, 0.962, 0.965, 0.962],
  [0.619, 0.666, 0.614, 0.669],
  [0.972, 0.981, 0.9751, 0.975],
  [0.957, 0.978, 0.946, 0.970]
]

const scores = fc.integer({ min: 2, max: 5 }).chain((k) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: k, maxLength: k }), { minLength: 2, maxLength: 5 })
)

describe("averageRanks", () => {
  it("are those of Demšar's example", () => {
    averageRanks(demsar).forEach((rank, s) => assert.closeTo(rank, [3.143, 2.000, 2.893, 1.964][s]!, 5e-4))
  })

  it("tie scores that rounding tells apart", () => {
    assert.deepStrictEqual(averageRanks([[0.1 + 0.2, 0.3, 0.2]]), [1.5, 1.5, 3])
  })

  prop.prop([scores])("count who is better and who is equal, and average to (k + 1) / 2", (rows) => {
    const k = rows[0]!.length
    const counted = rows[0]!.map((_, s) =>
      rows.reduce((sum, row) => {
        const [better, equal] = [row.filter((x) => x > row[s]!).length, row.filter((x) => x === row[s]!).length]
        return sum + better + (equal + 1) / 2
      }, 0) / rows.length
    )
    averageRanks(rows).forEach((rank, s) => assert.closeTo(rank, counted[s]!, 1e-12))
    assert.closeTo(counted.reduce((a, b) => a + b, 0), k * (k + 1) / 2, 1e-9)
  })

  it("refuse what cannot be ranked", () => {
    assert.throws(() => averageRanks([]), RangeError, "no data sets")
    assert.throws(() => averageRanks([[1, 2], [1]]), RangeError, "data set 1 has 1 strategies where data set 0 has 2")
    assert.throws(() => averageRanks([[1, Number.NaN]]), RangeError, "data set 0: the score of strategy 1 is NaN")
  })
})

describe("rankStrategies", () => {
  it("finds no two of Demšar's four different at 0.05, as he does", () => {
    const found = rankStrategies(demsar)
    assert.closeTo(found.difference, 1.25, 5e-3)
    assert.deepStrictEqual(found.groups, [[3, 1, 2, 0]])
  })

  it("draws overlapping bars, and none for the lonely", () => {
    // Ranks 1, 2, 3, 4 on every one of 30 data sets: CD = 2.569 · √(20 / 180) = 0.856, all differ.
    assert.deepStrictEqual(rankStrategies(Array.from({ length: 30 }, () => [4, 3, 2, 1])).groups, [])
    // On 20: CD = 1.0488; neighbors cannot be told apart.
    const found = rankStrategies(Array.from({ length: 20 }, () => [4, 3, 2, 1]))
    assert.deepStrictEqual(found.groups, [[0, 1], [1, 2], [2, 3]])
  })

  prop.prop([scores])("puts two strategies under one bar just when they do not differ", (rows) => {
    const { difference, groups, ranks } = rankStrategies(rows, 0.1)
    ranks.forEach((a, i) =>
      ranks.forEach((b, j) => {
        const together = groups.some((group) => group.includes(i) && group.includes(j))
        if (i !== j) assert.strictEqual(together, Math.abs(a - b) < difference)
      })
    )
    for (const one of groups) {
      const within = groups.filter((other) => one.every((s) => other.includes(s)))
      assert.deepStrictEqual(within, [one])
    }
  })

  it("needs two data sets, and a strategy that the table knows", () => {
    assert.throws(() => rankStrategies([[1, 2]]), RangeError, "1 data sets")
    assert.throws(() => rankStrategies([[1], [1]]), RangeError, "1 strategies")
  })
})
