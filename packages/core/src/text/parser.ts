/**
 * From words to a tree.
 */
import { Cursor } from "./cursor.ts"
import type * as lexer from "./lexer.ts"
import type { Argument, Body, Call, Combination, List, Located, Pipeline, Share, Value } from "./tree.ts"

const combinations = new Set(["mix", "switch", "orElse", "subsample", "per-group", "at-most-per"])

/** The steps that take strategies, before arguments with a name. */
const overStrategies = new Set(["keep-picked"])

class Parser extends Cursor {
  whole(): Pipeline {
    const pipeline = this.#pipeline()
    if (this.token.type !== "end") this.fail(`expected "|" or the end, found ${this.found()}`)
    return pipeline
  }

  /** One name with its arguments, and nothing after it. */
  alone(): Call {
    const call = this.#call(this.expect("name", "a name"))
    if (this.token.type !== "end") this.fail(`expected the end, found ${this.found()}`)
    return call
  }

  #pipeline(): Pipeline {
    const calls: Array<Call> = []
    for (;;) {
      const part = this.#part()
      const { at } = this.token
      if (this.take("punctuation", "|") === undefined) return { _tag: "Pipeline", calls, last: part }
      if (part._tag !== "Call") return this.fail("a combination chooses the items; no step can follow it", at)
      calls.push(part)
      this.room(calls.length, "steps", "a pipeline")
    }
  }

  #part(): Call | Combination {
    const name = this.expect("name", "the name of a part")
    return combinations.has(name.text) ? this.#combination(name) : this.#call(name)
  }

  /** Strategies with commas between, up to the first argument with a name. */
  #strategies(): ReadonlyArray<Pipeline> {
    const all: Array<Pipeline> = []
    while (this.token.text !== ")" && this.ahead?.text !== "=") {
      this.room(all.length, "parts", "a list of strategies")
      all.push(this.#pipeline())
      if (this.token.text !== ")") this.comma()
    }
    return all
  }

  #overStrategies(name: lexer.Token): Call {
    this.expect("punctuation", `"(" after ${name.text}`, "(")
    return this.inside(name.at, () => {
      const strategies = this.#strategies()
      return { _tag: "Call", name: name.text, strategies, args: this.#arguments(name), at: name.at }
    })
  }

  #call(name: lexer.Token): Call {
    if (overStrategies.has(name.text) && this.token.text === "(") return this.#overStrategies(name)
    const args = this.take("punctuation", "(") === undefined ? [] : this.inside(name.at, () => this.#arguments(name))
    return { _tag: "Call", name: name.text, args, at: name.at }
  }

  #arguments(name: lexer.Token): ReadonlyArray<Argument> {
    const args: Array<Argument> = []
    while (this.take("punctuation", ")") === undefined) {
      if (args.length > 0) this.expect("punctuation", this.#after(args.at(-1)!, ")"), ",")
      this.room(args.length, "arguments", name.text)
      args.push(this.#argument(args))
    }
    return args
  }

  /** What may follow a value; words that stand side by side were meant as one. */
  #after({ value }: Pick<Argument, "value">, close: string): string {
    const next = this.token.type, isText = value._tag === "Scalar" && typeof value.value === "string"
    const quotes = isText && (next === "name" || next === "word" || next === "number")
    return `"," or "${close}"${quotes ? " (a text with spaces stands in double quotes)" : ""}`
  }

  #argument(before: ReadonlyArray<Argument>): Argument {
    const { at } = this.token
    const ahead = this.ahead
    if (this.token.type === "name" && ahead?.text === "=") {
      const name = this.token.text
      this.skip(2)
      if (before.some((argument) => argument.name === name)) this.fail(`"${name}" is given twice`, at)
      return { name, value: this.#value(), at }
    }
    if (before.some((argument) => argument.name !== undefined)) {
      this.fail("arguments without a name come before those with one", at)
    }
    return { name: undefined, value: this.#value(), at }
  }

  #list(at: number): List {
    const items: Array<Value> = []
    while (this.take("punctuation", "]") === undefined) {
      if (items.length > 0) this.expect("punctuation", this.#after({ value: items.at(-1)! }, "]"), ",")
      this.room(items.length, "items", "a list")
      items.push(this.#value())
    }
    return { _tag: "List", items, at }
  }

  #value(): Value {
    const { at, text } = this.token
    if (this.take("punctuation", "[") !== undefined) return this.inside(at, () => this.#list(at))
    const first = this.#atom()
    if (first._tag === "Call") return first
    let expression = text
    for (;;) {
      const operator = this.take("punctuation", "+") ?? this.take("punctuation", "*")
      if (operator === undefined) return expression === text ? first : { _tag: "Scalar", value: expression, at }
      const next = this.take("name") ?? this.take("number") ??
        this.fail(`expected a number or a name such as budget`)
      expression += `${operator.text}${next.text}`
    }
  }

  #atom(): Exclude<Value, List> {
    const token = this.token
    this.skip()
    switch (token.type) {
      case "number":
        return { _tag: "Scalar", value: Number(token.text), at: token.at }
      case "percent":
      case "word":
        return { _tag: "Scalar", value: token.text, at: token.at }
      case "string":
        return { _tag: "Scalar", value: this.string(token), at: token.at }
      case "name":
        return this.#word(token)
      default:
        this.skip(-1)
        return this.fail(`expected a value, found ${this.found()}`)
    }
  }

  #word(token: lexer.Token): Exclude<Value, List> {
    if (this.token.text === "(") return this.#call(token)
    if (token.text === "true" || token.text === "false") {
      return { _tag: "Scalar", value: token.text === "true", at: token.at }
    }
    return { _tag: "Scalar", value: token.text, at: token.at }
  }

  #combination(name: lexer.Token): Combination {
    this.expect("punctuation", `"(" after ${name.text}`, "(")
    const combination = { at: name.at, ...this.inside(name.at, () => this.#body(name.text)) }
    this.expect("punctuation", `")" to close ${name.text}`, ")")
    return combination
  }

  #body(name: string): Body {
    switch (name) {
      case "mix":
        return this.#mix()
      case "switch":
        return this.#switch()
      case "orElse":
        return this.#orElse()
      case "per-group":
        return this.#perGroup()
      case "at-most-per":
        return this.#atMostPer()
      default:
        return this.#subsample()
    }
  }

  #mix(): Body {
    const parts: Array<Share> = []
    do {
      this.room(parts.length, "parts", "a mix")
      const { at, value: weight } = this.number("a weight, as in mix(0.7: A, 0.3: B)")
      this.expect("punctuation", `":" after the weight`, ":")
      parts.push({ weight, strategy: this.#pipeline(), at })
    } while (this.take("punctuation", ",") !== undefined)
    return { _tag: "Mix", parts }
  }

  #condition(): Located<string> {
    const { at } = this.token
    while (this.token.text !== "," && this.token.type !== "end") this.skip()
    return { value: this.text.slice(at, this.token.at).trim(), at }
  }

  #switch(): Body {
    const condition = this.#condition()
    this.comma()
    const whenTrue = this.#pipeline()
    this.comma()
    return { _tag: "Switch", condition, whenTrue, whenFalse: this.#pipeline() }
  }

  #orElse(): Body {
    const first = this.#pipeline()
    this.comma()
    return { _tag: "OrElse", first, second: this.#pipeline() }
  }

  /** A column's name; in quotes where it is no word of the text. */
  #column(): Located<string> {
    const { at } = this.token, quoted = this.take("string")
    if (quoted !== undefined) return { value: this.string(quoted), at }
    const { text } = this.take("word") ?? this.expect("name", "a column's name, as in per-group(site, A)")
    return { value: text, at }
  }

  #perGroup(): Body {
    const column = this.#column()
    this.comma()
    return { _tag: "PerGroup", column, strategy: this.#pipeline() }
  }

  #most(): Located<number | string> {
    const { at } = this.token, share = this.take("percent")
    return share === undefined ? this.number("the most of a group, such as 3 or 10%") : { value: share.text, at }
  }

  #atMostPer(): Body {
    const column = this.#column()
    this.comma()
    const most = this.#most()
    this.comma()
    return { _tag: "AtMostPer", column, most, strategy: this.#pipeline() }
  }

  #subsample(): Body {
    const size = this.number("the size of the subset")
    this.comma()
    return { _tag: "Subsample", size, strategy: this.#pipeline() }
  }
}

/** The tree of a text. Throws {@link UnreadableStrategy}, pointing at the character. */
export const parse = (text: string): Pipeline => new Parser(text).whole()

/** The tree of one name with its arguments: `pca(64)`. Throws {@link UnreadableStrategy}, pointing at the character. */
export const parseCall = (text: string): Call => new Parser(text).alone()
