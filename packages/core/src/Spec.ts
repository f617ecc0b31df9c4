/**
 * The written form of a part: its name and its options, as data. A strategy prints itself from specs and is read
 * back from them.
 */

/**
 * What an option may be: `"10%"` and `"labeled+budget"` are strings; a score inside a filter is a spec; the widths of a
 * network's layers are a list.
 */
export type OptionValue = number | string | boolean | Spec | ReadonlyArray<OptionValue>

/** A part by name, with every option resolved. */
export interface Spec {
  readonly name: string
  readonly options: { readonly [option: string]: OptionValue }
  /** How to print it. Not part of the JSON form. */
  readonly [layout]?: Layout
}

/** Which options are written by position (`positional`), and the values that need not be written (`defaults`). */
export interface Layout {
  readonly positional: ReadonlyArray<string>
  /** The option whose list is written value by value, after those by position: `hidden` of `mlp(256, 128)`. */
  readonly rest?: string | undefined
  /** Whether the texts of that list are written as they are: strategies. */
  readonly verbatim?: boolean
  readonly defaults: { readonly [option: string]: unknown }
}

const layout: unique symbol = Symbol.for("@marginalia/core/Spec/layout")

/** The value as it is written: −0 is 0, in text and in JSON. */
export const plain = <A>(value: A): A => Object.is(value, -0) ? 0 as A : value

/**
 * A spec: a part's `name` with its `options` (default none). Options that are `undefined` are left out, and −0 is 0.
 * `how` says how to print it; by default every option by name.
 */
export const make = (name: string, options: { readonly [option: string]: unknown } = {}, how?: Layout): Spec => {
  const kept = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined).map(([option, value]) => [option, plain(value)])
  )
  const spec = { name, options: kept as Spec["options"] }
  return how === undefined ? spec : Object.defineProperty(spec, layout, { value: how, enumerable: false })
}

/** The same spec with another value of one option. */
export const withOption = (self: Spec, option: string, value: OptionValue): Spec =>
  make(self.name, { ...self.options, [option]: value }, self[layout])

/** Whether an option's value is a spec. */
export const isSpec = (value: unknown): value is Spec =>
  typeof value === "object" && value !== null && "name" in value && "options" in value

const bare = /^(?:[A-Za-z]\w*(?:-\w+)*|\d+(?:\.\d+)?%|(?:[A-Za-z]\w*|\d+)(?:[+*](?:[A-Za-z]\w*|\d+))+)$/

/**
 * What may stand without quotes beside names: paths and words that begin with a digit, such as `models/dinov2.onnx` and
 * `3x3-pool`. See `text/lexer.ts`, which takes as much as it can.
 */
export const word = /(?:[A-Za-z]:(?=[/\\]))?[\p{L}\p{M}\p{N}_.~@/\\-]*[\p{L}\p{M}\p{N}_.~/\\]/u

/** What is read as a number. */
export const number = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/

const whole = (pattern: RegExp): RegExp => new RegExp(`^(?:${pattern.source})$`, pattern.flags)

const isWord = whole(word), isNumber = whole(number)

const isBare = (value: string): boolean =>
  value !== "true" && value !== "false" && (bare.test(value) || (isWord.test(value) && !isNumber.test(value)))

/** Strings that would be read as something else stand in quotes. */
const printString = (value: string): string => isBare(value) ? value : JSON.stringify(value)

/** The text of an option's value: `0.5`, `models/dinov2.onnx`, `"two words"`, `[256, 128]`, `max-separation(radius=0.1)`. */
export const printValue = (value: OptionValue): string => {
  if (typeof value !== "object") return typeof value === "string" ? printString(value) : String(value)
  return isSpec(value) ? print(value) : `[${value.map(printValue).join(", ")}]`
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => same(one, b[i])))

const written = (self: Spec): string => {
  const { positional, rest, verbatim, defaults } = self[layout] ??
    { positional: [], rest: undefined, verbatim: false, defaults: {} }
  const shown = (name: string, value: OptionValue) =>
    positional.includes(name) || isSpec(value) || !same(defaults[name], value)
  const stated = Object.entries(self.options).filter(([name, value]) => shown(name, value))
  const byName = new Map(stated)
  const args: Array<string> = []
  for (const name of positional) {
    const value = byName.get(name)
    if (value === undefined) break
    args.push(printValue(value))
    byName.delete(name)
  }
  const list = rest === undefined ? undefined : byName.get(rest)
  // A single list is written by its name: alone, it would be taken for all of them.
  if (Array.isArray(list) && list.length > 0 && !list.some(Array.isArray)) {
    args.push(...list.map(verbatim === true ? String : printValue))
    byName.delete(rest!)
  }
  for (const [name, value] of byName) args.push(`${name}=${printValue(value)}`)
  return args.length === 0 ? self.name : `${self.name}(${args.join(", ")})`
}

/** What was printed: a part is printed at every step of every query, and never changes. */
const printed = new WeakMap<Spec, string>()

/**
 * The text of a part: `sup(temperature=0.5)`. Positional options are always written, without their names; of the
 * others, those that are not at their defaults.
 */
export const print = (self: Spec): string => {
  const known = printed.get(self) ?? written(self)
  printed.set(self, known)
  return known
}

const valueToJson = (value: OptionValue): OptionValue => {
  if (Array.isArray(value)) return value.map(valueToJson)
  return isSpec(value) ? toJson(value) : value
}

/** The JSON form: name and options only. */
export const toJson = (self: Spec): Spec => ({
  name: self.name,
  options: Object.fromEntries(Object.entries(self.options).map(([name, value]) => [name, valueToJson(value)]))
})
