/**
 * What the registry knows of a part: enough to build it from text, to document it, and to print it back.
 */
import type * as Schema from "effect/Schema"
import type { Column } from "./Columns.ts"
import { mention } from "./declareColumn.ts"
import { InvalidOptions } from "./Errors.ts"
import * as Options from "./Options.ts"
import * as Spec from "./Spec.ts"

/** What a part is. */
export type Kind = "stage" | "score" | "select" | "strategy"

/**
 * A part as data. `scores` names the options that take a score, in the order in which they are written; `positional`
 * the options that may be written without their names. `make` takes every option by name, and throws {@link
 * InvalidOptions}.
 */
export interface Part<out A = unknown> {
  /** What it makes. */
  readonly kind: Kind
  /** Its name in a text. */
  readonly name: string
  /** What it does, in a sentence or less: for help and docs. */
  readonly summary: string
  /** The Schema of its options; every one has a default. */
  readonly options: Options.Options
  readonly scores: ReadonlyArray<string>
  readonly positional: ReadonlyArray<string>
  readonly make: (options: { readonly [option: string]: unknown }) => A
  /** Where it comes from: paper and equation. */
  readonly source?: string
}

/** A function that makes parts, with the part's description on it as `part`: what a registry takes. */
export type Maker<F, A> = F & { readonly part: Part<A> }

/** Puts a `part`'s description on a function `f` that makes parts, so that a registry can take it. */
export const attach = <F extends object, A>(f: F, part: Part<A>): Maker<F, A> => Object.assign(f, { part })

/** How a part's specs are printed. */
export const layoutOf = (part: Pick<Part, "options" | "positional">): Spec.Layout => ({
  positional: part.positional,
  defaults: Options.defaults(part.options)
})

/** The spec of a part with all its options resolved. */
export const spec = (
  part: Pick<Part, "name" | "options" | "positional">,
  options: { readonly [option: string]: unknown }
): Spec.Spec => Spec.make(part.name, options, layoutOf(part))

/** Refuses a `part` that was written without the score it takes, the option `path`. Throws {@link InvalidOptions}. */
export const missingScore = (part: string, path: string): never => {
  throw new InvalidOptions({ part, path, problem: `${path} is missing; it takes a score, such as typicality` })
}

/** What the definitions of stages, scores and selectors have in common. */
export interface Definition<F extends Options.Fields, N extends Column> {
  /** Its name in a text: small letters, digits and hyphens. */
  readonly name: string
  /** What it does, in a sentence or less: for help and docs. */
  readonly summary: string
  /** Where it comes from: paper and equation. */
  readonly source?: string
  /** A Schema whose fields all have defaults. */
  readonly options: Schema.Struct<F>
  /** The options that may be written without their names. */
  readonly positional?: ReadonlyArray<string>
  /** The columns it needs; a function where an option decides. */
  readonly needs: ReadonlyArray<N> | ((options: Schema.Struct<F>["Type"]) => ReadonlyArray<N>)
}

/**
 * A maker of parts of a `kind` from a `definition`: it decodes the options, says what it needs, prints itself, and can
 * be read from text.
 *
 * `make` builds the part from that; `adds` are the columns that it adds (default none). `Score.define`, `Stage.define`
 * and `Select.define` are made of this. The maker throws `InvalidOptions` on options that the definition does not have.
 */
export const defined = <F extends Options.Fields, N extends Column, A>(
  kind: Exclude<Kind, "strategy">,
  definition: Definition<F, N>,
  make: (spec: Spec.Spec, needs: ReadonlyArray<N>, options: Schema.Struct<F>["Type"]) => A,
  adds: ReadonlyArray<Column> = []
): Maker<(options?: Schema.Struct<F>["Encoded"]) => A, A> => {
  const { name, needs, positional = [], summary, source } = definition
  const options = definition.options
  mention([...typeof needs === "function" ? [] : needs, ...adds])
  const build = (input: object = {}): A => {
    const decoded = Options.decode(name, options, input as { [option: string]: unknown })
    const typed = decoded as Schema.Struct<F>["Type"]
    return make(spec({ name, options, positional }, decoded), typeof needs === "function" ? needs(typed) : needs, typed)
  }
  return attach(build, {
    kind,
    name,
    summary,
    options,
    scores: [],
    positional,
    make: build,
    ...(source === undefined ? {} : { source })
  })
}
