import { assert, describe, it } from "@effect/vitest"
import { firstSentence, lacking } from "./rules.ts"
import type { Export } from "./surface.ts"
import { commentBefore, statementsOf } from "./tree.ts"

/** The last declaration of a text as an export named `f`. */
const exported = (text: string, name = "f"): Export => {
  const node = statementsOf(text).at(-1)!
  return { name, local: name, file: "f.ts", comment: commentBefore(text, node.start), nodes: [node], text }
}

const unions = new Map([["AnyError", ["TooLarge", "TooSmall"]]])

interface More {
  readonly example?: boolean
  readonly throws?: ReadonlyArray<string>
}

const missing = (text: string, name?: string, more: More = {}): ReadonlyArray<string> =>
  lacking(exported(text, name), { ...more, unions, shown: new Set(["Shown"]), source: text })

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
    assert.deepStrictEqual(missing(`/** Half of x. Fails where x is too large. */\n${effect}`), [
      "when it fails with TooLarge"
    ])
    assert.deepStrictEqual(missing(`/** Half of x. Fails with {@link TooLarge} above 9. */\n${effect}`), [])
    assert.deepStrictEqual(missing(`/** Half of x. Fails with {@link AnyError}. */\n${effect}`), [])
    const two = effect.replace("TooLarge", "TooLarge | import(\"./a.ts\").TooSmall")
    assert.deepStrictEqual(missing(`/** Half of x. Fails with TooSmall. */\n${two}`), ["when it fails with TooLarge"])
    assert.deepStrictEqual(missing(`/** Half of x. Fails with AnyError. */\n${two}`), [])
    const union = effect.replace("TooLarge", "AnyError")
    assert.deepStrictEqual(missing(`/** Half of x. Fails with TooSmall or TooLarge. */\n${union}`), [])
    assert.deepStrictEqual(missing("/** Half of x. */\nexport declare const f: (x: number) => Promise<number>;"), [
      "when its promise is rejected"
    ])
    const plain = "/** Half of x. */\nexport declare const f: (x: number) => number;"
    assert.deepStrictEqual(missing(plain), [])
    assert.deepStrictEqual(missing(plain, "f", { throws: [] }), ["when it throws"])
    const generic =
      "/** The same as it. */\nexport declare const f: <E>(it: Effect.Effect<1, E>) => Effect.Effect<1, E>;"
    assert.deepStrictEqual(missing(generic), [])
  })

  it("the classes that are thrown", () => {
    const plain = "/** Half of x; throws for odd x. */\nexport declare const f: (x: number) => number;"
    assert.deepStrictEqual(missing(plain, "f", { throws: ["Odd"] }), ["when it throws Odd"])
    assert.deepStrictEqual(missing(plain.replace("throws", "throws `Odd`"), "f", { throws: ["Odd"] }), [])
  })

  it("what a parameter is taken apart into, and each default where it speaks of it", () => {
    const apart = "export declare const f: ({ size, k }: { readonly size: number; readonly k?: number }) => number;"
    assert.deepStrictEqual(missing(`/** How many there are. */\n${apart}`), ["parameter size", "parameter k"])
    assert.deepStrictEqual(missing(`/** How many of \`size\`. \`k\` is the number of groups. */\n${apart}`), [
      "default of k"
    ])
    assert.deepStrictEqual(missing(`/** How many of \`size\`. \`k\` is the number of groups (10). */\n${apart}`), [])
    const named = "export declare const f: ({ size }: Other) => number;"
    assert.deepStrictEqual(missing(`/** How many there are. */\n${named}`), ["parameter size"])
    assert.deepStrictEqual(missing(`/** How many there are. */\n${named.replace("Other", "Shown")}`), [])
    const far = "export declare const f: (a?: number, k?: number) => number;"
    const text = "/** The first k. It is sorted. It is whole. Default of a: all. */"
    assert.deepStrictEqual(missing(`${text}\n${far}`), ["default of k"])
  })

  it("what a method fails with", () => {
    const text = "export interface Service { /** A row. */\n readonly ask: (x: number) => Effect.Effect<1, TooLarge> }"
    assert.deepStrictEqual(missing(`/** A service. */\n${text}`, "Service"), ["when ask fails with TooLarge"])
    assert.deepStrictEqual(
      missing(`/** A service. */\n${text.replace("A row.", "A row, or TooLarge.")}`, "Service"),
      []
    )
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
