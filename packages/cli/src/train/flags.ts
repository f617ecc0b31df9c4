/**
 * What `marginalia train` can be asked.
 */
import { limits } from "@marginalia/experiments/limits"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { plugin, seed } from "../flags.ts"
import { device, which } from "../items/flags.ts"
import { labelsFile, labelsHow } from "../labels-flags.ts"
import { wholeFlag } from "../whole-flag.ts"

const labels = labelsFile(" (default: all items, where a data set knows them)")

/** `--classes`. */
export const classes = Flag.String("classes").pipe(
  Flag.withMetavar("a,b,…"),
  Flag.withDescription("The classes in the order of their numbers (default: the data set's, else the sorted labels)"),
  Flag.optional
)

const network = Flag.String("network").pipe(
  Flag.withAlias("n"),
  Flag.withMetavar("name"),
  Flag.withDescription(
    "linear, mlp(256), resnet18(width=16, stem=3x3-pool) or resnet34; dropout=0.5 with any (default linear)"
  ),
  Flag.withDefault("linear")
)

const head = Flag.String("head").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("learned, or the fixed max-separation, max-separation(0.1) (default learned)"),
  Flag.optional
)

const recipe = Flag.String("recipe").pipe(
  Flag.withAlias("r"),
  Flag.withMetavar("name"),
  Flag.withDescription(
    "How to train: supclust, supclust-isic, supclust-linear, typiclust-linear, msal-mnist, msal-svhn, msal-cifar-10, " +
      "msal-cifar-100, msal-tiny-imagenet (default supclust-linear for linear, else msal-mnist)"
  ),
  Flag.optional
)

const set = Flag.String("set").pipe(
  Flag.withMetavar("key=value"),
  Flag.withDescription(
    "Change the recipe: optimizer, rate, momentum, nesterov, weightDecay, schedule, floor, epochs, batch, dropLast, crop, flip; may be repeated"
  ),
  Flag.atLeast(0)
)

const epochs = wholeFlag("epochs", limits.epochs).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("How often to go over the items (default: the recipe's)"),
  Flag.optional
)

/** What is trained, and how. */
export const training = { network, head, recipe, set, epochs }

const folds = wholeFlag("folds", limits.folds).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription(
    "Cross-validate by so many folds, each a training more; 0 for none (default 5, none where there are test items or it would take long)"
  ),
  Flag.optional
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("Where the model goes; one that is there is replaced"),
  Flag.optional
)

const dryRun = Flag.Boolean("dry-run").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Say what it would cost here: parameters, operations, memory, time, measured on one batch"),
  Flag.withDefault(false)
)

/** The flags of `marginalia train`. */
export const flags = {
  ...which,
  labels,
  ...labelsHow,
  classes,
  ...training,
  folds,
  seed,
  out,
  dryRun,
  plugin,
  ...device
}

/** What was asked for. */
export type TrainInput = Command.Command.Config.Infer<typeof flags>
