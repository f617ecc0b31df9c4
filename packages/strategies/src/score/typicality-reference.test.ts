import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix, Neighbors, Query, type Selection, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { top } from "../select/top.ts"
import { typicality } from "./typicality.ts"

type Rows = ReadonlyArray<ReadonlyArray<number>>
type Settings = NonNullable<Parameters<typeof typicality>[0]>

interface Given {
  readonly rows: Rows
  readonly assignment: ReadonlyArray<number>
  readonly labeled?: ReadonlyArray<number>
  readonly seed?: number
}

/** A selection of all items, and who was sought. */
const run = ({ assignment, labeled = [], rows, seed = 0 }: Given, options: Settings) => {
  const query = Query.makeUnsafe({
    embedding: Matrix.fromRows(rows),
    cluster: { assignment: Int32Array.from(assignment) },
    labeled: Uint32Array.from(labeled),
    budget: rows.length - labeled.length,
    seed
  })
  let sought: Uint8Array | undefined
  const spy: Neighbors.Service = {
    name: "spy",
    within: (request) => {
      sought = request.sought
      return Neighbors.exact.within(request)
    }
  }
  const selection = Strategy.run(Strategy.make(top(typicality(options))), query)
  const seen = Effect.runSync(Effect.provideService(selection, Neighbors.Neighbors, spy))
  return { selection: Effect.runSync(selection), seen, sought }
}

const scoresOf = ({ picks }: Selection) => new Map(picks.map(({ position, score }) => [position as number, score]))

const far = (rows: Rows, i: number, j: number): number =>
  Math.sqrt(rows[i]!.reduce((sum, x, n) => sum + (x - rows[j]![n]!) ** 2, 0))

/** The definition: one over the mean distance to the nearest `k` of some others. */
const typical = (rows: Rows, own: number, others: ReadonlyArray<number>, k: number): number => {
  const nearest = others.filter((i) => i !== own).map((i) => far(rows, own, i)).sort((a, b) => a - b).slice(0, k)
  return nearest.length === 0 ? Infinity : nearest.length / nearest.reduce((a, b) => a + b, 0)
}

const isNear = (a: number, b: number): boolean => a === b || Math.abs(a / b - 1) < 1e-12

const given = fc.record({
  rows: fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), {
    minLength: 1,
    maxLength: 40
  }),
  clusters: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat({ max: 99 }),
  every: fc.integer({ min: 4, max: 9 })
}).map(({ clusters, every, rows, seed }) => ({
  rows,
  seed,
  assignment: rows.map((_, i) => i % every === 1 ? -1 : (i * i) % clusters),
  labeled: [...rows.keys()].filter((i) => i % every === 2)
}))

describe("typicality with a reference", () => {
  test.prop([given, fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 25 })], { numRuns: runs(300) })(
    "is that of the nearest in a sample of each larger cluster, and of all in others",
    (given, reference, neighbors) => {
      const { assignment, labeled, rows } = given
      if (labeled.length === rows.length) return
      const { selection, sought } = run(given, { neighbors, reference })
      const members = [...rows.keys()].filter((i) => !labeled.includes(i) && assignment[i]! >= 0)
      for (const [own, score] of scoresOf(selection)) {
        if (assignment[own]! < 0) {
          assert.strictEqual(score, -Infinity)
          continue
        }
        const all = members.filter((i) => assignment[i] === assignment[own])
        const some = sought === undefined ? all : all.filter((i) => sought[i] === 1)
        assert.strictEqual(some.length, Math.min(reference, all.length))
        const most = Math.min(neighbors, Math.max(1, Math.floor(all.length / 2)))
        const k = sought === undefined ? most : Math.min(most, reference - 1)
        assert.isTrue(isNear(score, typical(rows, own, some, k)), `${own}: ${score}`)
      }
    }
  )

  test.prop([given], { numRuns: runs(60) })("is exact where no cluster has more members, and says nothing", (given) => {
    if (given.labeled?.length === given.rows.length) return
    const { selection, sought } = run(given, { reference: 40 })
    assert.isUndefined(sought)
    const exact = run(given, {}).selection
    assert.deepStrictEqual(selection.picks, exact.picks)
    assert.deepStrictEqual(selection.trace[0]!.notes, exact.trace[0]!.notes)
  })

  // Clusters of at most eight members, of at most eight clusters: all pairs are looked at.
  const small = fc.record({
    rows: fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 })), {
      minLength: 3,
      maxLength: 8
    }),
    reference: fc.integer({ min: 2, max: 4 }),
    neighbors: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat({ max: 99 })
  })

  test.prop([small], { numRuns: runs(200) })(
    "tells how often it puts two of a cluster in their exact order",
    ({ neighbors, reference, rows, seed }) => {
      const twice = [...rows, ...rows.map(([x, y]) => [x + 0.5, 3 * y])], n = rows.length
      const assignment = twice.map((_, i) => Number(i >= n))
      const { selection } = run({ rows: twice, assignment, seed }, { neighbors, reference })
      const notes = selection.trace[0]!.notes, scores = scoresOf(selection)
      if (n <= reference) return assert.deepStrictEqual(notes, {})
      const k = Math.min(neighbors, Math.max(1, Math.floor(n / 2)))
      const exact = [...twice.keys()].map((i) =>
        typical(twice, i, [...twice.keys()].filter((j) => assignment[i] === assignment[j]), k)
      )
      let pairs = 0, agreed = 0
      for (let i = 0; i < twice.length; i++) {
        for (let j = 0; j < i; j++) {
          const same = exact[i] === exact[j], tied = scores.get(i) === scores.get(j)
          if (assignment[i] !== assignment[j] || (same && tied)) continue
          pairs++
          if (same || tied) agreed += 0.5
          else if ((exact[i]! > exact[j]!) === (scores.get(i)! > scores.get(j)!)) agreed++
        }
      }
      const told = { reference, clusters: 2 }
      assert.deepStrictEqual(notes, pairs === 0 ? told : { ...told, agreement: agreed / pairs, pairs })
    }
  )

  it("draws another sample with another seed, and the same with the same", () => {
    const rows = Array.from({ length: 60 }, (_, i) => [(i * 37) % 61, (i * i) % 17])
    const of = (seed: number) => run({ rows, assignment: rows.map(() => 0), seed }, { reference: 9 })
    assert.deepStrictEqual(of(1).sought, of(1).sought)
    assert.notDeepEqual(of(1).sought, of(2).sought)
    assert.strictEqual(of(1).sought!.reduce((a, b) => a + b), 9)
  })

  it("serves another search, whose remarks stand beside", () => {
    const rows = Array.from({ length: 30 }, (_, i) => [i * i % 31, i % 7])
    const { seen, selection } = run({ rows, assignment: rows.map(() => 0) }, { reference: 9 })
    assert.deepStrictEqual(seen.picks, selection.picks)
    assert.deepStrictEqual(seen.trace[0]!.notes, { ...selection.trace[0]!.notes, neighbors: "spy" })
  })

  it("tells it where something was picked before, by another part or because it must be", () => {
    const rows = Array.from({ length: 30 }, (_, i) => [i * i % 31, i % 7])
    const query = Query.makeUnsafe({
      embedding: Matrix.fromRows(rows),
      cluster: { assignment: new Int32Array(30) },
      include: [4],
      budget: 3,
      seed: 0
    })
    const { trace } = Effect.runSync(Strategy.run(Strategy.make(top(typicality({ reference: 9 }))), query))
    assert.isAbove(trace.at(-1)!.notes["pairs"] as number, 0)
  })

  it("refuses a sample of one, which has no other", () => {
    assert.throws(() => typicality({ reference: 1 }), /reference/)
  })
})
