import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Matrix, Query, selectSync, Strategy } from "@marginalia/core"
import { top } from "../select/top.ts"
import { sup } from "./sup.ts"

/** Equations 2 and 3, written down from the paper, in plain numbers. */
const paper = (
  x: ReadonlyArray<number>,
  own: number,
  centers: ReadonlyArray<ReadonlyArray<number>>,
  t: number
): number => {
  const norm = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
    Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0))
  const others = [...centers.keys()].filter((j) => j !== own)
  const exp = others.map((j) => Math.exp(-norm(centers[own]!, centers[j]!) / t))
  const total = exp.reduce((a, b) => a + b, 0)
  return 1 / others.reduce((sum, j, n) => sum + exp[n]! / total * norm(x, centers[j]!), 0)
}

const scoresOf = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  assignment: ReadonlyArray<number>,
  temperature: number,
  centers?: ReadonlyArray<ReadonlyArray<number>>
): ReadonlyArray<number> => {
  const cluster = {
    assignment: Int32Array.from(assignment),
    ...(centers === undefined ? {} : { centers: Matrix.fromRows64(centers) })
  }
  const input = { embedding: Matrix.fromRows(rows), cluster, budget: rows.length, seed: 0 }
  const { picks } = selectSync(Strategy.make(top(sup({ temperature }))), input)
  return rows.map((_, position) => picks.find((pick) => pick.position === position)!.score)
}

// Three clusters on a line, by hand: centers 0, 4, 10.
const line = [[-1, 0], [1, 0], [3, 0], [5, 0], [10, 0]]
const clusters = [0, 0, 1, 1, 2]

describe("sup", () => {
  it("is equation 3, by hand", () => {
    // From cluster 0: distances 4 and 10, so weights 1/(1+e^-6) and e^-6/(1+e^-6); from x = 1: distances 3 and 9.
    const w = 1 / (1 + Math.exp(-6))
    const scores = scoresOf(line, clusters, 1)
    assert.closeTo(scores[1]!, 1 / (w * 3 + (1 - w) * 9), 1e-12)
    assert.closeTo(scores[0]!, 1 / (w * 5 + (1 - w) * 11), 1e-12)
    // From cluster 1: distances 4 and 6, weights in proportion to 1 and e^-2; from x = 5: distances 5 and 5.
    assert.closeTo(scores[3]!, 1 / 5, 1e-12)
  })

  it("tends to the distance to the center nearest to the own center as T → 0", () => {
    const scores = scoresOf(line, clusters, 1e-3)
    assert.closeTo(scores[0]!, 1 / 5, 1e-12)
    // Cluster 1's nearest center is 0's, at 4, even for x = 5.2, nearer to 10 than to 0.
    assert.closeTo(scoresOf([...line, [5.2, 0], [2.8, 0]], [...clusters, 1, 1], 1e-3)[5]!, 1 / 5.2, 1e-6)
  })

  it("tends to the mean distance to the others as T → ∞", () => {
    const scores = scoresOf(line, clusters, 1e9)
    assert.closeTo(scores[1]!, 1 / ((3 + 9) / 2), 1e-8)
  })

  it("is as precise where an item lies on another cluster's center, and the rest weighs next to nothing", () => {
    const rows = [[3, 2], [3, 2], [0, -1], [-3, -3]]
    for (const temperature of [0.05, 0.04, 0.02]) {
      const scores = scoresOf(rows, [0, 1, 2, 3], temperature)
      rows.forEach((row, i) => assert.closeTo(scores[i]! / paper(row, i, rows, temperature), 1, 1e-9))
    }
  })

  it("leaves empty clusters out, and takes centers that are given", () => {
    const centers = [[0, 0], [100, 100], [4, 0]]
    const scores = scoresOf([[1, 0], [4, 0]], [0, 2], 1, centers)
    assert.deepStrictEqual(scores, [1 / 3, 1 / 4])
  })

  it("scores an item the same whoever else is a candidate: few, or most of the pool", () => {
    const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i * i), Math.cos(i), i % 4])
    const all = scoresOf(rows, rows.map((_, i) => i % 4), 1)
    for (const candidates of [[3, 9, 17], [...rows.keys()].slice(2)]) {
      const { picks } = selectSync(Strategy.make(top(sup())), {
        embedding: Matrix.fromRows(rows),
        cluster: { assignment: Int32Array.from(rows, (_, i) => i % 4) },
        candidates,
        budget: candidates.length,
        seed: 0
      })
      for (const { position, score } of picks) assert.strictEqual(score, all[position])
    }
  })

  it("scores items of more clusters than weights are kept for as those of few", () => {
    const n = 2200, rows = Array.from({ length: n }, (_, i) => [i % 53, Math.fround(3 * Math.sin(i))])
    const scores = scoresOf(rows, rows.map((_, i) => (7 * i) % n), 1)
    for (const i of [0, 1906, 2199]) {
      const others = rows.filter((_, j) => j !== i)
      assert.closeTo(scores[i]! / paper(rows[i]!, 0, [rows[i]!, ...others], 1), 1, 1e-9)
    }
  })

  it("ranks by typicality when there is one cluster", () => {
    const scores = scoresOf([[0, 0], [1, 0], [10, 0]], [0, 0, 0], 1)
    assert.isTrue(scores[1]! >= scores[0]! && scores[0]! > scores[2]!)
  })

  it("needs the column cluster: ranking by it before clustering does not compile", () => {
    const query = Query.makeUnsafe({ embedding: Matrix.fromRows(line), budget: 1, seed: 0 })
    // @ts-expect-error … Property '"missing column: compute it before this, or give it"' is missing …: "cluster"
    Strategy.run(Strategy.make(top(sup())), query)
  })
})

const grid = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), {
  minLength: 3,
  maxLength: 12
})

describe("sup, on any data", () => {
  prop.prop([grid, fc.integer({ min: 2, max: 4 }), fc.constantFrom(0.05, 0.5, 1, 3, 50)])(
    "agrees with the paper's equations",
    (rows, k, temperature) => {
      const assignment = rows.map((_, i) => i % Math.min(k, rows.length))
      const centers = [...new Set(assignment)].map((cluster) => {
        const members = rows.filter((_, i) => assignment[i] === cluster)
        return [0, 1].map((j) => members.reduce((sum, row) => sum + row[j]!, 0) / members.length)
      })
      scoresOf(rows, assignment, temperature).forEach((score, i) => {
        const expected = paper(rows[i]!, assignment[i]!, centers, temperature)
        if (Number.isFinite(expected)) assert.closeTo(score / expected, 1, 1e-9)
        else assert.strictEqual(score, expected)
      })
    }
  )

  prop.prop([grid, fc.constantFrom(2, 4, 0.5), fc.constantFrom(0.5, 1, 3)])(
    "scaling the space by s equals T → T / s, up to the factor s",
    (rows, s, temperature) => {
      const assignment = rows.map((_, i) => i % 3)
      const scaled = scoresOf(rows.map((row) => row.map((x) => x * s)), assignment, temperature)
      const cooled = scoresOf(rows, assignment, temperature / s)
      scaled.forEach((score, i) =>
        assert.isTrue(score === cooled[i]! / s || Math.abs(score * s / cooled[i]! - 1) < 1e-9)
      )
    }
  )
})
