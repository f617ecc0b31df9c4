import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { InvalidQuery, type InvalidQueryReason } from "../Errors.ts"
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

const cases: ReadonlyArray<readonly [what: string, input: object, reason: InvalidQueryReason]> = [
  ["a budget", { budget: 9 }, { _tag: "Budget", key: "budget", value: 9, expected: "at most 4" }],
  ["a budget of nothing", { budget: 0 }, {
    _tag: "Budget",
    key: "budget",
    value: 0,
    expected: "a whole number of at least 1"
  }],
  ["what is included", { budget: 1, include: [0, 1] }, {
    _tag: "Budget",
    key: "include",
    value: 2,
    expected: "at most 1"
  }],
  ["a NaN", { embedding: Matrix.fromRows([[0, 1], [1, NaN]]) }, {
    _tag: "NonFinite",
    column: "embedding",
    row: 1,
    col: 1,
    value: NaN
  }],
  ["a row of probabilities", { probability }, {
    _tag: "Probability",
    column: "probability",
    row: 2,
    value: 0.5,
    expected: "a sum of 1"
  }],
  ["one pass of many", { passes: [probability] }, {
    _tag: "Probability",
    column: "passes",
    row: 2,
    value: 0.5,
    expected: "a sum of 1"
  }],
  ["a position", { labeled: [0, 7] }, {
    _tag: "Position",
    key: "labeled",
    index: 1,
    value: 7,
    expected: "whole numbers from 0 to 3"
  }],
  ["a position twice", { labeled: [2, 2] }, {
    _tag: "Position",
    key: "labeled",
    index: 1,
    value: 2,
    expected: "each position once"
  }],
  ["a label", { labeled: [3], labels: [1.5] }, {
    _tag: "Label",
    position: 3,
    value: 1.5,
    expected: "a whole number from 0, or −1"
  }],
  ["labels", { labeled: [3], labels: [] }, { _tag: "LabelCount", given: 0, expected: 1 }],
  ["an item that is labeled and declined", { labeled: [3], declined: [3] }, { _tag: "LabeledTwice", position: 3 }],
  ["an id twice", { ids: ["a", "b", "a", "c"] }, { _tag: "DuplicateId", id: "a", first: 0, again: 2 }],
  ["a height", { feature: Matrix.fromRows([[1]]) }, {
    _tag: "Shape",
    column: "feature",
    value: 1,
    expected: "4 rows"
  }],
  ["a cluster", { cluster: { assignment: Int32Array.of(0, 0, -2, 0) } }, {
    _tag: "Entry",
    column: "cluster",
    row: 2,
    value: -2,
    expected: "−1, or a whole number from 0 below 65536"
  }],
  ["a flag", { clamp: 1 }, { _tag: "Kind", key: "clamp", value: 1, expected: "true or false" }],
  ["a seed", { seed: 0.5 }, { _tag: "Seed", key: "seed", value: 0.5, expected: "a whole number within ±(2^53 − 1)" }]
]

describe("a refusal says why and where, as data", () => {
  it.each(cases)("%s", (_, input, reason) => {
    const error = refused(input)
    assert.deepStrictEqual(error.reason, reason)
    assert.include(error.message, error.problem)
  })

  it("of a key that is not there", () => {
    assert.deepInclude(refused({ budgett: 1 }).reason, { _tag: "UnknownKey", key: "budgett", suggestion: "budget" })
  })

  it("with the setting that it tells to give kept apart, and caught by its reason", () => {
    assert.deepStrictEqual<unknown>(refused({ budget: 9 }).hint, [
      "lower it or pass ",
      { setting: "clamp", value: true }
    ])
    const asked = Query.make({ embedding, budget: 9, seed: 0 }).pipe(
      Effect.as(0),
      Effect.catchReason("InvalidQuery", "Budget", ({ value }) => Effect.succeed(value))
    )
    assert.strictEqual(Effect.runSync(asked), 9)
  })

  it("of an id that is not there", () => {
    const error = Effect.runSync(Effect.flip(Query.positionsOf(["a", "b"], ["b", "z"])))
    assert.deepStrictEqual<unknown>(error.reason, { _tag: "UnknownId", ids: ["z"] })
  })
})
