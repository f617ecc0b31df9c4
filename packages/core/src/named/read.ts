/**
 * From `name(value, key=value)` to what is named.
 */
import * as Effect from "effect/Effect"
import { InvalidOptions, UnreadableStrategy } from "../Errors.ts"
import * as Options from "../Options.ts"
import type { Registry } from "../Registry.ts"
import * as Spec from "../Spec.ts"
import * as Suggest from "../Suggest.ts"
import { parseCall } from "../text/parser.ts"
import type { Argument, Call, Value } from "../text/tree.ts"
import * as define from "./define.ts"
import { InvalidName } from "./invalid-name.ts"
import type { Kind } from "./kind.ts"

/** What was read: the thing (`value`), and how it is written (`Spec.print`), every option decoded. */
export interface Read<out A> {
  readonly spec: Spec.Spec
  readonly value: A
}

/** All things of a kind that a registry holds, by name, in the order of definition. */
export const all = <A>(registry: Registry, { word }: Kind<A>): ReadonlyMap<string, define.Named<A>> =>
  (registry.things.get(word) ?? new Map<string, never>()) as ReadonlyMap<string, define.Named<A>>

/** How to read. */
export interface Reading {
  /** What becomes of an option that is a path; it stays as it is by default. */
  readonly path?: (path: string) => string
}

const renamed = ({ word: kind }: Kind<unknown>, text: string, now: string): InvalidName =>
  new InvalidName({ kind, text, reason: { _tag: "Renamed", value: text, suggestion: now } })

const unreadable = ({ word: kind }: Kind<unknown>, text: string, { at, problem }: UnreadableStrategy): InvalidName =>
  new InvalidName({ kind, text, reason: { _tag: "Unreadable", at, problem } })

const unknown = ({ word: kind }: Kind<unknown>, text: string, value: string, names: Iterable<string>): InvalidName => {
  const allowed = [...names]
  return new InvalidName({
    kind,
    text,
    reason: { _tag: "Unknown", value, allowed, suggestion: Suggest.nearest(value, allowed) }
  })
}

const parsed = (kind: Kind<unknown>, text: string): Call => {
  const now = kind.now(text)
  if (now !== undefined) throw renamed(kind, text, now)
  try {
    return parseCall(text)
  } catch (error) {
    throw error instanceof UnreadableStrategy ? unreadable(kind, text, error) : error
  }
}

const twice = (part: string, path: string) => new InvalidOptions({ part, path, reason: { _tag: "Twice" } })

/** Arguments by name; those without one go to the positional options, and then to the rest. */
const byName = ({ name: part, positional, rest }: define.Named, args: ReadonlyArray<Argument>) => {
  const given = new Map<string, Value>(), more: Array<Value> = []
  for (const [i, { name = positional[i], value }] of args.entries()) {
    if (name === undefined) more.push(value)
    else if (given.has(name)) throw twice(part, name)
    else given.set(name, value)
  }
  const [first] = more
  if (first === undefined) return given
  if (rest === undefined) {
    throw new InvalidOptions({ part, path: "", reason: { _tag: "OneTooMany", positional } })
  }
  if (given.has(rest)) throw twice(part, rest)
  return given.set(
    rest,
    more.length === 1 && first._tag === "List" ? first : { _tag: "List", items: more, at: first.at }
  )
}

const plain = (part: string, path: string, value: Value): unknown => {
  if (value._tag === "List") return value.items.map((item) => plain(part, path, item))
  if (value._tag === "Scalar") return value.value
  throw new InvalidOptions({ part, path, reason: { _tag: "Nested", value: value.name } })
}

/** What names a thing within a thing: a name, with or without parentheses, or in quotes. */
const callOf = (kind: Kind<unknown>, value: Value): Call | undefined => {
  if (value._tag === "Call") return value
  if (value._tag === "List" || typeof value.value !== "string") return undefined
  return parsed(kind, value.value)
}

interface Context extends Reading {
  readonly text: string
  readonly registry: Registry
}

const build = <A>(kind: Kind<A>, call: Call, context: Context): Read<A> => {
  const things = all(context.registry, kind), named = things.get(call.name)
  if (named === undefined) {
    const now = kind.now(call.name)
    throw now === undefined
      ? unknown(kind, context.text, call.name, things.keys())
      : renamed(kind, call.name, now)
  }
  const { fields } = named.options
  const values: { [option: string]: unknown } = {}, written: { [option: string]: unknown } = {}
  for (const [option, value] of byName(named, call.args)) {
    const field = Object.hasOwn(fields, option) ? fields[option] : undefined
    const inner = field === undefined ? undefined : Options.kindOfField(field)
    const nested = inner === undefined ? undefined : callOf(inner, value)
    if (inner !== undefined && nested !== undefined) {
      const read = build(inner, nested, context)
      values[option] = read.value
      written[option] = read.spec
    } else {
      const found = plain(named.name, option, value)
      values[option] = field !== undefined && Options.isPath(field) && typeof found === "string" && context.path
        ? context.path(found)
        : found
    }
  }
  const value = named.make(values)
  const decoded = Object.entries(Options.decode(named.name, named.options, values))
  const plainOnes = decoded.filter(([option]) => Options.kindOfField(fields[option]!) === undefined)
  return { value, spec: define.spec(named, { ...Object.fromEntries(plainOnes), ...written }) }
}

const isValue = (value: unknown): value is Spec.OptionValue =>
  Array.isArray(value) ? value.every(isValue) : ["string", "number", "boolean"].includes(typeof value)

/**
 * What a `text` names among the things of a `kind` in a `registry`, with other values for some of its options:
 * `changes`, as they would be written (numbers, texts, true or false, and lists of them).
 *
 * Throws as {@link readUnsafe} does, and `InvalidOptions` for a value that cannot be written.
 */
export const changeUnsafe = <A>(
  kind: Kind<A>,
  text: string,
  changes: { readonly [option: string]: unknown },
  registry: Registry
): Read<A> => {
  const found = readUnsafe(kind, text, registry), { name, options } = found.spec
  if (Object.keys(changes).length === 0) return found
  const wrong = Object.entries(changes).find(([, value]) => !isValue(value))
  if (wrong !== undefined) {
    const [path, value] = wrong,
      expected = "a value as it is written in a text: a number, a text, true, false, or a list"
    throw new InvalidOptions({ part: name, path, reason: { _tag: "Value", value, expected } })
  }
  return readUnsafe(kind, Spec.print(Spec.make(name, { ...options, ...changes })), registry)
}

/**
 * {@link changeUnsafe} as an effect, with the same `kind`, `text` and `registry`; it fails with what that throws:
 * {@link InvalidName} for a name or a text that is none, {@link InvalidOptions} for an option.
 */
export const change = <A>(
  kind: Kind<A>,
  text: string,
  changes: { readonly [option: string]: unknown },
  registry: Registry
): Effect.Effect<Read<A>, InvalidName | InvalidOptions> => attempted(() => changeUnsafe(kind, text, changes, registry))

const attempted = <A>(f: () => A): Effect.Effect<A, InvalidName | InvalidOptions> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(f())
    } catch (error) {
      if (error instanceof InvalidName || error instanceof InvalidOptions) return Effect.fail(error)
      throw error
    }
  })

/**
 * {@link read} for callers without Effect, with the same `kind`, `text`, `registry` and `reading` (default nothing):
 * throws {@link InvalidName} or `InvalidOptions`.
 */
export const readUnsafe = <A>(
  kind: Kind<A>,
  text: string,
  registry: Registry,
  reading: Reading = {}
): Read<A> => {
  const trimmed = text.trim()
  return build(kind, parsed(kind, trimmed), { ...reading, text: trimmed, registry })
}

/**
 * What a text such as `pca(64)` names among the things of `registry` that are of this kind, and how it is written in
 * full.
 *
 * Fails with {@link InvalidName}: the text cannot be read, nothing is called so (with what there is, and what was
 * probably meant), or it is spelled as it was once; and with `InvalidOptions` on an option that the thing does not
 * have, or a value that the option does not take.
 *
 * By default of `reading`, paths stay as they are.
 */
export const read = <A>(
  kind: Kind<A>,
  text: string,
  registry: Registry,
  reading: Reading = {}
): Effect.Effect<Read<A>, InvalidName | InvalidOptions> => attempted(() => readUnsafe(kind, text, registry, reading))
