import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Matrix, Query, selectSync, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { type Covering, problemOf } from "../../test/covering.ts"
import { distance } from "../../test/naive.ts"
import { entropy } from "../uncertainty/entropy.ts"
import { leastConfidence } from "../uncertainty/least-confidence.ts"
import { margin } from "../uncertainty/margin.ts"
import { maxherding } from "./maxherding.ts"
import { uherding } from "./uherding.ts"

const items = fc.array(
  fc.record({
    row: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
    sure: fc.integer({ min: 1, max: 7 })
  }),
  { minLength: 2, maxLength: 16 }
)

const rbf = (h: number): Covering["k"] => (a, b) => Math.exp(-((distance(a, b) / h) ** 2))

/** u of two classes with probabilities p and 1 − p. */
const uncertainties = {
  margin: [margin({ offset: 1 }), (p: number) => 1 - Math.abs(2 * p - 1)],
  entropy: [entropy(), (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p)],
  least: [leastConfidence(), (p: number) => 1 - Math.max(p, 1 - p)]
} as const

describe("uherding", () => {
  it("is maxherding before there is a label, and weighted from then on", () => {
    assert.strictEqual(
      Strategy.expanded(uherding()),
      "switch(labeled < 1, normalize | herding(bandwidth=auto), " +
        "normalize | weighted-herding(margin(offset=1), bandwidth=auto))"
    )
  })

  it("needs no probabilities as long as nothing is labeled", () => {
    const input = { embedding: Matrix.fromRows([[0, 1], [1, 1], [3, 0], [2, 1]]), budget: 3, seed: 0 }
    const asked = (more: object) =>
      Effect.runSync(Strategy.runAny(uherding(), Query.makeUnsafe({ ...input, ...more }))).positions
    assert.deepStrictEqual(asked({}), selectSync(maxherding(), input).positions)
    assert.throws(() => asked({ labeled: [0], labels: [0] }), /probability/)
  })

  prop.prop([
    items,
    fc.array(fc.nat(15), { minLength: 1, maxLength: 5 }),
    fc.nat(),
    fc.constantFrom("margin", "entropy", "least")
  ])(
    "is greedy by the definition, with the bandwidth of the labels",
    (items, some, n, by) => {
      const rows = items.map(({ row }) => row), [score, u] = uncertainties[by]
      const labeled = [...new Set(some)].filter((i) => i < rows.length).slice(0, rows.length - 1)
      if (labeled.length === 0) labeled.push(0)
      const apart = labeled.flatMap((a) => labeled.map((b) => distance(rows[a]!, rows[b]!))).filter((d) => d > 0)
      const candidates = [...rows.keys()].filter((i) => !labeled.includes(i)), budget = 1 + n % candidates.length
      const { positions, scores } = selectSync(uherding({ uncertainty: score, normalize: false }), {
        embedding: Matrix.fromRows(rows),
        probability: Matrix.fromRows(items.map(({ sure }) => [sure / 8, 1 - sure / 8])),
        labeled,
        labels: labeled.map(() => 0),
        budget,
        seed: 0
      })
      const h = apart.length === 0 ? 1 : Math.min(...apart)
      const weights = items.map(({ sure }, i) => labeled.includes(i) ? 0 : u(sure / 8))
      assert.isUndefined(problemOf({ rows, k: rbf(h), labeled, candidates, budget, weights }, positions, scores))
    }
  )
})
