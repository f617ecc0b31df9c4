/**
 * What `--recipe`, `--set` and `--epochs` say.
 */
import { Named, Registry } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import { type Network, trainingRegistry, trainings } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { readPairs } from "../query/pairs.ts"

const scalar = (text: string): unknown =>
  text === "true" || text === "false" ? text === "true" : Number.isNaN(Number(text)) ? text : Number(text)

/** Names of settings that are others now. */
const formerly: { readonly [key: string]: string } = { decay: "weightDecay", "drop-last": "dropLast" }

/** The configuration where none is named: SUPClust's for a linear classifier, else MSAL's for MNIST. */
export const usual = ({ kind }: Network): string => kind === "linear" ? "supclust-linear" : "msal-mnist"

/**
 * The training configuration that a text names (`supclust`, `msal-mnist(epochs=3)`), with these changes. `plugins` holds
 * more of them. Fails with `InvalidName`, `InvalidOptions`, and `UsageProblem` for a setting that has another name now.
 */
export const readConfig = Effect.fn("readConfig")(function*(
  text: string,
  sets: ReadonlyMap<string, string>,
  plugins: Registry.Registry = Registry.make([])
) {
  const registry = Registry.merge(trainingRegistry, plugins)
  const old = [...sets.keys()].find((key) => Object.hasOwn(formerly, key))
  if (old !== undefined) {
    const now = formerly[old]!
    return yield* new UsageProblem({
      problem: `--set ${old} is written --set ${now} now`,
      hint: `write ${now}`,
      reason: "Unknown",
      setting: "set",
      value: old,
      allowed: Object.values(formerly),
      suggestion: now
    })
  }
  const given = Object.fromEntries([...sets].map(([key, value]) => [key, scalar(value)]))
  return (yield* Named.change(trainings, text, given, registry)).value
})

/** The flags that say how to train, as asked for. */
interface ConfigAsked {
  readonly recipe: Option.Option<string>
  readonly set: ReadonlyArray<string>
  readonly epochs: Option.Option<number>
  readonly batch: Option.Option<number>
}

/** The configuration of `--recipe`, `--set`, `--epochs` and `--batch`. */
export const configOf = Effect.fnUntraced(function*(
  input: ConfigAsked,
  network: Network,
  plugins: Registry.Registry
) {
  const sets = new Map(yield* readPairs("set", input.set))
  for (const [key, value] of [["epochs", input.epochs], ["batch", input.batch]] as const) {
    if (Option.isNone(value)) continue
    if (sets.has(key)) {
      const problem = `--${key} and --set ${key} are given`
      return yield* new UsageProblem({ problem, hint: "give one of them", reason: "Conflict", settings: [key, "set"] })
    }
    sets.set(key, String(value.value))
  }
  const recipe = Option.getOrElse(input.recipe, () => usual(network))
  return { recipe, config: yield* readConfig(recipe, sets, plugins) }
})
