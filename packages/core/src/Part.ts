/**
 * What the registry knows of a part: enough to build it from text, to document it, and to print it back.
 */
import { InvalidOptions } from "./Errors.ts"
import * as Options from "./Options.ts"
import * as Spec from "./Spec.ts"

/** What a part is. */
export type Kind = "stage" | "score" | "select" | "strategy"

/**
 * A part as data. `scores` names the options that take a score, in the order in which they are written;
 * `positional` the options that may be written without their names. `make` takes every option by name.
 *
 * `make` throws {@link InvalidOptions}.
 */
export interface Part<out A = unknown> {
  readonly kind: Kind
  readonly name: string
  readonly summary: string
  readonly options: Options.Options
  readonly scores: ReadonlyArray<string>
  readonly positional: ReadonlyArray<string>
  readonly make: (options: { readonly [option: string]: unknown }) => A
  /** Where it comes from: paper and equation. */
  readonly source?: string
}

/** A function that makes a part, with the part's description on it. */
export type Maker<F, A> = F & { readonly part: Part<A> }

/** Puts a description on a function that makes parts. */
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

/** Refuses a part that was written without the score it takes. Throws {@link InvalidOptions}. */
export const missingScore = (part: string, path: string): never => {
  throw new InvalidOptions({ part, path, problem: `${path} is missing; it takes a score, such as typicality` })
}
