import { assert, describe, it } from "vitest"
import { UnreadableStrategy } from "../Errors.ts"
import { tokens } from "./lexer.ts"

const words = (text: string) => tokens(text).map(({ text: word, type }) => `${type} ${word}`.trim())

describe("tokens", () => {
  it.each([
    ["1", ["number 1"]],
    ["-0.5", ["number -0.5"]],
    ["1e-5", ["number 1e-5"]],
    ["-1E+21", ["number -1E+21"]],
    [".5", ["number .5"]],
    ["10%", ["percent 10%"]],
    ["0.5%", ["percent 0.5%"]],
    ["10*budget", ["number 10", "punctuation *", "name budget"]],
    ["labeled + budget", ["name labeled", "punctuation +", "name budget"]],
    ["one-per-cluster", ["name one-per-cluster"]],
    ["k_means2", ["name k_means2"]],
    [`"a \\"b\\" | c"`, [`string "a \\"b\\" | c"`]],
    ["a|b", ["name a", "punctuation |", "name b"]],
    ["round < 3", ["name round", "punctuation <", "number 3"]],
    ["", []],
    [" \n\t ", []]
  ])("of %j", (text, expected) => {
    assert.deepStrictEqual(words(text), [...expected, "end"])
  })

  it("know where they start", () => {
    assert.deepStrictEqual(tokens("  ab | c").map(({ at }) => at), [2, 5, 7, 8])
  })

  it.each([
    ["a ; b", 2, `the character ";" has no meaning here`],
    ["top(😀)", 4, `the character "😀" has no meaning here`],
    [`f("abc)`, 2, "this quote is never closed"],
    ["a-", 1, `the character "-" has no meaning here`]
  ])("refuse %j", (text, at, problem) => {
    try {
      tokens(text)
      assert.fail("it was read")
    } catch (error) {
      if (!(error instanceof UnreadableStrategy)) throw error
      assert.deepStrictEqual([error.at, error.problem], [at, problem])
    }
  })
})
