import { assert, describe, it } from "vitest"
import { refused } from "../../test/refused.ts"
import { fromRows } from "../Matrix.ts"
import * as Query from "../Query.ts"

const asked = (columns: object) => Query.makeUnsafe({ budget: 1, seed: 0, size: 3, ...columns })
const refusal = (columns: object) => refused(() => asked(columns))

describe("the columns of other tasks", () => {
  it("are taken: shares that do not sum to one, predictions by pass, targets of some", () => {
    const columns = {
      labelProbability: fromRows([[0, 1], [1, 1], [0, 0]]),
      estimate: fromRows([[-1, 7, 1e6], [0, 0, 0], [2, 2, 2]]),
      target: Float64Array.of(Number.NaN, -4, 0)
    }
    assert.strictEqual(asked(columns).columns.target, columns.target)
    assert.strictEqual(asked(columns).classes, undefined)
    assert.strictEqual(Query.makeUnsafe({ budget: 1, seed: 0, target: columns.target }).size, 3)
  })

  it.each(
    [
      [
        { labelProbability: fromRows([[0, 1], [0.5, 1.5], [0, 0]]) },
        "Probability",
        /holds 1.5 at row 1, column 1; give the/
      ],
      [{ labelProbability: fromRows([[0, 1], [0.5, 1], [-0.5, 0]]) }, "Probability", /holds -0.5 at row 2, column 0/],
      [{ labelProbability: fromRows([[0], [Number.NaN], [1]]) }, "NonFinite", /holds NaN at row 1/],
      [{ labelProbability: fromRows([[0], [1]]) }, "Shape", /has 2 rows and the pool has 3 items/],
      [{ estimate: fromRows([[0], [Infinity], [1]]) }, "NonFinite", /estimate holds Infinity at row 1/],
      [{ estimate: fromRows([[0], [1]]) }, "Shape", /estimate has 2 rows/],
      [{ target: [0, 1, 2] }, "Kind", /target is an array; give a Float64Array, a number an item, NaN for none/],
      [{ target: Float64Array.of(0, 1) }, "Shape", /target has 2 numbers and the pool has 3 items/],
      [{ target: Float64Array.of(0, Number.NaN, -Infinity) }, "Entry", /target\[2\] is -Infinity; give a finite number/]
    ] as const
  )("are refused otherwise, %#", (columns, tag, message) => {
    const error = refusal(columns)
    assert.strictEqual(error.reason._tag, tag)
    assert.match(error.message, message)
  })
})

describe("the task", () => {
  it("is one of three, or not said", () => {
    assert.strictEqual(asked({ task: "multi-label" }).task, "multi-label")
    assert.isUndefined(asked({}).task)
    assert.match(
      refusal({ task: "ranking" }).message,
      /^task is "ranking" \(a string\); give one of classification, multi-label/
    )
  })
})
