/**
 * Recipes that take a score as an option.
 */
import { Options, Part, Recipe, type Score, type Strategy } from "@marginalia/core"
import type * as Schema from "effect/Schema"

/** How a recipe with a score is built. */
export interface Definition<F extends Options.Fields> {
  readonly name: string
  readonly options: Schema.Struct<F>
  /** The name of the option that takes the score, and the score when none is given. */
  readonly score: string
  readonly fallback: () => Score.Any
  readonly about: Strategy.About
  readonly build: (score: Score.Any, options: Schema.Struct<F>["Type"]) => Strategy.Any
}

/**
 * `Recipe.define` for recipes one of whose options is a score. The result's type does not follow the score's needs: it
 * is narrowed where the recipe is exported.
 */
export const withScore = <F extends Options.Fields>(
  definition: Definition<F>
): Part.Maker<(options?: { readonly [option: string]: unknown }) => Strategy.Any, Strategy.Any> => {
  const { about, name, score: path } = definition
  const options = definition.options
  const shape = { name, options, positional: [path] }
  const make = (input: { readonly [option: string]: unknown } = {}): Strategy.Any => {
    const { [path]: given = definition.fallback(), ...rest } = input
    const score = given as Score.Any
    const decoded = Options.decode(name, options, rest, [path])
    const built = definition.build(score, decoded as Schema.Struct<F>["Type"])
    return Recipe.sign(built, shape, { [path]: score.spec, ...decoded }, about)
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
