import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { type Covering, problemOf } from "../../test/covering.ts"
import { distance, type Rows, unit } from "../../test/naive.ts"
import { maxherding, type MaxherdingOptions } from "./maxherding.ts"
import { probcover } from "./probcover.ts"

const grid = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
  minLength: 2,
  maxLength: 16
})

const some = fc.array(fc.nat(15), { maxLength: 5 })

/** Those among a pool's positions, without the labeled. */
const within = (rows: Rows, positions: ReadonlyArray<number>): ReadonlyArray<number> =>
  [...new Set(positions)].filter((i) => i < rows.length)

const ask = (rows: Rows, options: MaxherdingOptions, labeled: ReadonlyArray<number>, more: object) =>
  selectSync(maxherding(options), { embedding: Matrix.fromRows(rows), labeled, budget: 1, seed: 0, ...more })

const rbf = (h: number): Covering["k"] => (a, b) => Math.exp(-((distance(a, b) / h) ** 2))

describe("maxherding", () => {
  it("is what the paper says", () => {
    assert.strictEqual(Strategy.expanded(maxherding()), "normalize | herding")
    assert.strictEqual(
      Strategy.expanded(maxherding({ kernel: "top-hat", bandwidth: 0.5, normalize: false })),
      "herding(kernel=top-hat, bandwidth=0.5)"
    )
  })

  prop.prop([grid, some, some, fc.integer({ min: 1, max: 16 }), fc.constantFrom(0.3, 1, 2), fc.boolean()])(
    "is greedy by the definition, with labels and exclusions, to the last candidate",
    (rows, some, excluded, budget, h, normalize) => {
      const labeled = within(rows, some).slice(0, rows.length - 1)
      const open = [...rows.keys()].filter((i) => !labeled.includes(i))
      const candidates = open.filter((i, n) => n === 0 || !excluded.includes(i))
      const { positions, scores } = ask(rows, { bandwidth: h, normalize }, labeled, { candidates, budget, clamp: true })
      const asked = { rows: normalize ? unit(rows) : rows, k: rbf(h), labeled, candidates, budget }
      assert.isUndefined(problemOf(asked, positions, scores))
    }
  )

  prop.prop([grid, some, fc.integer({ min: 1, max: 16 }), fc.constantFrom(0.5, 1, 1.5, 2, 10), fc.boolean()])(
    "is ProbCover, with top-hat, as long as anything is newly covered",
    (rows, some, wanted, delta, normalize) => {
      const labeled = within(rows, some).slice(0, rows.length - 1),
        budget = Math.min(wanted, rows.length - labeled.length)
      const { positions, scores } = ask(rows, { kernel: "top-hat", bandwidth: delta, normalize }, labeled, { budget })
      const input = { embedding: Matrix.fromRows(rows), labeled, budget, seed: 0 }
      const cover = selectSync(probcover({ delta, normalize }), input)
      const useful = scores.findIndex((score) => score === 0), end = useful < 0 ? budget : useful
      assert.deepStrictEqual(positions.slice(0, end), cover.positions.slice(0, end))
      assert.deepStrictEqual(scores.slice(0, end), cover.scores.slice(0, end))
      // What adds nothing follows by position.
      assert.deepStrictEqual(positions.slice(end), positions.slice(end).toSorted())
    }
  )

  it("takes one of a heap of copies, and then what is left", () => {
    const rows = [[5, 0], ...Array.from({ length: 9 }, () => [0, 1]), [-3, -3]]
    const { positions } = ask(rows, { bandwidth: 0.5 }, [], { budget: 5 })
    assert.deepStrictEqual([...positions], [1, 10, 0, 2, 3])
  })

  it("takes its bandwidth from the labels, if it is asked to", () => {
    const { trace } = ask([[0, 0], [3, 4], [9, 9]], { bandwidth: "auto", normalize: false }, [0, 1], {})
    assert.strictEqual(trace.at(-1)!.notes["bandwidth"], 5)
  })
})
