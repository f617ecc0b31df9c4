import { it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert, describe } from "vitest"
import { answer, frame, listed, picks, query } from "../../test/queries.ts"
import { amount } from "../../test/strategies.ts"
import { coordinate, first, lazy, top } from "../../test/toys.ts"
import * as Filter from "../Filter.ts"
import * as Query from "../Query.ts"
import * as Select from "../Select.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"
import { pick } from "./pick.ts"

const of = (...positions: ReadonlyArray<number>) => Uint32Array.from(positions)

const says = (positions: Uint32Array, scores = new Float64Array(positions.length)) =>
  Select.make({ spec: Spec.make("says"), needs: [], pick: () => Effect.succeed({ positions, scores }) })

const calls = (call: () => unknown) => Select.make({ spec: Spec.make("says"), needs: [], pick: call as never })

const answers = (picks: unknown) => calls(() => Effect.succeed(picks))

const thrower = () => {
  throw new TypeError("oh")
}

describe("a selector that breaks its word is a defect with a name", () => {
  const start = frame(4, { candidates: of(0, 2, 3), budget: 2 })
  const cases: ReadonlyArray<readonly [what: string, select: Select.Any, problem: RegExp]> = [
    [
      "labeled or filtered out",
      says(of(0, 1)),
      /^says: it picked position 1, which is labeled, filtered out or already/
    ],
    ["position 0 twice", says(of(0, 0)), /^says: it picked position 0, /],
    ["position 2 twice", says(of(2, 2)), /^says: it picked position 2, and again at place 2; each item once/],
    ["a position beyond the pool", says(of(0, 9)), /^says: it picked position 9, and the pool has 4 items/],
    ["a list", says([0, 2] as never, new Float64Array(2)), /^says: its positions are Array of 2, not a Uint32Array/],
    ["no scores", says(of(0), null as never), /^says: its scores are null, not a Float64Array/],
    ["nothing", answers(undefined), /^says: it gave undefined, not positions and scores/],
    ["no Effect", calls(() => 3), /^says: it gave 3, which is not an Effect/],
    ["an exception", calls(thrower), /^says: it threw TypeError: oh; this is a defect of the selector/],
    [
      "evidence of another length",
      answers({
        positions: of(0),
        scores: new Float64Array(1),
        evidence: [{ name: "e", values: new Float64Array(1) }]
      }),
      /^says: its evidence "e" has 1 numbers and the pool has 4 items/
    ],
    [
      "a guess for nobody",
      answers({ positions: of(0), scores: new Float64Array(1), pseudo: [{ position: 7, class: 0 }] }),
      /^says: it guessed class 0 for position 7, which cannot be/
    ],
    [
      "more than wanted",
      says(of(0, 2, 3)),
      /^says: it picked 3 items for a budget of 2; this is a defect of the selector/
    ],
    ["scores that are missing", says(of(0, 2), new Float64Array(1)), /^says: it gave 1 scores for 2 picks/]
  ]

  it.effect.each(cases)("%s", ([, select, problem]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(pick(select, start))
      assert.match(error.message, problem)
    }))
})

describe("filters that starve the budget are dropped, the last first", () => {
  const pool = Query.makeUnsafe({ size: 8, budget: 4, seed: 0 })
  const one = listed([8, 7, 6, 5, 4, 3, 2, 1], "one")
  const two = listed([1, 2, 3, 4, 5, 6, 7, 8], "two")

  it("and the choice goes on where it was", () => {
    const starved = Strategy.make(
      Filter.keepTop(one, 3).pipe(Stage.andThen(Filter.keepTop(two, 1))),
      top(two)
    )
    const { positions, trace } = answer(starved, pool)
    assert.deepStrictEqual([...positions], [2, 1, 0, 7])
    const widened = trace.filter((entry) => entry.status === "widened")
    assert.deepStrictEqual(widened.map(({ candidates, notes }) => [candidates, notes]), [[2, { missing: 3 }], [5, {
      missing: 1
    }]])
  })

  it("the selector sees what was picked meanwhile", () => {
    const seen: Array<ReadonlyArray<number>> = []
    const spy = Select.make({
      spec: Spec.make("spy"),
      needs: [],
      pick: (at) => {
        seen.push([...at.picked])
        return first().pick(at)
      }
    })
    picks(Strategy.make(Filter.keepTop(one, 1), spy), pool)
    assert.deepStrictEqual(seen, [[], [0]])
  })

  it("a selector is not asked when no candidate is left", () => {
    let smallest = Infinity
    const spy = Select.make({
      spec: Spec.make("spy"),
      needs: [],
      pick: (at) => {
        smallest = Math.min(smallest, at.candidates.length)
        return first().pick(at)
      }
    })
    assert.deepStrictEqual(picks(Strategy.make(Filter.atLeast(one, 99), spy), pool), [0, 1, 2, 3])
    assert.strictEqual(smallest, 8)
  })

  it("a selector that leaves the budget unfilled is a defect when nothing is left to drop", () => {
    assert.throws(
      () => picks(Strategy.make(lazy()), pool),
      "lazy: it filled 1 of 4 places; this is a defect of the strategy"
    )
  })

  test.prop([query, amount, fc.integer({ min: -3, max: 3 })])(
    "so every budget is filled, whatever is filtered out",
    (to, keep, least) => {
      const strategy = Strategy.make(
        Filter.atLeast(coordinate(), least).pipe(Stage.andThen(Filter.keepTop(coordinate({ index: 1 }), keep))),
        first()
      )
      const chosen = picks(strategy, to)
      assert.strictEqual(new Set(chosen).size, to.budget)
      assert.isTrue(chosen.every((position) => to.candidates.includes(position)))
    }
  )
})
