import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { input, picks } from "../../test/queries.ts"
import { strategy } from "../../test/strategies.ts"
import { coordinate, first, top } from "../../test/toys.ts"
import { InvalidQuery } from "../Errors.ts"
import * as Matrix from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Select from "../Select.ts"
import * as Strategy from "../Strategy.ts"
import { isRanking } from "./within-cost.ts"

const greedy = Strategy.make(top(coordinate()))
const inOrder = Strategy.make(first())
const embedding = Matrix.fromRows([[10], [8], [6], [4], [0]])

const ask = (costs: ReadonlyArray<number>, spend: number, more: object = {}) =>
  Query.makeUnsafe({ embedding, costs, spend, budget: 5, seed: 0, ...more } as never)

const problem = (settings: object): string => {
  try {
    Query.makeUnsafe({ embedding, budget: 2, seed: 0, ...settings } as never)
  } catch (error) {
    if (error instanceof InvalidQuery) return error.message
  }
  return "nothing"
}

/** A question whose labels cost something, equal costs and free labels among them. */
const priced = input.chain((given) =>
  fc.record({
    costs: fc.array(fc.integer({ min: 0, max: 4 }).map((n) => n / 2), {
      minLength: given.embedding.rows,
      maxLength: given.embedding.rows
    }),
    spend: fc.integer({ min: 1, max: 20 }).map((n) => n / 2)
  }).map(({ costs, spend }) => ({ ...given, costs, spend: Math.max(spend, ...costs) }))
)

describe("a batch that may cost so much", () => {
  it("is, of a ranking, what brings the most above the lowest score per cost, worked out by hand", () => {
    // Worth: 10 / 5 = 2, 8 / 2 = 4, 6 / 6 = 1, 4 / 1 = 4, 0 / 1 = 0; of equals the smaller position.
    assert.deepStrictEqual(picks(greedy, ask([5, 2, 6, 1, 1], 8)), [1, 3, 0])
    assert.deepStrictEqual(picks(greedy, ask([5, 2, 6, 1, 1], 4)), [1, 3, 4])
    assert.deepStrictEqual(picks(greedy, ask([5, 2, 6, 1, 1], 7)), [1, 3, 4])
    assert.deepStrictEqual(picks(greedy, ask([5, 2, 6, 1, 1], 8, { budget: 2 })), [1, 3])
    assert.deepStrictEqual(picks(greedy, ask([5, 2, 6, 1, 0], 2)), [4, 1])
    // What is free comes first, and by its score.
    const rising = { embedding: Matrix.fromRows([[0], [4], [6], [8], [10]]), budget: 3 }
    assert.deepStrictEqual(picks(greedy, ask([0, 0, 0, 0, 0], 1, rising)), [4, 3, 2])
    assert.deepStrictEqual(picks(greedy, ask([0, 1, 0, 1, 1], 1, rising)), [2, 0, 4])
  })

  it("is, of any other strategy, its picks in their order, as far as they can be paid", () => {
    assert.deepStrictEqual(picks(inOrder, ask([5, 2, 6, 1, 1], 8)), [0, 1, 3])
    assert.deepStrictEqual(picks(inOrder, ask([5, 2, 6, 1, 1], 4)), [1, 3, 4])
    assert.isFalse(isRanking(inOrder))
    assert.isTrue(isRanking(greedy))
  })

  it("ends where a strategy runs out of items before the money does", () => {
    const even = Select.define({
      name: "even",
      summary: "the first of an even position",
      options: Schema.Struct({}),
      needs: [],
      pick: () => ({ budget, candidates }) => {
        const positions = candidates.filter((position) => position % 2 === 0).slice(0, budget)
        return Effect.succeed({ positions, scores: new Float64Array(positions.length) })
      }
    })
    assert.deepStrictEqual(picks(Strategy.make(even()), ask([1, 1, 1, 1, 1], 50)), [0, 2, 4])
    assert.deepStrictEqual(picks(Strategy.make(even()), ask([1, 1, 9, 1, 9], 3)), [0])
  })

  it("keeps caps of groups over all that it asks a strategy for", () => {
    const site = ["A", "B", "A"],
      capped = Strategy.atMostPer("site", 1, greedy),
      half = Strategy.atMostPer("site", "50%", greedy)
    const to = { embedding: Matrix.fromRows([[3], [2], [1]]), site, budget: 2 }
    // a1 is paid; b1 cannot be any more; what is left is of the first one's site.
    assert.deepStrictEqual(picks(capped, ask([4, 4, 1], 5, to)), [0])
    assert.deepStrictEqual(picks(half, ask([4, 4, 1], 5, to)), [0])
    assert.deepStrictEqual(picks(Strategy.atMostPer("site", 2, greedy), ask([4, 4, 1], 5, to)), [0, 2])
  })

  it("counts what is included, and sums without fear of rounding", () => {
    assert.deepStrictEqual(picks(inOrder, ask([5, 2, 6, 1, 1], 8, { include: [2] })), [2, 1])
    assert.deepStrictEqual(picks(inOrder, ask([0.1, 0.1, 0.1, 9, 9], 0.3)), [0, 1, 2])
    assert.deepStrictEqual(picks(inOrder, ask([0.1, 0.2, 9, 9, 9], 0.3, { include: [0, 1] })), [0, 1])
  })

  test.prop([priced, strategy])(
    "never costs more, and has no item twice; what could still be paid is picked",
    (asked, one) => {
      const to = Query.makeUnsafe(asked as never), found = picks(one, to)
      const { costs, spend } = asked, spent = found.reduce((sum, position) => sum + costs[position]!, 0)
      assert.isAtMost(spent, spend + 1e-9)
      assert.strictEqual(new Set(found).size, found.length)
      assert.isAtMost(found.length, to.budget)
      if (found.length === to.budget) return
      const rest = [...to.candidates].filter((position) => !found.includes(position))
      for (const position of rest) assert.isAbove(spent + costs[position]!, spend)
    }
  )

  it("refuses costs and limits that make no sense", () => {
    assert.include(problem({ costs: [1, 2], spend: 3 }), "there are 2 costs for 5 items")
    assert.include(problem({ costs: [1, 2, -1, 0, 0], spend: 3 }), "the cost of position 2 is -1")
    assert.include(problem({ costs: [1, 1, 1, 1, 1] }), "costs is given without spend")
    assert.include(problem({ spend: 1 }), "spend is given without costs")
    assert.include(problem({ costs: [1, 1, 1, 1, 1], spend: 0 }), "spend is 0")
    assert.include(problem({ costs: [5, 4, 3, 9, 9], spend: 2 }), "the cheapest item costs 3, and 2 may be spent")
    assert.include(
      problem({ costs: [5, 4, 3, 9, 9], spend: 6, include: [0, 1] }),
      "to be included cost 9, and 6 may be"
    )
  })
})
