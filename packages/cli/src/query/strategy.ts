/**
 * The strategy that the command line names, with the options of `--set`.
 */
import { type Registry, Spec, Strategy, type UnreadableStrategy } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

/** An option of `--set`, as it was given, and where it begins in the strategy's text. */
interface Set {
  readonly given: string
  readonly at: number
}

/** The recipe's own options that `--set` leaves alone, and after them those it gives, as text. */
const textWith = (recipe: Spec.Spec, sets: ReadonlyMap<string, string>) => {
  const kept = Object.entries(recipe.options).filter(([name]) => !sets.has(name))
  const written = kept.map(([name, value]) => Spec.print(Spec.make("x", { [name]: value })).slice(2, -1))
  let text = `${recipe.name}(${written.join(", ")}`
  const places: Array<Set> = []
  for (const [name, value] of sets) {
    if (!text.endsWith("(")) text += ", "
    places.push({ given: `${name}=${value}`, at: text.length })
    text += `${name}=${value}`
  }
  return { text: `${text})`, places }
}

/** What cannot be read is told of the option that was set: the text that holds it is none of the person's. */
const ofSet = (places: ReadonlyArray<Set>, recipe: Spec.Spec) => (error: UnreadableStrategy) => {
  const { at, problem } = error, set = places.findLast((place) => place.at <= at)
  if (set === undefined) return error
  return new UsageProblem({
    problem: `--set ${set.given}: ${problem.endsWith(".") ? problem.slice(0, -1) : problem}`,
    hint: `marginalia strategies ${recipe.name} tells its options`,
    reason: "Value",
    setting: "set",
    value: set.given,
    expected: problem
  })
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
  const { recipe } = strategy, { places, text } = textWith(recipe, sets)
  return yield* Effect.mapError(Strategy.read(text, registry), ofSet(places, recipe))
})

/**
 * Reads a strategy's name or text; `sets` override options of a named one, their values written as in the text.
 *
 * Fails with `UnreadableStrategy`, which suggests the nearest name, and with `UsageProblem` for `--set` on a pipeline, and for
 * an option of it that cannot be.
 */
export const readStrategy = Effect.fn("readStrategy")(function*(
  text: string,
  sets: ReadonlyMap<string, string>,
  registry: Registry.Registry
) {
  const strategy = yield* Strategy.read(text, registry)
  return sets.size === 0 ? strategy : yield* override(strategy, sets, registry)
})
