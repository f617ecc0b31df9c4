/**
 * From words to a tree, not yet knowing which parts exist.
 */
import { UnreadableStrategy } from "../Errors.ts"
import * as lexer from "./lexer.ts"

/** A number, a word in quotes, a percentage or an expression such as `labeled+budget`. */
export interface Scalar {
  readonly _tag: "Scalar"
  readonly value: number | string | boolean
  readonly at: number
}

/** A part with its arguments. */
export interface Call {
  readonly _tag: "Call"
  readonly name: string
  readonly args: ReadonlyArray<Argument>
  readonly at: number
}

/** An argument, by position or by name. */
export interface Argument {
  readonly name: string | undefined
  readonly value: Scalar | Call
  readonly at: number
}

/** A strategy: calls between bars, the last of which may be a combination. */
export interface Pipeline {
  readonly _tag: "Pipeline"
  readonly calls: ReadonlyArray<Call>
  readonly last: Call | Combination
}

/** The forms that take strategies as arguments. */
export type Combination =
  & { readonly at: number }
  & (
    | { readonly _tag: "Mix"; readonly parts: ReadonlyArray<{ readonly weight: number; readonly strategy: Pipeline }> }
    | { readonly _tag: "Switch"; readonly condition: string; readonly whenTrue: Pipeline; readonly whenFalse: Pipeline }
    | { readonly _tag: "OrElse"; readonly first: Pipeline; readonly second: Pipeline }
    | { readonly _tag: "Subsample"; readonly size: number; readonly strategy: Pipeline }
  )

const combinations = new Set(["mix", "switch", "orElse", "subsample"])

class Parser {
  readonly #text: string
  readonly #tokens: ReadonlyArray<lexer.Token>
  #next = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = lexer.tokens(text)
  }

  get #token(): lexer.Token {
    return this.#tokens[this.#next]!
  }

  #fail(problem: string, at = this.#token.at): never {
    throw new UnreadableStrategy({ text: this.#text, at, problem })
  }

  #take(type: lexer.Token["type"], text?: string): lexer.Token | undefined {
    const token = this.#token
    if (token.type !== type || (text !== undefined && token.text !== text)) return undefined
    this.#next += 1
    return token
  }

  #expect(type: lexer.Token["type"], what: string, text?: string): lexer.Token {
    return this.#take(type, text) ?? this.#fail(`expected ${what}, found ${this.#found()}`)
  }

  #found(): string {
    return this.#token.type === "end" ? "the end" : JSON.stringify(this.#token.text)
  }

  whole(): Pipeline {
    const pipeline = this.#pipeline()
    if (this.#token.type !== "end") this.#fail(`expected "|" or the end, found ${this.#found()}`)
    return pipeline
  }

  #pipeline(): Pipeline {
    const calls: Array<Call> = []
    for (;;) {
      const part = this.#part()
      if (part._tag !== "Call") return { _tag: "Pipeline", calls, last: part }
      if (this.#take("punctuation", "|") === undefined) return { _tag: "Pipeline", calls, last: part }
      calls.push(part)
    }
  }

  #part(): Call | Combination {
    const name = this.#expect("name", "the name of a part")
    return combinations.has(name.text) ? this.#combination(name) : this.#call(name)
  }

  #call(name: lexer.Token): Call {
    const args: Array<Argument> = []
    if (this.#take("punctuation", "(") !== undefined) {
      while (this.#take("punctuation", ")") === undefined) {
        if (args.length > 0) this.#expect("punctuation", `"," or ")"`, ",")
        args.push(this.#argument(args))
      }
    }
    return { _tag: "Call", name: name.text, args, at: name.at }
  }

  #argument(before: ReadonlyArray<Argument>): Argument {
    const { at } = this.#token
    const ahead = this.#tokens[this.#next + 1]
    if (this.#token.type === "name" && ahead?.text === "=") {
      const name = this.#token.text
      this.#next += 2
      if (before.some((argument) => argument.name === name)) this.#fail(`"${name}" is given twice`, at)
      return { name, value: this.#value(), at }
    }
    if (before.some((argument) => argument.name !== undefined)) {
      this.#fail("arguments without a name come before those with one", at)
    }
    return { name: undefined, value: this.#value(), at }
  }

  #value(): Scalar | Call {
    const { at } = this.#token
    const first = this.#atom()
    if (first._tag === "Call") return first
    let value = first.value
    for (;;) {
      const operator = this.#take("punctuation", "+") ?? this.#take("punctuation", "*")
      if (operator === undefined) return { _tag: "Scalar", value, at }
      const next = this.#atom()
      if (next._tag === "Call") this.#fail("expected a number or a name such as budget", next.at)
      value = `${value}${operator.text}${next.value}`
    }
  }

  #atom(): Scalar | Call {
    const token = this.#token
    this.#next += 1
    switch (token.type) {
      case "number":
        return { _tag: "Scalar", value: Number(token.text), at: token.at }
      case "percent":
        return { _tag: "Scalar", value: token.text, at: token.at }
      case "string":
        return { _tag: "Scalar", value: this.#string(token), at: token.at }
      case "name":
        return this.#word(token)
      default:
        this.#next -= 1
        return this.#fail(`expected a value, found ${this.#found()}`)
    }
  }

  #string(token: lexer.Token): string {
    try {
      return JSON.parse(token.text) as string
    } catch {
      return this.#fail("this is not a JSON string", token.at)
    }
  }

  #word(token: lexer.Token): Scalar | Call {
    if (this.#token.text === "(") return this.#call(token)
    if (token.text === "true" || token.text === "false") {
      return { _tag: "Scalar", value: token.text === "true", at: token.at }
    }
    return { _tag: "Scalar", value: token.text, at: token.at }
  }

  #combination(name: lexer.Token): Combination {
    this.#expect("punctuation", `"(" after ${name.text}`, "(")
    const combination = { at: name.at, ...this.#body(name.text) }
    this.#expect("punctuation", `")"`, ")")
    return combination
  }

  #comma(): void {
    this.#expect("punctuation", `","`, ",")
  }

  #body(name: string) {
    switch (name) {
      case "mix":
        return this.#mix()
      case "switch":
        return this.#switch()
      case "orElse":
        return this.#orElse()
      default:
        return this.#subsample()
    }
  }

  #number(what: string): number {
    return Number(this.#expect("number", what).text)
  }

  #mix() {
    const parts: Array<{ readonly weight: number; readonly strategy: Pipeline }> = []
    do {
      const weight = this.#number("a weight, as in mix(0.7: A, 0.3: B)")
      this.#expect("punctuation", `":" after the weight`, ":")
      parts.push({ weight, strategy: this.#pipeline() })
    } while (this.#take("punctuation", ",") !== undefined)
    return { _tag: "Mix", parts } as const
  }

  #switch() {
    const start = this.#token.at
    while (this.#token.text !== "," && this.#token.type !== "end") this.#next += 1
    const condition = this.#text.slice(start, this.#token.at).trim()
    this.#comma()
    const whenTrue = this.#pipeline()
    this.#comma()
    return { _tag: "Switch", condition, whenTrue, whenFalse: this.#pipeline() } as const
  }

  #orElse() {
    const first = this.#pipeline()
    this.#comma()
    return { _tag: "OrElse", first, second: this.#pipeline() } as const
  }

  #subsample() {
    const size = this.#number("the size of the subset")
    this.#comma()
    return { _tag: "Subsample", size, strategy: this.#pipeline() } as const
  }
}

/** The tree of a text. Throws {@link UnreadableStrategy}, pointing at the character. */
export const parse = (text: string): Pipeline => new Parser(text).whole()
