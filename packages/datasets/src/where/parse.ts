/**
 * From the text of a condition to its form. The grammar, loosest first:
 *
 *     or:      and ("or" and)*
 *     and:     not ("and" not)*
 *     not:     "not" not | "(" or ")" | compare
 *     compare: column ("==" | "=" | "!=" | "<" | "<=" | ">" | ">=") value | column "not"? "in" "(" value ("," value)* ")"
 *     column:  a name of letters, digits, _, . and -, or any name between `
 *     value:   "text" | 'text' | number | null | true | false
 */
import { type Token, tokensOf, unreadable } from "./tokens.ts"

/** What a column is compared with: a text, a number, or nothing at all. */
export type Value = string | number | null

/** How two things are compared. */
export type Sign = "==" | "!=" | "<" | "<=" | ">" | ">="

/** A condition on the columns of a row. */
export type Where =
  | { readonly _tag: "And"; readonly of: ReadonlyArray<Where> }
  | { readonly _tag: "Or"; readonly of: ReadonlyArray<Where> }
  | { readonly _tag: "Not"; readonly of: Where }
  | { readonly _tag: "Compare"; readonly column: string; readonly sign: Sign; readonly value: Value }
  | { readonly _tag: "In"; readonly column: string; readonly values: ReadonlyArray<Value> }

/** Deeper than this nobody writes; and no text is to run out of stack. */
const DEPTH = 100

/** Whether a number that is written without a point is the one that is meant: ids have more digits than numbers keep. */
const isExact = (text: string, number: number): boolean => !/^[+-]?\d+$/.test(text) || Number.isSafeInteger(number)

const words = new Set(["and", "or", "not", "in", "null", "true", "false"])

class Parser {
  readonly #text: string
  readonly #tokens: ReadonlyArray<Token>
  #next = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  get #token(): Token {
    return this.#tokens[this.#next]!
  }

  #is(text: string): boolean {
    const token = this.#token
    if (token.kind === "name") return !token.quoted && token.text.toLowerCase() === text
    return token.kind === "sign" && token.text === text
  }

  #takes(text: string): boolean {
    const is = this.#is(text)
    if (is) this.#next++
    return is
  }

  #wants(text: string): void {
    if (!this.#takes(text)) throw this.#wrong(`write ${text} here`)
  }

  #wrong(expected: string) {
    return unreadable(this.#text, this.#token.at, expected)
  }

  whole(): Where {
    const where = this.#or()
    if (this.#token.kind !== "end") throw this.#wrong("write and, or, or nothing more")
    return where
  }

  #or(): Where {
    const of = [this.#and()]
    while (this.#takes("or")) of.push(this.#and())
    return of.length === 1 ? of[0]! : { _tag: "Or", of }
  }

  #and(): Where {
    const of = [this.#not()]
    while (this.#takes("and")) of.push(this.#not())
    return of.length === 1 ? of[0]! : { _tag: "And", of }
  }

  #not(): Where {
    if (++this.#depth > DEPTH) throw this.#wrong(`nest at most ${DEPTH} deep`)
    const where = this.#inner()
    this.#depth--
    return where
  }

  #inner(): Where {
    if (this.#takes("not")) return { _tag: "Not", of: this.#not() }
    if (!this.#takes("(")) return this.#compare()
    const where = this.#or()
    this.#wants(")")
    return where
  }

  #compare(): Where {
    const column = this.#column()
    if (this.#takes("not")) {
      this.#wants("in")
      return { _tag: "Not", of: this.#in(column) }
    }
    if (this.#takes("in")) return this.#in(column)
    const sign = this.#sign()
    const at = this.#token.at, value = this.#value()
    if (value === null && sign !== "==" && sign !== "!=") {
      throw unreadable(this.#text, at, "compare null by == or !=")
    }
    return { _tag: "Compare", column, sign, value }
  }

  #column(): string {
    const token = this.#token
    if (token.kind !== "name" || (!token.quoted && words.has(token.text.toLowerCase()))) {
      throw this.#wrong("write a column's name, between ` where it has spaces")
    }
    this.#next++
    return token.text
  }

  #sign(): Sign {
    const { kind, text } = this.#token
    if (kind !== "sign" || text === "(" || text === ")" || text === ",") {
      throw this.#wrong("write ==, !=, <, <=, >, >= or in")
    }
    this.#next++
    return text === "=" ? "==" : text as Sign
  }

  #in(column: string): Where {
    this.#wants("(")
    const values = [this.#value()]
    while (this.#takes(",")) values.push(this.#value())
    this.#wants(")")
    return { _tag: "In", column, values }
  }

  #value(): Value {
    const token = this.#token
    this.#next++
    if (token.kind === "text") return token.text
    if (token.kind === "number") {
      if (!isExact(token.text, token.number)) {
        throw unreadable(
          this.#text,
          token.at,
          `write ${token.text} in quotes, or with an exponent: it has more digits than a number keeps`
        )
      }
      return token.number
    }
    if (token.kind === "name" && !token.quoted) {
      const word = token.text.toLowerCase()
      if (word === "null") return null
      if (word === "true" || word === "false") return word
    }
    this.#next--
    throw this.#wrong("write a number, a text in quotes, true, false or null")
  }
}

/** The form of a text. Throws `UsageProblem`, which says where it cannot be read and what was expected there. */
export const parse = (text: string): Where => new Parser(text).whole()
