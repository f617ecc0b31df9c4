import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { readFileSync } from "node:fs"
import { type Covering, problemOf } from "../../test/covering.ts"
import type { Rows } from "../../test/naive.ts"
import { facilityLocation } from "./facility-location.ts"

/** What apricot recorded of itself, see facility-location.py beside it. */
interface Golden {
  readonly source: string
  readonly embedding: Rows
  readonly cases: ReadonlyArray<{
    readonly labeled: ReadonlyArray<number>
    readonly picks: ReadonlyArray<number>
    readonly gains: ReadonlyArray<number>
  }>
}

const file = new URL("../../test/golden/facility-location.json", import.meta.url)
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden

const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => a.reduce((sum, x, j) => sum + x * b[j]!, 0)

const cosine: Covering["k"] = (a, b) => {
  const lengths = Math.sqrt(dot(a, a) * dot(b, b))
  return lengths === 0 ? 0 : Math.max(0, dot(a, b) / lengths)
}

const rows = fc.array(
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }).map(Math.fround), { minLength: 3, maxLength: 3 }),
  {
    minLength: 2,
    maxLength: 14
  }
)

const ask = (rows: Rows, labeled: ReadonlyArray<number>, budget: number) =>
  selectSync(facilityLocation(), { embedding: Matrix.fromRows(rows), labeled, budget, seed: 0 })

/** Rows of less than this length lose digits before they have a direction. */
const clear = (row: ReadonlyArray<number>): boolean => row.every((x) => x === 0 || Math.abs(x) > 1e-3)

describe("facility-location", () => {
  it("is greedy coverage by cosines", () => {
    assert.strictEqual(Strategy.expanded(facilityLocation()), "normalize | herding(kernel=cosine)")
    assert.strictEqual(Strategy.expanded(facilityLocation({ normalize: false })), "herding(kernel=cosine)")
  })

  it("takes the most similar to all, by hand", () => {
    const rows = [[1, 0], [3, 3], [0, 1], [-2, 0]]
    const half = Math.SQRT1_2
    const { picks } = ask(rows, [], 4)
    assert.deepStrictEqual(picks.map((pick) => pick.position as number), [1, 3, 0, 2])
    const gains = [1 + 2 * half, 1, 1 - half, 1 - half]
    picks.forEach((pick, i) => assert.closeTo(pick.score, gains[i]!, 1e-6))
  })

  it("picks what apricot picks, with its gains, with and without labels", () => {
    assert.match(golden.source, /^apricot-select \d/)
    for (const { gains, labeled, picks } of golden.cases) {
      const { positions, scores } = ask(golden.embedding, labeled, picks.length)
      assert.deepStrictEqual([...positions], picks)
      gains.forEach((gain, i) => assert.closeTo(scores[i]!, gain, 1e-5))
    }
  })

  it("takes rows of zeros last: they are like nothing", () => {
    const { picks } = ask([[0, 0], [1, 0], [0, 0], [0, 1]], [], 4)
    assert.deepStrictEqual(picks.map((pick) => [pick.position as number, pick.score]), [[1, 1], [3, 1], [0, 0], [2, 0]])
  })

  prop.prop([rows.filter((rows) => rows.every(clear)), fc.boolean(), fc.nat()])(
    "is greedy by the definition",
    (rows, cold, n) => {
      const labeled = cold ? [] : [n % rows.length], budget = 1 + n % (rows.length - labeled.length)
      const { positions, scores } = ask(rows, labeled, budget)
      const candidates = [...rows.keys()].filter((i) => !labeled.includes(i))
      // Unit rows are kept in single precision.
      assert.isUndefined(problemOf({ rows, k: cosine, labeled, candidates, budget, near: 1e-5 }, positions, scores))
    }
  )
})
