/**
 * Where a parser stands in a text: the words, one after the other, and how it fails. Tested by `parser.test.ts`.
 */
import { UnreadableStrategy } from "../Errors.ts"
import * as lexer from "./lexer.ts"
import type { Located } from "./tree.ts"

/** How much a text may hold: far more than anybody writes, and little enough to be read at once. */
export const limits = {
  characters: 1_000_000,
  depth: 100,
  steps: 1000,
  parts: 1000,
  arguments: 100,
  items: 1000
} as const

/** Goes through the words of a text. Throws {@link UnreadableStrategy}, pointing at the character. */
export class Cursor {
  readonly text: string
  readonly #tokens: ReadonlyArray<lexer.Token>
  #next = 0
  #depth = 0

  constructor(text: string) {
    this.text = text
    const { length } = text
    if (length > limits.characters) {
      this.fail(`the text has ${length} characters, and a strategy has at most ${limits.characters}`, 0)
    }
    this.#tokens = lexer.tokens(text)
  }

  /** The word at which it stands. */
  get token(): lexer.Token {
    return this.#tokens[this.#next]!
  }

  /** The word after that. */
  get ahead(): lexer.Token | undefined {
    return this.#tokens[this.#next + 1]
  }

  skip(words = 1): void {
    this.#next += words
  }

  fail(problem: string, at = this.token.at): never {
    throw new UnreadableStrategy({ text: this.text, at, problem })
  }

  /** Goes past a word of a kind (and a text), where it stands at one. */
  take(type: lexer.Token["type"], text?: string): lexer.Token | undefined {
    const token = this.token
    if (token.type !== type || (text !== undefined && token.text !== text)) return undefined
    this.#next += 1
    return token
  }

  /** As {@link take}; fails where it stands at something else. */
  expect(type: lexer.Token["type"], what: string, text?: string): lexer.Token {
    return this.take(type, text) ?? this.fail(`expected ${what}, found ${this.found()}`)
  }

  /** Where it stands, in a message. */
  found(): string {
    return this.token.type === "end" ? "the end" : JSON.stringify(this.token.text)
  }

  /** Reads what stands between parentheses, unless there are too many around it. */
  inside<A>(at: number, read: () => A): A {
    if (this.#depth >= limits.depth) this.fail(`parts are nested more than ${limits.depth} deep`, at)
    this.#depth += 1
    const value = read()
    this.#depth -= 1
    return value
  }

  /** Fails where a list holds as much as it may. */
  room(count: number, what: keyof typeof limits, holder: string): void {
    if (count >= limits[what]) this.fail(`${holder} has at most ${limits[what]} ${what}`)
  }

  /** Goes past a comma. */
  comma(): void {
    this.expect("punctuation", `","`, ",")
  }

  /** Goes past a number, `what` it is in a message. */
  number(what: string): Located<number> {
    const { at, text } = this.expect("number", what)
    return { value: Number(text), at }
  }

  /** The text that stands in quotes. */
  string(token: lexer.Token): string {
    try {
      return JSON.parse(token.text) as string
    } catch {
      return this.fail("this is not a JSON string", token.at)
    }
  }
}
