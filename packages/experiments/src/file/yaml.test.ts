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

  it("reads the names of JavaScript's own as keys", () => {
    const value = readYaml("__proto__: 1\nconstructor: {}\n? \n: 2\n").value as object
    assert.deepStrictEqual(Object.entries(value), [["__proto__", 1], ["constructor", {}], ["", 2]])
  })

  it("reads nothing as nothing", () => {
    assert.isNull(readYaml("").value)
    assert.isUndefined(readYaml("").placeOf(["data"]))
  })
})

const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
  .concat(Array.from({ length: 8 }, (_, i) => {
    const [before, name] = ["abcdefghij"[i], "abcdefghij"[i + 1]]
    return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(", ")}]`
  })).join("\n")

describe("readYaml refuses, with line and column,", () => {
  it.each([
    ["an alias bomb", bomb, /more than 100,000 values/, 5],
    ["an alias of nothing", "a: 1\nb: *nobody\n", /alias/i, 2],
    ["an alias within itself", "a: 1\nb: &b [1, *b]\n", /within its own anchor/, 2],
    ["an alias as a key", "a: &a x\n*a : 1\n", /a key is a text/, 2],
    ["a merge key", "a: &a {x: 1}\nb:\n  <<: *a\n", /merge keys/, 3],
    ["brackets without an end", `a: 1\nb: ${"[".repeat(100_000)}`, /deeper than 50 levels/, 2],
    ["deep brackets", `a: 1\nb: ${"[".repeat(60)}${"]".repeat(60)}`, /deeper than 50 levels/, 2],
    ["maps in brackets", `b: ${"{a: ".repeat(20_000)}1${"}".repeat(20_000)}`, /deeper than 50 levels/, 1],
    ["deep dashes", `a: 1\nb:\n  ${"- ".repeat(100_000)}1\n`, /deeper than 50 levels/, 3],
    ["deep indentation", Array.from({ length: 60 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), /deeper than 50/, 50],
    ["tabs", "a:\n\tb: 1\n", /tab/i, 2],
    ["maps in one line", `b: ${"mix(1: ".repeat(30_000)}`, /deeper than 50 levels/, 1],
    ["quotes without an end of them", `a: 1\nb: ${"\"".repeat(20_000)}`, /Unexpected double-quoted-scalar/, 2],
    [
      "a key twice among many",
      `${Array.from({ length: 6_000 }, (_, i) => `k${i}: 1\n`).join("")}k7: 1\n`,
      /"k7"/,
      6_001
    ],
    ["many aliases, and one of nothing", `- &a 1\n${"- *a\n".repeat(9_000)}- *b\n`, /no anchor/, 9_002],
    ["a key twice", "a: 1\na: 2\n", /unique/, 2],
    ["infinity", "a: 1\nb: .inf\n", /\.inf is no number/, 2],
    ["no number", "a: 1\nb: [.nan]\n", /\.nan is no number/, 2],
    ["a tag", "a: 1\nb: !mine 3\n", /tag/i, 2],
    ["two documents", "a: 1\n---\nb: 1\n", /document/, 2],
    ["documents without number", "---\n".repeat(60_000), /one document/, 2],
    ["ends of documents without number", "...\n".repeat(60_000), /one document/, 2],
    ["pairs without number", `a: 1\nb: {${"a: 1, ".repeat(40_000)}}`, /more than 50,000 marks/, 2],
    ["items without number", "- 1\n".repeat(60_000), /more than 50,000 marks/, 10_001],
    ["closing brackets without number", `a: 1\n${"]".repeat(240_000)}`, /more than 50,000 marks/, 2],
    ["line ends without number", "\n".repeat(240_000), /more than 50,000 marks/, 50_002],
    ["a list as a key", "a: 1\n? [x]\n: 2\n", /a key is a text/, 2],
    ["a file too large", `a: ${"x".repeat(250_001)}`, /250,000 are read at most/, 1]
  ])("%s", (_, text, problem, line) => {
    const { errors, value } = readYaml(text)
    assert.isUndefined(value)
    assert.match(errors[0]!.problem, problem)
    assert.strictEqual(errors[0]!.place!.line, line)
    assert.isAtLeast(errors[0]!.place!.column, 1)
  })

  it("but reads an alias that is one", () => {
    assert.deepStrictEqual(readYaml("a: &a [1]\nb: *a\n").value, { a: [1], b: [1] })
    assert.deepStrictEqual(readYaml("- &a 1\n- *a\n- &a 2\n- *a\n").value, [1, 1, 2, 2])
    assert.deepStrictEqual(
      readYaml(`- &a x\n${"- *a\n".repeat(9_000)}`).value,
      Array.from({ length: 9_001 }, () => "x")
    )
  })
})
