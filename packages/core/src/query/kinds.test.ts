import { assert, describe, it } from "vitest"
import { InvalidQuery } from "../Errors.ts"
import { fromRows } from "../Matrix.ts"
import * as Query from "../Query.ts"
import { show } from "./kinds.ts"
import { QUERY_SETTINGS } from "./names.ts"

const good = { embedding: fromRows([[0, 1], [2, 3], [4, 5]]), budget: 1, seed: 0 }
const columns = ["embedding", "probability", "passes", "feature", "projection", "prototype", "gradient", "cluster"]

const refusal = (input: unknown): InvalidQuery | undefined => {
  try {
    Query.makeUnsafe(input as Query.Input)
    return undefined
  } catch (error) {
    if (error instanceof InvalidQuery) return error
    throw error
  }
}

const holey: Array<number> = []
holey[1] = 0

/** Values of the wrong kind for every key. */
const wrong: ReadonlyArray<readonly [what: string, value: unknown]> = [
  ["a Set", new Set([1, 2])],
  ["a Map", new Map([[0, 1]])],
  ["a string", "012"],
  ["a string that is a number", "1"],
  ["a sparse array", holey],
  ["numbers as strings", ["0", "1"]],
  ["booleans", [true, false, true]],
  ["NaN", Number.NaN],
  ["numbers that are NaN", [Number.NaN]],
  ["a DataView", new DataView(new ArrayBuffer(8))],
  ["an ArrayBuffer", new ArrayBuffer(8)],
  ["bigints", BigInt64Array.of(1n)],
  ["a bigint", 1n],
  ["a function", () => [0]],
  ["null", null],
  ["nulls", [null]],
  ["a date", new Date(0)],
  ["a symbol", Symbol("x")],
  ["an object", { a: 1 }],
  ["a promise", Promise.resolve([0])],
  ["an iterator", [0, 1].values()],
  ["rows", [[0, 1], [2, 3], [4, 5]]]
]

describe("a value of the wrong kind", () => {
  describe.each([...QUERY_SETTINGS, ...columns])("for %s", (key) => {
    it.each(wrong)("%s is refused by name", (_, value) => {
      const error = refusal({ ...good, labeled: [0], [key]: value })
      assert.isDefined(error)
      assert.match(error.message, new RegExp(key === "cluster" ? "cluster" : `label|${key}`))
    })
  })

  it.each([[null], [undefined], [3], ["x"], [[]], [new Map()], [() => 1]])("no query at all: %o", (input) => {
    assert.match(refusal(input)?.message ?? "", /^the query is .*; give an object with named fields$/)
  })

  it("says what to do", () => {
    assert.strictEqual(
      refusal({ ...good, labeled: new Set([1, 2]) })?.message,
      "labeled is a Set; give an array or typed array of whole numbers, such as [...labeled]"
    )
    assert.strictEqual(
      refusal({ ...good, clamp: "false" })?.message,
      `clamp is "false" (a string); it must be true or false`
    )
    assert.strictEqual(refusal({ ...good, ids: ["a", 1, "c"] })?.message, "ids[1] is 1; every one must be a string")
    assert.strictEqual(
      refusal({ ...good, labeled: [0], labels: [undefined] })?.message,
      "the label of position 0 is undefined; classes are whole numbers from 0"
    )
  })

  it("lists of every kind that is one are taken", () => {
    for (const labeled of [[0, 1], Uint8Array.of(0, 1), Float64Array.of(0, 1), { length: 2, 0: 0, 1: 1 }]) {
      assert.isUndefined(refusal({ ...good, labeled, labels: labeled }))
    }
  })
})

it("show tells numbers from texts", () => {
  assert.deepStrictEqual([1, "1", 1n, null, undefined, [], new Set(), {}, () => 1, "x".repeat(50)].map(show), [
    "1",
    `"1" (a string)`,
    "1n (a bigint)",
    "null",
    "undefined",
    "an array",
    "a Set",
    "an object",
    "a function",
    `"${"x".repeat(40)}…" (a string)`
  ])
})
