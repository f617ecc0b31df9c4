import { assert, describe, it } from "vitest"
import { UnreadableStrategy } from "../Errors.ts"
import { parse } from "./parser.ts"
import type { Argument, Call, Pipeline } from "./tree.ts"

const call = (tree: Pipeline): Call => {
  if (tree.last._tag !== "Call") throw new Error("a combination")
  return tree.last
}

const args = (text: string): ReadonlyArray<Argument> => call(parse(`f(${text})`)).args

const plainValue = (value: Argument["value"]): unknown => {
  if (value._tag === "List") return value.items.map(plainValue)
  return value._tag === "Scalar" ? value.value : value.name
}

const value = (text: string): unknown => {
  const [argument] = args(text)
  return plainValue(argument!.value)
}

describe("values", () => {
  it.each<readonly [string, unknown]>([
    ["7", 7],
    ["-2.5", -2.5],
    ["1e-5", 1e-5],
    ["10%", "10%"],
    ["true", true],
    ["false", false],
    ["seeded", "seeded"],
    [`"two words"`, "two words"],
    [`"say \\"no\\" \\u00e9\\n"`, "say \"no\" é\n"],
    ["labeled + budget", "labeled+budget"],
    ["10 *budget+ 2*classes", "10*budget+2*classes"],
    ["007*budget", "007*budget"],
    ["12345678901234567890*budget", "12345678901234567890*budget"],
    ["g(1)", "g"]
  ])("%s", (text, expected) => {
    assert.deepStrictEqual(value(text), expected)
  })
})

describe("arguments", () => {
  it("stand by position first, then by name", () => {
    assert.deepStrictEqual(args("1, g(2), c=3, d=h(e=4)").map(({ at, name }) => [name, at]), [
      [undefined, 2],
      [undefined, 5],
      ["c", 11],
      ["d", 16]
    ])
  })

  it("need not be there", () => {
    assert.deepStrictEqual(call(parse("f()")).args, [])
    assert.deepStrictEqual(call(parse("f")).args, [])
  })
})

describe("forms", () => {
  it("a pipeline is calls between bars", () => {
    const tree = parse(" a | b(1) | c ")
    assert.deepStrictEqual(tree.calls.map(({ at, name }) => [name, at]), [["a", 1], ["b", 5]])
    assert.strictEqual(call(tree).name, "c")
  })

  it("mix, switch, orElse and subsample take pipelines, and know where their numbers stand", () => {
    const tree = parse("mix(0.7: a | b, 3: switch(labeled < 5, orElse(a, b), subsample(9, c)))").last
    if (tree._tag !== "Mix") return assert.fail(tree._tag)
    assert.deepStrictEqual(tree.parts.map(({ at, weight }) => [weight, at]), [[0.7, 4], [3, 16]])
    const inner = tree.parts[1]!.strategy.last
    if (inner._tag !== "Switch") return assert.fail(inner._tag)
    assert.deepStrictEqual(inner.condition, { value: "labeled < 5", at: 26 })
    assert.strictEqual(inner.whenTrue.last._tag, "OrElse")
    const last = inner.whenFalse.last
    if (last._tag !== "Subsample") return assert.fail(last._tag)
    assert.deepStrictEqual(last.size, { value: 9, at: 63 })
  })

  it("a combination may end a pipeline", () => {
    const tree = parse("a | mix(1: b)")
    assert.deepStrictEqual([tree.calls.length, tree.last._tag], [1, "Mix"])
  })
})

describe("mistakes of grammar", () => {
  it.each<readonly [text: string, at: number, problem: string]>([
    ["", 0, "expected the name of a part, found the end"],
    ["   ", 3, "expected the name of a part, found the end"],
    ["a |", 3, "expected the name of a part, found the end"],
    ["| a", 0, `expected the name of a part, found "|"`],
    ["a b", 2, `expected "|" or the end, found "b"`],
    ["a | b) c", 5, `expected "|" or the end, found ")"`],
    ["a(1", 3, `expected "," or ")", found the end`],
    ["a(", 2, "expected a value, found the end"],
    ["a(1,)", 4, `expected a value, found ")"`],
    ["a(1 2)", 4, `expected "," or ")", found "2"`],
    ["a(k=)", 4, `expected a value, found ")"`],
    ["a(k=1, k=2)", 7, `"k" is given twice`],
    ["a(k=1, 2)", 7, "arguments without a name come before those with one"],
    ["a(2*b(1))", 5, `expected "," or ")", found "("`],
    [`a(1+"b")`, 4, "expected a number or a name such as budget"],
    ["a(1+)", 4, "expected a number or a name such as budget"],
    [`a("\\x")`, 2, "this is not a JSON string"],
    ["mix", 3, `expected "(" after mix, found the end`],
    ["mix()", 4, `expected a weight, as in mix(0.7: A, 0.3: B), found ")"`],
    ["mix(a)", 4, `expected a weight, as in mix(0.7: A, 0.3: B), found "a"`],
    ["mix(70%: a)", 4, `expected a weight, as in mix(0.7: A, 0.3: B), found "70%"`],
    ["mix(1 a)", 6, `expected ":" after the weight, found "a"`],
    ["mix(1: a", 8, `expected ")" to close mix, found the end`],
    ["mix(1: a) | b", 10, "a combination chooses the items; no step can follow it"],
    ["orElse(a)", 8, `expected ",", found ")"`],
    ["orElse(a, b, c)", 11, `expected ")" to close orElse, found ","`],
    ["subsample(a, b)", 10, `expected the size of the subset, found "a"`],
    ["switch(labeled < 5)", 19, `expected ",", found the end`]
  ])("%j", (text, at, problem) => {
    try {
      parse(text)
      assert.fail("it was read")
    } catch (error) {
      if (!(error instanceof UnreadableStrategy)) throw error
      assert.deepStrictEqual([error.problem, error.at], [problem, at])
    }
  })
})

describe("limits", () => {
  const problem = (text: string) => {
    try {
      parse(text)
      return undefined
    } catch (error) {
      assert.instanceOf(error, UnreadableStrategy)
      return error
    }
  }

  it("hold all that anybody writes", () => {
    assert.isUndefined(problem(`${"sup(".repeat(100)}x${")".repeat(100)}`))
    assert.isUndefined(problem(`${"mix(1: ".repeat(100)}x${")".repeat(100)}`))
    assert.isUndefined(problem(Array.from({ length: 1000 }, () => "a").join(" | ")))
    assert.isUndefined(problem(`f(${Array.from({ length: 100 }, () => "a").join(", ")})`))
  })

  it("refuse parts that are nested deep, where they pass the limit, closed or not", () => {
    for (const [open, n] of [["sup(", 8000], ["mix(1: ", 5000], ["orElse(a, ", 50_000], ["f(x=", 8000]] as const) {
      for (const close of ["", `x${")".repeat(n)}`]) {
        const error = problem(open.repeat(n) + close)
        assert.strictEqual(error?.problem, "parts are nested more than 100 deep")
        assert.strictEqual(error?.at, 100 * open.length)
      }
    }
  })

  it("refuse more steps, parts, arguments and characters than a strategy has", () => {
    const many = (n: number, one: string, between: string) => Array.from({ length: n }, () => one).join(between)
    assert.strictEqual(problem(many(20_000, "a", " | "))?.problem, "a pipeline has at most 1000 steps")
    assert.strictEqual(problem(`mix(${many(20_000, "1: a", ", ")})`)?.problem, "a mix has at most 1000 parts")
    assert.strictEqual(problem(`f(${many(20_000, "a", ", ")})`)?.problem, "f has at most 100 arguments")
    assert.include(problem(" ".repeat(1_000_001))?.problem, "the text has 1000001 characters")
    assert.isBelow(problem(many(20_000, "a", " | "))!.message.length, 300)
  })
})
