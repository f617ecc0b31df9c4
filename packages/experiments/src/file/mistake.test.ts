import { assert, describe, it } from "@effect/vitest"
import { checkKeys, ConfigIssue, every, ExperimentFileError, issuesOf, record, shown, unknownName } from "./mistake.ts"

const thrown = (f: () => unknown): ReadonlyArray<string> => {
  try {
    f()
  } catch (error) {
    return issuesOf(error).map(({ message, path }) => `${path.join(".")}: ${message}`)
  }
  return []
}

describe("every", () => {
  it("collects all that is wrong, however deep, and leaves out what is undefined", () => {
    const fail = (key: string) => () => {
      throw new ConfigIssue([key], "no")
    }
    assert.deepStrictEqual(
      thrown(() => every({ a: fail("a"), b: () => 1, c: () => every({ d: fail("d"), e: fail("e") }) })),
      [
        "a: no",
        "d: no",
        "e: no"
      ]
    )
    assert.deepStrictEqual<unknown>(every({ a: () => undefined, b: () => 1 }), { b: 1 })
    assert.throws(() => every({ a: () => JSON.parse("{") as unknown }), SyntaxError)
  })
})

describe("record", () => {
  it("refuses what is no map, and keys that are not known, with the nearest", () => {
    assert.deepStrictEqual(thrown(() => record(["x"], [], "a thing", ["rate"])), [
      "x: a thing is a list; it takes a map with rate"
    ])
    assert.deepStrictEqual(thrown(() => checkKeys(["x"], { raet: 1, foo: 2 }, "a thing", ["rate"])), [
      "x.raet: a thing has no \"raet\"; it has rate. Did you mean \"rate\"?",
      "x.foo: a thing has no \"foo\"; it has rate."
    ])
    assert.deepStrictEqual(record([], { rate: 1 }, "a thing", ["rate"]), { rate: 1 })
  })
})

describe("words", () => {
  it("name values and unknown names", () => {
    assert.deepStrictEqual([[], {}, null, "x", 3].map(shown), ["a list", "a map", "nothing", "\"x\"", "3"])
    assert.match(unknownName([], "learner", "linaer", ["linear"]).message, /no learner "linaer".*Did you mean "linear"/)
  })

  it("keep what was found and what may stand there as fields", () => {
    const { fault, path } = unknownName(["learner"], "learner", "linaer", ["linear", "mlp"])
    assert.deepStrictEqual(path, ["learner"])
    assert.deepStrictEqual(fault, { value: "linaer", allowed: ["linear", "mlp"], suggestion: "linear" })
    const odd = unknownName([], "learner", "zzzzzz", ["linear"])
    assert.deepStrictEqual(odd.fault, { value: "zzzzzz", allowed: ["linear"] })
  })

  it("put every mistake on a line of its own, with its place", () => {
    const { exitCode, message } = new ExperimentFileError({
      file: "e.yaml",
      mistakes: [{ problem: "one", place: { line: 2, column: 3 } }, { problem: "two", place: undefined }]
    })
    assert.strictEqual(message, "e.yaml:2:3: one\ne.yaml: two")
    assert.strictEqual(exitCode, 1)
  })
})
