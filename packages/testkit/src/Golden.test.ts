import { assert, describe, it } from "@effect/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { length2, top } from "../test/toys.ts"
import { differences, golden, goldenOf, print } from "./Golden.ts"

const memory = (held: { [path: string]: string } = {}) => ({
  held,
  files: {
    read: (path: string) => Promise.resolve(held[path]),
    write: (path: string, text: string) => {
      held[path] = text
      return Promise.resolve()
    }
  }
})

const selection = (rows: ReadonlyArray<ReadonlyArray<number>>) =>
  selectSync(Strategy.make(top(length2())), { embedding: Matrix.fromRows(rows), budget: 2, seed: 0 })

const failure = (promise: Promise<void>) => promise.then(() => "none", (error: Error) => error.message)

describe("golden", () => {
  it("writes what it will accept", async () => {
    const { files, held } = memory()
    const found = selection([[1], [3], [2]])
    await golden(files)(found, "a.json", { update: true })
    await golden(files)(found, "a.json")
    assert.strictEqual(
      held["a.json"],
      [
        "{",
        "  \"strategy\": \"top(length2, position)\",",
        "  \"seed\": 0,",
        "  \"round\": 0,",
        "  \"budget\": 2,",
        "  \"ids\": [\"1\", \"2\"],",
        "  \"positions\": [1, 2],",
        "  \"scores\": [9, 4]",
        "}",
        ""
      ].join("\n")
    )
  })

  it("says which picks are others", async () => {
    const { files } = memory()
    await golden(files)(selection([[1], [3], [2]]), "a.json", { update: true })
    const message = await failure(golden(files)(selection([[3], [1], [2]]), "a.json"))
    assert.match(
      message,
      /^a\.json tells otherwise:\n  ids\.0 is "0", and was "1"\n  positions is \[0, 2\], and was \[1, 2\]/
    )
    assert.match(message, /UPDATE_GOLDEN=1/)
  })

  it("says how to begin", async () => {
    assert.match(
      await failure(golden(memory().files)([1], "none.json")),
      /there is no none\.json; run with UPDATE_GOLDEN=1/
    )
  })
})

describe("differences", () => {
  it("leave numbers a tolerance, and positions none", () => {
    assert.deepStrictEqual(differences({ scores: [1, 2] }, { scores: [1 + 1e-9, 2] }), [])
    assert.deepStrictEqual(differences({ scores: [1, 2.1] }, { scores: [1, 2] }, 1e-3).length, 1)
    assert.deepStrictEqual(differences({ scores: [1, 2.1] }, { scores: [1, 2] }, 0.1), [])
    assert.deepStrictEqual(differences({ positions: [10_000_001] }, { positions: [10_000_000] }).length, 1)
    assert.deepStrictEqual(differences({ seed: 10_000_001 }, { seed: 10_000_000 }).length, 1)
  })

  it("know numbers that JSON has no form for", () => {
    assert.deepStrictEqual(goldenOf(Float64Array.of(NaN, -Infinity, 1)), ["NaN", "-Infinity", 1])
    assert.deepStrictEqual(differences(goldenOf([NaN, Infinity]), ["NaN", "Infinity"]), [])
    assert.strictEqual(differences(goldenOf([NaN]), [1]).length, 1)
    assert.strictEqual(differences(goldenOf([Infinity]), ["-Infinity"]).length, 1)
    assert.strictEqual(differences(goldenOf([Infinity]), [1e300]).length, 1)
  })

  it("see what is missing, added, longer or of another kind", () => {
    assert.deepStrictEqual(differences({}, { a: 1 }), ["a is nothing, and was 1"])
    assert.deepStrictEqual(differences({ a: 1 }, {}), ["a is 1, and was nothing"])
    assert.deepStrictEqual(differences([1, 2], [1]), ["the value is [1, 2], and was [1]"])
    assert.deepStrictEqual(differences({ a: [] }, { a: {} }), ["a is [], and was {}"])
    assert.deepStrictEqual(differences("x", "y"), ["the value is \"x\", and was \"y\""])
    assert.deepStrictEqual(differences(true, true), [])
  })

  it("see one changed number of a matrix", () => {
    const found = goldenOf(Matrix.fromRows([[1, 2], [3, 4]]))
    const held = JSON.parse(print(Matrix.fromRows([[1, 2], [3, 5]]))) as typeof found
    assert.deepStrictEqual(differences(found, held), ["data.3 is 4, and was 5: off by 1, and 0.000001 is allowed"])
  })
})
