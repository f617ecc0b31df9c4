/** Training configurations by name: what `--recipe`, an experiment's learner and a plugin speak of. */
import { InvalidOptions } from "@marginalia/core/Errors"
import * as Named from "@marginalia/core/Named"
import * as Options from "@marginalia/core/Options"
import * as Schema from "effect/Schema"
import { type TrainingConfig, trainingConfig } from "./config.ts"

const formerly: { readonly [name: string]: string } = {
  "msal.mnist": "msal-mnist",
  "msal.svhn": "msal-svhn",
  "msal.cifar10": "msal-cifar-10",
  "msal.cifar100": "msal-cifar-100",
  "msal.tiny-imagenet": "msal-tiny-imagenet"
}

/** Training configurations that have names; `msal-cifar-10` was `msal.cifar10` once. */
export const trainings: Named.Kind<TrainingConfig> = Named.kind(
  "recipe",
  (text) => Object.hasOwn(formerly, text) ? formerly[text] : undefined
)

const Count = Schema.Int.check(Schema.isGreaterThan(0))
const Positive = Schema.Finite.check(Schema.isGreaterThan(0))
const NonNegative = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** The options of every configuration, with what they are in `base`. */
const optionsFor = ({ augment, batch, dropLast, epochs, optimizer, rate, schedule, start }: TrainingConfig) => {
  const sgd = optimizer.kind === "sgd" ? optimizer : { momentum: 0.9, nesterov: true, weightDecay: 0 }
  return Schema.Struct({
    optimizer: Options.field(Schema.Literals(["sgd", "adam"]), optimizer.kind, "what changes the weights"),
    rate: Options.field(Positive, rate, "the learning rate at first"),
    momentum: Options.field(NonNegative, sgd.momentum, "of SGD"),
    nesterov: Options.field(Schema.Boolean, sgd.nesterov, "whether SGD's momentum is Nesterov's"),
    weightDecay: Options.field(NonNegative, sgd.weightDecay, "of SGD"),
    schedule: Options.field(
      Schema.Literals(["constant", "cosine"]),
      schedule.kind,
      "the learning rate, epoch by epoch: constant, or half a cosine down"
    ),
    floor: Options.field(
      NonNegative,
      schedule.kind === "cosine" ? schedule.floor : 0,
      "where the cosine ends, as a share of the rate"
    ),
    epochs: Options.field(Count, epochs, "how often it goes over the items"),
    batch: Options.field(Count, batch, "items a batch, at most"),
    dropLast: Options.field(Schema.Boolean, dropLast, "whether a smaller last batch is left out"),
    crop: Options.field(Schema.Natural, augment.crop, "pixels of zeros around an image before it is cut out at random"),
    flip: Options.field(Schema.Boolean, augment.flip, "whether images are mirrored at random"),
    start: Options.field(
      Schema.Literals(["same", "new"]),
      start,
      "whether every round begins with the same weights or with new ones"
    )
  })
}

/** The options of a training configuration. */
export type TrainingOptions = ReturnType<typeof optionsFor>["Type"]

const idle = (part: string, path: string, what: string, add: string) =>
  new InvalidOptions({ part, path, reason: { _tag: "Idle", what, add } })

/** Options that mean nothing are refused rather than passed over. */
const check = (part: string, base: TrainingOptions, options: TrainingOptions): void => {
  const changed = (key: keyof TrainingOptions): boolean => options[key] !== base[key]
  const useless = options.optimizer === "adam"
    ? (["momentum", "nesterov", "weightDecay"] as const).find(changed)
    : undefined
  if (useless !== undefined) throw idle(part, useless, "Adam", "optimizer=sgd")
  if (options.schedule === "constant" && changed("floor")) {
    throw idle(part, "floor", "a constant rate", "schedule=cosine")
  }
}

const configOf = (
  { crop, flip, floor, momentum, nesterov, optimizer, schedule, weightDecay, ...rest }: TrainingOptions
) =>
  trainingConfig({
    ...rest,
    optimizer: optimizer === "adam" ? { kind: "adam" } : { kind: "sgd", momentum, nesterov, weightDecay },
    schedule: schedule === "constant" ? { kind: "constant" } : { kind: "cosine", floor },
    augment: { crop, flip }
  })

/**
 * Gives a training configuration a name; its options are what can be different from `config`. `summary` is a sentence
 * for help and docs, `source` the paper (default none). With a line in `train/registry.ts`, or the export of a
 * plugin, it can be named wherever training configurations are.
 *
 * @example
 * export const short = defineTraining({ name: "short", summary: "ten epochs", config: { ...trainingConfigs.supclust, epochs: 10 } })
 */
export const defineTraining = (
  { config, name, ...about }: {
    readonly name: string
    readonly summary: string
    readonly source?: string
    readonly config: TrainingConfig
  }
): Named.Maker<ReturnType<typeof optionsFor>["fields"], TrainingConfig> => {
  const options = optionsFor(config), base = Schema.decodeSync(options)({})
  return Named.define(trainings, {
    ...about,
    name,
    options,
    make: (given) => {
      check(name, base, given)
      return configOf(given)
    }
  })
}
