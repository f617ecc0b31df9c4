import { assert, describe, it } from "@effect/vitest"
import { answersOf } from "./answers.ts"
import type { Past, Plan } from "./plan.ts"

const past: ReadonlyArray<Past> = [
  { round: 0, positions: Uint32Array.of(3, 1), labels: Int32Array.of(1, -1), pseudo: [] },
  { round: 1, positions: Uint32Array.of(0), labels: Int32Array.of(0), pseudo: [] }
]

const of = (more: Partial<Plan>) => answersOf({ size: 4, classes: 2, ...more } as Plan, past)

describe("what a query is told of the answers", () => {
  it("is the classes, the task, or the numbers of what is labeled", () => {
    assert.deepStrictEqual(of({}), { classes: 2 })
    assert.deepStrictEqual(of({ task: "classification" }), { classes: 2 })
    assert.deepStrictEqual(of({ task: "multi-label" }), { task: "multi-label" })
    const none = Number.NaN
    assert.deepStrictEqual(of({ task: "regression", targets: [0.5, -7] }), {
      task: "regression",
      target: Float64Array.of(0.5, none, none, -7)
    })
  })
})
