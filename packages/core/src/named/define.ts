/**
 * A thing that has a name: what is known of it, and how it is defined.
 */
import type * as Schema from "effect/Schema"
import * as Options from "../Options.ts"
import * as Spec from "../Spec.ts"
import type { Kind } from "./kind.ts"

/** What the registry knows of a thing: enough to build it from a text, to document it, and to print it back. */
export interface Named<out A = unknown> {
  /** The word of its kind. */
  readonly kind: string
  /** Its name in a text. */
  readonly name: string
  /** A sentence that says what it is. */
  readonly summary: string
  /** What it takes. */
  readonly options: Options.Options
  /** The options that may be written without their names, in this order. */
  readonly positional: ReadonlyArray<string>
  /** The option that takes the values after these, as a list: `hidden` of `mlp(256, 128)`. */
  readonly rest?: string | undefined
  /** Where it comes from: paper and equation. */
  readonly source?: string | undefined
  /** Builds it from options by name. Throws `InvalidOptions`. */
  readonly make: (options: { readonly [option: string]: unknown }) => A
}

/** What {@link define} takes. */
export interface Definition<F extends Options.Fields, A> {
  /** Letters, digits and hyphens. */
  readonly name: string
  /** A sentence that says what it is. */
  readonly summary: string
  /** A Schema, with `Options.field` for each option that has a default and `Options.required` for the others; none by default. */
  readonly options?: Schema.Struct<F>
  /** The options that may be written without their names, in this order; none by default. */
  readonly positional?: ReadonlyArray<keyof F & string>
  /** The option that takes all further values without a name, as a list. */
  readonly rest?: keyof F & string
  /** Where it comes from: paper and equation. */
  readonly source?: string
  /** Builds it. `spec` is how it is written: name and options. */
  readonly make: (options: Schema.Struct<F>["Type"], spec: Spec.Spec) => A
}

/** The options a maker is called with; nothing where all have defaults. */
export type Given<F extends Options.Fields> = {} extends Schema.Struct<F>["Encoded"]
  ? [options?: Schema.Struct<F>["Encoded"]]
  : [options: Schema.Struct<F>["Encoded"]]

/** What {@link define} returns: call it with options to get the thing. */
export type Maker<F extends Options.Fields, A> = ((...given: Given<F>) => A) & { readonly part: Named<A> }

/** How the specs of a thing are printed. */
const layoutOf = ({ options, positional, rest }: Pick<Named, "options" | "positional" | "rest">): Spec.Layout => ({
  positional,
  rest,
  defaults: Options.defaults(options)
})

/** How a thing, `named` so, is written with these options, all of them decoded. */
export const spec = (
  named: Pick<Named, "name" | "options" | "positional" | "rest">,
  options: { readonly [option: string]: unknown }
): Spec.Spec => Spec.make(named.name, options, layoutOf(named))

/** How what {@link define}'s makers have made is written. */
const specs = new WeakMap<object, Spec.Spec>()

/** How a thing that was made here, in code or from a text, is written; undefined for other values. */
export const specOf = (value: unknown): Spec.Spec | undefined =>
  typeof value === "object" && value !== null ? specs.get(value) : undefined

/** Options as they are written: what is named itself by its spec, or left out where it was not given by name. */
const writable = (
  options: Options.Options,
  given: { readonly [option: string]: unknown },
  decoded: { readonly [option: string]: unknown }
): { readonly [option: string]: unknown } =>
  Object.fromEntries(
    Object.entries(decoded).map(([option, value]) =>
      Options.kindOfField(options.fields[option]!) === undefined ? [option, value] : [option, specOf(given[option])]
    )
  )

/**
 * Defines a thing of a kind: a name, a sentence, an options Schema, and how it is built. The result is called with
 * options; with `Registry.make` it can be read from a text, and a plugin's exports are found by it.
 *
 * Throws `InvalidOptions` when called with an option that it does not have, or a value that the option does not take.
 *
 * `definition` says all that is known of it.
 */
export const define = <A, F extends Options.Fields = {}>(
  { word }: Kind<A>,
  definition: Definition<F, A>
): Maker<F, A> => {
  const { name, positional = [], rest, source, summary } = definition
  const options = (definition.options ?? Options.none) as Options.Options
  const about = { kind: word, name, summary, options, positional, rest, source }
  const build = (given: object = {}): A => {
    const decoded = Options.decode(name, options, given as { readonly [option: string]: unknown })
    const text = spec(about, writable(options, given as { readonly [option: string]: unknown }, decoded))
    const made = definition.make(decoded as Schema.Struct<F>["Type"], text)
    if (typeof made === "object" && made !== null) specs.set(made, text)
    return made
  }
  return Object.assign(build as (...given: Given<F>) => A, { part: { ...about, make: build } })
}
