import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Matrix, Neighbors, Query, selectSync, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { top } from "../select/top.ts"
import { typicality } from "./typicality.ts"

type Rows = ReadonlyArray<ReadonlyArray<number>>
type Settings = NonNullable<Parameters<typeof typicality>[0]>

const scoresOf = (rows: Rows, assignment: ReadonlyArray<number>, labeled: ReadonlyArray<number>, options: Settings) => {
  const { picks } = selectSync(Strategy.make(top(typicality(options))), {
    embedding: Matrix.fromRows(rows),
    cluster: { assignment: Int32Array.from(assignment) },
    labeled,
    budget: rows.length - labeled.length,
    seed: 0
  })
  return new Map(picks.map((pick) => [pick.position as number, pick.score]))
}

/** The definition, by sorting all distances. */
const brute = (
  rows: Rows,
  assignment: ReadonlyArray<number>,
  labeled: ReadonlyArray<number>,
  at: number,
  n: number
) => {
  const members = [...rows.keys()].filter((i) => assignment[i] === assignment[at] && !labeled.includes(i))
  const distances = members.filter((i) => i !== at)
    .map((i) => Math.sqrt(rows[at]!.reduce((sum, x, j) => sum + (x - rows[i]![j]!) ** 2, 0))).sort((a, b) => a - b)
  const nearest = distances.slice(0, Math.min(n, Math.max(1, Math.floor(members.length / 2))))
  return nearest.length === 0 ? Infinity : nearest.length / nearest.reduce((a, b) => a + b, 0)
}

describe("typicality", () => {
  const line: Rows = [[0], [1], [3], [7], [100]]

  it("is one over the mean distance to half of the members, by hand", () => {
    const scores = scoresOf(line, [0, 0, 0, 0, 1], [], {})
    assert.strictEqual(scores.get(0), 1 / 2) // 1 and 3 away
    assert.strictEqual(scores.get(1), 1 / 1.5)
    assert.strictEqual(scores.get(2), 1 / 2.5)
    assert.strictEqual(scores.get(3), 1 / 5)
  })

  it("is infinite for an item alone in its cluster", () => {
    assert.strictEqual(scoresOf(line, [0, 0, 0, 0, 1], [], {}).get(4), Infinity)
  })

  it("is infinite among K duplicates, and 1e5 with squared distances", () => {
    const rows = [[2], [2], [2], [9]]
    assert.strictEqual(scoresOf(rows, [0, 0, 0, 0], [], {}).get(0), Infinity)
    assert.closeTo(scoresOf(rows, [0, 0, 0, 0], [], { distance: "squared" }).get(0)!, 1e5, 1e-6)
  })

  it("does not count labeled members as neighbors", () => {
    const scores = scoresOf(line, [0, 0, 0, 0, 0], [1], {})
    assert.strictEqual(scores.get(0), 1 / 5) // 3 and 7 away; 1 is labeled
  })

  it("squares distances as the authors' code does", () => {
    assert.strictEqual(scoresOf(line, [0, 0, 0, 0, 1], [], { distance: "squared" }).get(0), 1 / ((1 + 9) / 2 + 1e-5))
  })

  it("searches the whole pool, labeled items too, with neighborhood=pool", () => {
    const scores = scoresOf(line, [0, 1, 2, 3, 4], [1], { neighborhood: "pool", neighbors: 1 })
    assert.strictEqual(scores.get(0), 1)
  })

  it("finds an outlier the least typical of its cluster", () => {
    const scores = scoresOf([[0, 0], [1, 0], [0, 1], [1, 1], [9, 9]], [0, 0, 0, 0, 0], [], {})
    assert.strictEqual(Math.min(...scores.values()), scores.get(4))
  })

  it("ranks an item in no cluster last", () => {
    assert.strictEqual(scoresOf(line, [0, 0, 0, 0, -1], [], {}).get(4), -Infinity)
  })

  it("tells in the trace how good approximate neighbors were", () => {
    const approximate: Neighbors.Service = {
      name: "approximate",
      within: (request) =>
        Effect.map(Neighbors.exact.within(request), (table) => ({ ...table, notes: { recall: 0.97, sample: 3 } }))
    }
    const query = Query.makeUnsafe({
      embedding: Matrix.fromRows(line),
      cluster: { assignment: new Int32Array(5) },
      budget: 1,
      seed: 0
    })
    const run = Strategy.run(Strategy.make(top(typicality())), query)
    const { trace } = Effect.runSync(Effect.provideService(run, Neighbors.Neighbors, approximate))
    assert.deepStrictEqual(trace[0]!.notes, { neighbors: "approximate", recall: 0.97, sample: 3 })
    assert.deepStrictEqual(Effect.runSync(run).trace[0]!.notes, {})
  })

  const rows = fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 })), {
    minLength: 1,
    maxLength: 20
  })
  prop.prop([rows, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 30 }), fc.nat({ max: 5 })])(
    "agrees with the definition on any data",
    (rows, k, neighbors, some) => {
      const assignment = rows.map((_, i) => i * i % k)
      const labeled = [...rows.keys()].filter((i) => i % 5 === some)
      if (labeled.length === rows.length) return
      for (const [position, score] of scoresOf(rows, assignment, labeled, { neighbors })) {
        const expected = brute(rows, assignment, labeled, position, neighbors)
        assert.isTrue(score === expected || Math.abs(score / expected - 1) < 1e-12)
      }
    }
  )
})
