/**
 * The written form of a part: its name and its options, as data. A strategy prints itself from specs and is read
 * back from them.
 */

/** What an option may be: `"10%"` and `"labeled+budget"` are strings; a score inside a filter is a spec. */
export type OptionValue = number | string | boolean | Spec

/** A part by name, with every option resolved. */
export interface Spec {
  readonly name: string
  readonly options: { readonly [option: string]: OptionValue }
  /** How to print it. Not part of the JSON form. */
  readonly [layout]?: Layout
}

/** Which options are written by position, and the values that need not be written. */
export interface Layout {
  readonly positional: ReadonlyArray<string>
  readonly defaults: { readonly [option: string]: unknown }
}

const layout: unique symbol = Symbol.for("@marginalia/core/Spec/layout")

/** The value as it is written: −0 is 0, in text and in JSON. */
export const plain = <A>(value: A): A => Object.is(value, -0) ? 0 as A : value

/** Makes a spec; options that are `undefined` are left out, and −0 is 0. */
export const make = (name: string, options: { readonly [option: string]: unknown } = {}, how?: Layout): Spec => {
  const kept = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined).map(([option, value]) => [option, plain(value)])
  )
  const spec = { name, options: kept as Spec["options"] }
  return how === undefined ? spec : Object.defineProperty(spec, layout, { value: how, enumerable: false })
}

/** Whether an option's value is a spec. */
export const isSpec = (value: unknown): value is Spec =>
  typeof value === "object" && value !== null && "name" in value && "options" in value

const bare = /^(?:[A-Za-z]\w*(?:-\w+)*|\d+(?:\.\d+)?%|(?:[A-Za-z]\w*|\d+)(?:[+*](?:[A-Za-z]\w*|\d+))+)$/

/** Strings that would be read as something else stand in quotes. */
const printString = (value: string): string =>
  bare.test(value) && value !== "true" && value !== "false" ? value : JSON.stringify(value)

const printValue = (value: OptionValue): string => {
  if (isSpec(value)) return print(value)
  return typeof value === "string" ? printString(value) : String(value)
}

/**
 * The text of a part: `sup(temperature=0.5)`. Positional options are always written, without their names; of the
 * others, those that are not at their defaults.
 */
export const print = (self: Spec): string => {
  const { positional, defaults } = self[layout] ?? { positional: [], defaults: {} }
  const shown = (name: string, value: OptionValue) =>
    positional.includes(name) || isSpec(value) || defaults[name] !== value
  const written = Object.entries(self.options).filter(([name, value]) => shown(name, value))
  const byName = new Map(written)
  const args: Array<string> = []
  for (const name of positional) {
    const value = byName.get(name)
    if (value === undefined) break
    args.push(printValue(value))
    byName.delete(name)
  }
  for (const [name, value] of byName) args.push(`${name}=${printValue(value)}`)
  return args.length === 0 ? self.name : `${self.name}(${args.join(", ")})`
}

/** The JSON form: name and options only. */
export const toJson = (self: Spec): Spec => ({
  name: self.name,
  options: Object.fromEntries(
    Object.entries(self.options).map(([name, value]) => [name, isSpec(value) ? toJson(value) : value])
  )
})
