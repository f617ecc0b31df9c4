import { assert, describe, it } from "@effect/vitest"
import { readYaml } from "./yaml.ts"

const text = `data: digits
strategies:
  - random
  - name: mine
    strategy: margn
longTail: {factor: 50}
`

describe("readYaml", () => {
  it("tells where a value stands, or the nearest above it", () => {
    const { placeOf, value } = readYaml(text)
    assert.deepStrictEqual((value as { readonly data: string }).data, "digits")
    assert.deepStrictEqual(placeOf(["data"]), { line: 1, column: 1 })
    assert.deepStrictEqual(placeOf(["strategies", 1, "strategy"]), { line: 5, column: 5 })
    assert.deepStrictEqual(placeOf(["longTail", "factor"]), { line: 6, column: 12 })
    assert.deepStrictEqual(placeOf(["strategies", 1, "learner", "rate"]), { line: 4, column: 5 })
    assert.deepStrictEqual(placeOf(["nothing"]), { line: 1, column: 1 })
  })

  it("takes a single entry for a list of one", () => {
    assert.deepStrictEqual(readYaml("data:\n  dataset: x\n").placeOf(["data", 0, "dataset"]), { line: 2, column: 3 })
  })

  it("says what YAML refuses, and where", () => {
    const { errors, value } = readYaml("a: [1\nb: 2\n")
    assert.isUndefined(value)
    assert.strictEqual(errors[0]!.place!.line, 2)
    assert.notMatch(errors[0]!.problem, /\n/)
  })

  it("reads nothing as nothing", () => {
    assert.isNull(readYaml("").value)
    assert.isUndefined(readYaml("").placeOf(["data"]))
  })
})
