/**
 * What `--recipe`, `--set` and `--epochs` say.
 */
import { type InvalidOptions, Options, Suggest } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import { type Network, type Recipe, recipe, recipes } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const { msal } = recipes

/** The papers' recipes by the names that `--recipe` takes. */
export const named: ReadonlyMap<string, Recipe> = new Map([
  ["supclust", recipes.supclust],
  ["supclust-isic", recipes.supclustIsic],
  ["supclust-linear", recipes.supclustLinear],
  ["typiclust-linear", recipes.typiclustLinear],
  ["msal.mnist", msal.mnist],
  ["msal.svhn", msal.svhn],
  ["msal.cifar10", msal.cifar10],
  ["msal.cifar100", msal.cifar100],
  ["msal.tiny-imagenet", msal.tinyImagenet]
])

const Count = Schema.Int.check(Schema.isGreaterThan(0))
const Positive = Schema.Finite.check(Schema.isGreaterThan(0))
const NonNegative = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** What `--set` takes, with what it is for a recipe. */
const settingsFor = ({ augment, batch, dropLast, epochs, optimizer, rate, schedule }: Recipe) => {
  const sgd = optimizer.kind === "sgd" ? optimizer : { momentum: 0.9, nesterov: true, weightDecay: 0 }
  return Schema.Struct({
    optimizer: Options.field(Schema.Literals(["sgd", "adam"]), optimizer.kind, ""),
    rate: Options.field(Positive, rate, ""),
    momentum: Options.field(NonNegative, sgd.momentum, ""),
    nesterov: Options.field(Schema.Boolean, sgd.nesterov, ""),
    decay: Options.field(NonNegative, sgd.weightDecay, ""),
    schedule: Options.field(Schema.Literals(["constant", "cosine"]), schedule.kind, ""),
    epochs: Options.field(Count, epochs, ""),
    batch: Options.field(Count, batch, ""),
    "drop-last": Options.field(Schema.Boolean, dropLast, ""),
    crop: Options.field(Schema.Natural, augment.crop, ""),
    flip: Options.field(Schema.Boolean, augment.flip, "")
  })
}

type Settings = ReturnType<typeof settingsFor>["Type"]

const changed = (base: Recipe, settings: Settings): Recipe => {
  const { batch, crop, decay, epochs, flip, momentum, nesterov, optimizer, rate, schedule } = settings
  return recipe({
    optimizer: optimizer === "adam" ? { kind: "adam" } : { kind: "sgd", momentum, nesterov, weightDecay: decay },
    rate,
    schedule: schedule === base.schedule.kind ? base.schedule : { kind: schedule },
    epochs,
    batch,
    dropLast: settings["drop-last"],
    augment: { crop, flip },
    start: base.start
  })
}

const scalar = (text: string): unknown =>
  text === "true" || text === "false" ? text === "true" : Number.isNaN(Number(text)) ? text : Number(text)

/** Decay and momentum mean nothing to Adam. */
const idle = (sets: ReadonlyMap<string, string>, { optimizer }: Settings): string | undefined =>
  optimizer === "adam" ? ["momentum", "nesterov", "decay"].find((key) => sets.has(key)) : undefined

/** The recipe where none is named: SUPClust's for a linear classifier, else MSAL's for MNIST. */
export const usual = ({ kind }: Network): string => kind === "linear" ? "supclust-linear" : "msal.mnist"

/** The recipe of this name with these changes. Fails with `UsageProblem` or `InvalidOptions`. */
export const readRecipe = Effect.fn("readRecipe")(function*(name: string, sets: ReadonlyMap<string, string>) {
  const base = named.get(name)
  if (base === undefined) {
    const problem = `there is no recipe "${name}"`
    const hint = `use ${[...named.keys()].join(", ")}.${Suggest.hint(name, named.keys())}`
    return yield* new UsageProblem({ problem, hint, ...Suggest.fault(name, named.keys()) })
  }
  const given = Object.fromEntries([...sets].map(([key, text]) => [key, scalar(text)]))
  const settings = yield* Effect.try({
    try: () => Options.decode("recipe", settingsFor(base), given),
    catch: (error) => error as InvalidOptions
  })
  const useless = idle(sets, settings)
  if (useless === undefined) return changed(base, settings)
  return yield* new UsageProblem({ problem: `--set ${useless} says nothing to Adam`, hint: "add --set optimizer=sgd" })
})
