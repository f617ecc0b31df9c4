import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { assert, describe, it } from "vitest"
import { answer, frame, listed, picks, query, values } from "../test/queries.ts"
import { coordinate, first, top } from "../test/toys.ts"
import * as Filter from "./Filter.ts"
import * as Matrix from "./Matrix.ts"
import * as Options from "./Options.ts"
import * as Query from "./Query.ts"
import * as Select from "./Select.ts"
import * as Spec from "./Spec.ts"
import * as Strategy from "./Strategy.ts"

const byTop = Strategy.make(top(coordinate()))

describe("top, the selector that every law of order speaks of", () => {
  test.prop([query])("leaves out nothing that outscores what it chose; ties go to the smaller position", (to) => {
    const chosen = answer(byTop, to)
    const value = (i: number) => Matrix.row(to.columns.embedding!, i)[0]!
    const order = [...to.candidates].toSorted((a, b) => value(b) - value(a) || a - b)
    assert.deepStrictEqual([...chosen.positions], order.slice(0, to.budget))
    assert.deepStrictEqual([...chosen.scores], order.slice(0, to.budget).map(value))
  })

  test.prop([query, fc.nat(10)])("after keepTop of the same score, of the budget or more, is top", (to, more) => {
    const filtered = Strategy.make(Filter.keepTop(coordinate(), to.budget + more), top(coordinate()))
    assert.deepStrictEqual(picks(filtered, to), picks(byTop, to))
  })

  test.prop([values, fc.nat()])("an increasing injective map of the score leaves it alone", (list, n) => {
    const distinct = [...new Set(list)].toSorted((a, b) => a - b)
    const mapped = list.map((x) => distinct.findIndex((y) => y === x) ** 3 - 7)
    const to = Query.makeUnsafe({ size: list.length, budget: 1 + n % list.length, seed: 0 })
    assert.deepStrictEqual(
      picks(Strategy.make(top(listed(mapped))), to),
      picks(Strategy.make(top(listed(list))), to)
    )
  })
})

describe("define", () => {
  const nth = Select.define({
    name: "nth",
    summary: "every n-th",
    source: "Toy et al. 2024",
    options: Schema.Struct({ n: Options.field(Schema.Int, 2, "the stride") }),
    positional: ["n"],
    needs: ({ n }) => n === 1 ? [] : ["cluster"] as const,
    pick: ({ n }) => ({ budget, candidates }) => {
      const positions = candidates.filter((_, i) => i % n === 0).slice(0, budget)
      return Effect.succeed({ positions, scores: new Float64Array(positions.length) })
    }
  })

  it("makes a selector with its options, needs, text and source", () => {
    const select = nth({ n: 3 })
    assert.deepStrictEqual([...Effect.runSync(select.pick(frame(8, { budget: 9 }))).positions], [0, 3, 6])
    assert.strictEqual(select.pipe((self) => Spec.print(self.spec)), "nth(3)")
    assert.deepStrictEqual([[...nth().needs], [...nth({ n: 1 }).needs]], [["cluster"], []])
    assert.strictEqual(nth.part.source, "Toy et al. 2024")
    assert.isUndefined(first.part.source)
  })

  it("refuses bad options when it is called", () => {
    assert.throws(() => nth({ n: 1.5 }), "nth: n takes an integer, not 1.5")
  })
})
