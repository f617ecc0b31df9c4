/**
 * Recipes: strategies with a name, options, a paper, and a page.
 */
import type * as Schema from "effect/Schema"
import type { Column } from "./Columns.ts"
import * as Options from "./Options.ts"
import * as Part from "./Part.ts"
import type * as Score from "./Score.ts"
import * as Strategy from "./Strategy.ts"

/**
 * What {@link define} returns: call it with options `O` to get the strategy. A type of options whose fields have comments, written at
 * the export, shows them to whoever calls it.
 */
export type Maker<O, N extends Column, R = never> = Part.Maker<
  (options?: O) => Strategy.Strategy<N, R>,
  Strategy.Strategy<N, R>
>

/**
 * Puts a recipe's name and options (`part`, `options`) and its page (`about`) on a strategy that was `built` from them.
 */
export const sign = <N extends Column, R>(
  built: Strategy.Strategy<N, R>,
  part: Pick<Part.Part, "name" | "options" | "positional">,
  options: { readonly [option: string]: unknown },
  about: Strategy.About
): Strategy.Strategy<N, R> => Strategy.fromNode(part.name, built.node, { recipe: Part.spec(part, options), about })

/**
 * Defines a recipe, a strategy with a name: its options, what its page says, and how it is built.
 *
 * `definition.options` is a Schema whose fields all have defaults; `about` may depend on them; `build` makes the
 * strategy from them. The result is called with options, throws `InvalidOptions` on others, and the registry can read
 * it from text.
 */
export const define = <F extends Options.Fields, N extends Column, R>(definition: {
  readonly name: string
  readonly options: Schema.Struct<F>
  readonly about: Strategy.About | ((options: Schema.Struct<F>["Type"]) => Strategy.About)
  readonly build: (options: Schema.Struct<F>["Type"]) => Strategy.Strategy<N, R>
}): Maker<Schema.Struct<F>["Encoded"], N, R> => {
  const { name } = definition
  const options = definition.options
  const aboutOf = (decoded: Schema.Struct<F>["Type"]) =>
    typeof definition.about === "function" ? definition.about(decoded) : definition.about
  const build = (input: object = {}): Strategy.Strategy<N, R> => {
    const decoded = Options.decode(name, options, input as { [option: string]: unknown })
    const typed = decoded as Schema.Struct<F>["Type"]
    return sign(definition.build(typed), { name, options, positional: [] }, decoded, aboutOf(typed))
  }
  const about = aboutOf(Options.decode(name, options) as Schema.Struct<F>["Type"])
  return Part.attach(build, {
    kind: "strategy",
    name,
    summary: about.summary,
    options,
    scores: [],
    positional: [],
    make: build,
    ...(about.paper === undefined ? {} : { source: about.paper })
  })
}

/** What {@link defineOver} takes: the name `K` of the option that is a score, and what a recipe has besides. */
export interface OverDefinition<F extends Options.Fields, K extends string> {
  /** Its name in a text: small letters, digits and hyphens. */
  readonly name: string
  /** A Schema of the other options, whose fields all have defaults. */
  readonly options: Schema.Struct<F>
  /** The name of the option that takes the score: `uncertainty`. It may be written without its name. */
  readonly score: K
  /** The score when none is given. */
  readonly fallback: () => Score.Any
  /** What its page says. */
  readonly about: Strategy.About
  /** Makes the strategy from the score and the other options. */
  readonly build: (score: Score.Any, options: Schema.Struct<F>["Type"]) => Strategy.Any
}

/**
 * Defines a recipe one of whose options is a score: as {@link define}, but that `definition.build` is given the score first.
 *
 * The score's columns are not in the result's type, since what becomes of them (the pipeline may add some) is known to the recipe
 * alone: the export narrows it to a function of the score's needs, `as Part.Maker<Mine, Strategy.Any>`. The result throws
 * `InvalidOptions` on options that it does not have, and the registry can read it from text: `msal-d(margin, beta=5)`.
 */
export const defineOver = <F extends Options.Fields, const K extends string>(
  definition: OverDefinition<F, K>
): Part.Maker<
  (options?: { readonly [P in K]?: Score.Any } & Schema.Struct<F>["Encoded"]) => Strategy.Any,
  Strategy.Any
> => {
  const { about, fallback, name, options, score: path } = definition
  const shape = { name, options, positional: [path] }
  const make = (input: { readonly [option: string]: unknown } = {}): Strategy.Any => {
    const { [path]: given = fallback(), ...rest } = input, score = given as Score.Any
    const decoded = Options.decode(name, options as Options.Options, rest, [path])
    const built = definition.build(score, decoded as Schema.Struct<F>["Type"])
    return sign(built, shape, { [path]: score.spec, ...decoded }, about)
  }
  return Part.attach(make, {
    kind: "strategy",
    ...shape,
    summary: about.summary,
    scores: [path],
    make,
    ...(about.paper === undefined ? {} : { source: about.paper })
  })
}
