import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { answer, listed } from "../../test/queries.ts"
import { top } from "../../test/toys.ts"
import * as Query from "../Query.ts"
import * as Strategy from "../Strategy.ts"
import { budgetsBefore, carried, quotas } from "./quotas.ts"

const weights = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0.1, 0.3, 0.7, 1 / 3, 2.5)), {
  minLength: 1,
  maxLength: 5
})

const budgets = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 })

describe("carried", () => {
  test.prop([weights, budgets])("shares every round's budget out, and over the rounds by weight", (parts, each) => {
    const rounds = carried(parts, each)
    const total = parts.reduce((a, b) => a + b, 0)
    const had = parts.map(() => 0)
    let all = 0
    rounds.forEach((quota, round) => {
      assert.strictEqual(quota.reduce((a, b) => a + b, 0), each[round])
      assert.isTrue(quota.every((n) => Number.isInteger(n) && n >= 0))
      all += each[round]!
      quota.forEach((n, i) => {
        had[i]! += n
        assert.isBelow(Math.abs(had[i]! - all * parts[i]! / total), parts.length < 3 ? 1 : 2)
      })
    })
  })

  test.prop([weights, fc.integer({ min: 0, max: 40 })])(
    "is the largest remainders in the first round",
    (parts, budget) => {
      assert.deepStrictEqual(carried(parts, [budget])[0], quotas(parts, budget))
    }
  )

  it("by hand: 0.7 and 0.3 of a single place, ten rounds", () => {
    const second = carried([0.7, 0.3], Array.from({ length: 10 }, () => 1)).map(([, n]) => n)
    assert.deepStrictEqual(second, [0, 1, 0, 0, 0, 1, 0, 0, 1, 0])
  })

  it("rounds before are taken to have had the same budget, and a late round costs little", () => {
    assert.deepStrictEqual(budgetsBefore(3, 5), [5, 5, 5])
    assert.deepStrictEqual(budgetsBefore(0, 5), [])
    assert.isBelow(budgetsBefore(Number.MAX_SAFE_INTEGER, 1).length, 2 ** 20)
  })
})

describe("a mix over rounds", () => {
  const parts = ["a", "b", "c"].map((name, i) => top(listed([0, 1, 2].map((at) => at === i ? 1 : 0), name)))
  const [a, b, c] = parts.map((select, i) => Strategy.make(select).pipe(Strategy.named("abc"[i]!)))

  /** How many of the first rounds' single picks each branch made, by the item that it likes best. */
  const counts = (strategy: Strategy.Any, rounds: number) => {
    const had = [0, 0, 0]
    for (let round = 0; round < rounds; round++) {
      const { positions } = answer(strategy, Query.makeUnsafe({ size: 3, budget: 1, seed: 0, round }))
      had[positions[0]!]! += 1
    }
    return had
  }

  it("with a budget of 1 gives each part its share", () => {
    assert.deepStrictEqual(counts(Strategy.mix([0.7, a!], [0.3, b!]), 10), [7, 3, 0])
    assert.deepStrictEqual(counts(Strategy.mix([0.7, a!], [0.3, b!]), 100), [70, 30, 0])
    assert.deepStrictEqual(counts(Strategy.mix([2, a!], [1, b!], [1, c!]), 40), [20, 10, 10])
  })

  it("and a mix within a mix its share of the places that it is given", () => {
    const inner = Strategy.mix([1, a!], [1, b!])
    assert.deepStrictEqual(counts(Strategy.mix([1, inner], [1, c!]), 40), [10, 10, 20])
    assert.deepStrictEqual(counts(Strategy.mix([1, Strategy.subsample(3, inner)], [1, c!]), 40), [10, 10, 20])
    assert.deepStrictEqual(counts(Strategy.mix([1, Strategy.mix([3, a!], [1, b!])], [1, c!]), 40), [15, 5, 20])
  })
})
