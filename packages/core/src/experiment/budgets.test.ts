import { assert, describe, it } from "@effect/vitest"
import { budgetAt, budgetOf, budgetText, largest, roundBudget } from "./budgets.ts"

describe("a budget", () => {
  it("is one number for all batches", () => {
    assert.deepStrictEqual([0, 7].map((batch) => budgetAt(5, batch)), [5, 5])
    assert.deepStrictEqual([budgetOf(5, 3), largest(5), budgetText(5)], [15, 5, "5 a round"])
  })

  it("is a number for each batch", () => {
    const list = [10, 40, 20]
    assert.deepStrictEqual([0, 1, 2, 3].map((batch) => budgetAt(list, batch)), [10, 40, 20, 0])
    assert.deepStrictEqual([0, 1, 2, 3, 4].map((batches) => budgetOf(list, batches)), [0, 10, 50, 70, 70])
    assert.deepStrictEqual([0, 1, 2].map((round) => roundBudget({ budget: list }, round)), [10, 40, 20])
    assert.deepStrictEqual([0, 1, 2].map((round) => roundBudget({ budget: list, initial: [7] }, round)), [10, 10, 40])
    assert.deepStrictEqual([largest(list), budgetText(list)], [40, "10, 40, 20 by round"])
  })
})
