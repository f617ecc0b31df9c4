/**
 * The strategy that the command line names, with the options of `--set`.
 */
import { type Registry, Spec, Strategy } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

/** The recipe's own options that `--set` leaves alone, and those it gives, as text. */
const textWith = (recipe: Spec.Spec, sets: ReadonlyMap<string, string>): string => {
  const kept = Object.entries(recipe.options).filter(([name]) => !sets.has(name))
  const written = kept.map(([name, value]) => Spec.print(Spec.make("x", { [name]: value })).slice(2, -1))
  return `${recipe.name}(${[...written, ...[...sets].map(([name, value]) => `${name}=${value}`)].join(", ")})`
}

const override = Effect.fnUntraced(function*(
  strategy: Strategy.Any,
  sets: ReadonlyMap<string, string>,
  registry: Registry.Registry
) {
  if (strategy.recipe === undefined) {
    const problem = `--set changes the options of a named strategy, not of "${Strategy.text(strategy)}"`
    return yield* new UsageProblem({
      problem,
      hint: "write the options into the text",
      reason: "Idle",
      setting: "set",
      value: Strategy.text(strategy)
    })
  }
  return yield* Strategy.read(textWith(strategy.recipe, sets), registry)
})

/**
 * Reads a strategy's name or text; `sets` override options of a named one, their values written as in the text.
 *
 * Fails with `UnreadableStrategy`, which suggests the nearest name, and with `UsageProblem` for `--set` on a pipeline.
 */
export const readStrategy = Effect.fn("readStrategy")(function*(
  text: string,
  sets: ReadonlyMap<string, string>,
  registry: Registry.Registry
) {
  const strategy = yield* Strategy.read(text, registry)
  return sets.size === 0 ? strategy : yield* override(strategy, sets, registry)
})
