import { assert, describe, it } from "@effect/vitest"
import { firstSentence, lacking } from "./rules.ts"
import type { Export } from "./surface.ts"
import { commentBefore, statementsOf } from "./tree.ts"

/** The last declaration of a text as an export named `f`. */
const exported = (text: string, name = "f"): Export => {
  const node = statementsOf(text).at(-1)!
  return { name, local: name, file: "f.ts", comment: commentBefore(text, node.start), nodes: [node], text }
}

const missing = (text: string, name?: string, { example = false, throws = false } = {}): ReadonlyArray<string> =>
  lacking(exported(text, name), throws, example)

const effect = "export declare const f: (x: number) => Effect.Effect<number, TooLarge>;"

describe("what a comment has to say", () => {
  it("a sentence that says what it is", () => {
    assert.deepStrictEqual(missing("export declare const f: number;"), ["has no comment"])
    assert.deepStrictEqual(missing("/** How many there are. */\nexport declare const f: number;"), [])
    assert.lengthOf(missing("/** See the module. */\nexport declare const f: number;"), 1)
    assert.lengthOf(missing("/** Number */\nexport declare const f: number;"), 1)
  })

  it("the parameters, of every signature and of a function that is returned", () => {
    assert.deepStrictEqual(
      missing("/** The sum of the terms. */\nexport declare const f: (terms: number[]) => number;"),
      []
    )
    assert.deepStrictEqual(missing("/** The sum. */\nexport declare const f: (a: number) => (b: number) => number;"), [
      "parameter a",
      "parameter b"
    ])
    const dual = "export declare const f: { (b: number): (self: string) => string; (self: string, b: number): string };"
    assert.deepStrictEqual(missing(`/** The text again. */\n${dual}`), ["parameter b"])
    assert.deepStrictEqual(missing("/** Twice the count. */\nexport declare function f(count: number): number;"), [])
  })

  it("what is meant where one is left out", () => {
    const optional = "export declare const f: (k?: number) => number;"
    assert.deepStrictEqual(missing(`/** The first k. */\n${optional}`), ["default of k"])
    assert.deepStrictEqual(missing(`/** The first \`k\` (10). */\n${optional}`), [])
    assert.deepStrictEqual(missing(`/** The first \`k\` (of many). */\n${optional}`), ["default of k"])
  })

  it("when it goes wrong: an Effect with an error, a promise, a throw", () => {
    assert.deepStrictEqual(missing(`/** Half of x. */\n${effect}`), ["when it fails with TooLarge"])
    assert.deepStrictEqual(missing(`/** Half of x. Fails where x is too large. */\n${effect}`), [])
    assert.deepStrictEqual(missing("/** Half of x. */\nexport declare const f: (x: number) => Promise<number>;"), [
      "when its promise is rejected"
    ])
    const plain = "/** Half of x. */\nexport declare const f: (x: number) => number;"
    assert.deepStrictEqual(missing(plain), [])
    assert.deepStrictEqual(missing(plain, "f", { throws: true }), ["when it throws"])
    const generic =
      "/** The same as it. */\nexport declare const f: <E>(it: Effect.Effect<1, E>) => Effect.Effect<1, E>;"
    assert.deepStrictEqual(missing(generic), [])
  })

  it("the fields of an interface, and the defaults of options", () => {
    const text = "export interface Options { readonly size: number;\n /** A size. */\n readonly k?: number }"
    assert.deepStrictEqual(missing(`/** How it is done. */\n${text}`, "Options"), ["field size", "default of k"])
    assert.deepStrictEqual(
      missing(`/** How it is done, at which size. */\n${text.replace("A size.", "A count (3).")}`, "Options"),
      []
    )
  })

  it("an example, where one is wanted", () => {
    assert.deepStrictEqual(missing("/** All of it. */\nexport declare const f: 1;", "f", { example: true }), [
      "an example"
    ])
  })
})

describe("the first sentence", () => {
  it("ends where a sentence ends", () => {
    assert.strictEqual(firstSentence("One of two.\nThe other."), "One of two.")
    assert.strictEqual(firstSentence("Is it one? It is."), "Is it one?")
    assert.strictEqual(firstSentence("Without an end\n\nand more."), "Without an end")
  })
})
