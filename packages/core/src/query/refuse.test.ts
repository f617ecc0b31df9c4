import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { InvalidQuery } from "../Errors.ts"
import * as Matrix from "../Matrix.ts"
import * as Query from "../Query.ts"

const embedding = Matrix.fromRows([[0], [1], [2], [3]])

const refused = (input: object): InvalidQuery => {
  try {
    Query.makeUnsafe({ embedding, budget: 1, seed: 0, ...input } as Query.Input)
  } catch (error) {
    assert.instanceOf(error, InvalidQuery)
    return error
  }
  throw new Error("not refused")
}

const probability = Matrix.fromRows([[1, 0], [0.5, 0.5], [0.25, 0.25], [0, 1]])

const cases: ReadonlyArray<readonly [what: string, input: object, fields: Partial<InvalidQuery>]> = [
  ["a budget", { budget: 9 }, {
    key: "budget",
    value: 9,
    hint: ["lower it or pass ", { setting: "clamp", value: true }]
  }],
  ["a NaN", { embedding: Matrix.fromRows([[0, 1], [1, NaN]]) }, { column: "embedding", row: 1, value: NaN }],
  ["a row of probabilities", { probability }, { column: "probability", row: 2, value: 0.5 }],
  ["one pass of many", { passes: [probability] }, { column: "passes", row: 2, value: 0.5 }],
  ["a position", { labeled: [0, 7] }, { key: "labeled", row: 1, value: 7 }],
  ["a position twice", { labeled: [2, 2] }, { key: "labeled", row: 1, position: 2 }],
  ["a label", { labeled: [3], labels: [1.5] }, { key: "labels", position: 3, value: 1.5 }],
  ["an id twice", { ids: ["a", "b", "a", "c"] }, { id: "a", row: 2 }],
  ["a height", { feature: Matrix.fromRows([[1]]) }, { column: "feature", value: 1 }],
  ["a cluster", { cluster: { assignment: Int32Array.of(0, 0, -2, 0) } }, { column: "cluster", row: 2, value: -2 }],
  ["a flag", { clamp: 1 }, { key: "clamp", value: 1, allowed: ["true", "false"] }],
  ["a key", { budgett: 1 }, { key: "budgett", suggestion: "budget" }]
]

describe("a refusal says where, as data", () => {
  it.each(cases)("%s", (_, input, fields) => {
    const error = refused(input)
    for (const [field, value] of Object.entries(fields)) {
      assert.deepStrictEqual(error[field as keyof InvalidQuery], value)
    }
    assert.include(error.message, error.problem)
  })

  it("of an id that is not there", () => {
    const error = Effect.runSync(Effect.flip(Query.positionsOf(["a", "b"], ["b", "z"])))
    assert.deepInclude(error, { reason: "UnknownId", id: "z", value: ["z"] })
  })
})
