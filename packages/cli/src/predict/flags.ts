/**
 * What `marginalia predict` can be asked.
 */
import { safeCsv } from "@marginalia/datasets/files/safe-csv"
import { limits } from "@marginalia/experiments/limits"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { plugin } from "../flags.ts"
import { device, which } from "../items/flags.ts"
import { wholeFlag } from "../whole-flag.ts"

const model = Flag.String("model").pipe(
  Flag.withAlias("m"),
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("A model that marginalia train has written, or marginalia label export")
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("PREFIX"),
  Flag.withDescription("What the files' names begin with: PREFIX.probability.npy, …, and PREFIX.predicted.csv"),
  Flag.optional
)

const roundFolder = Flag.String("round-folder").pipe(
  Flag.withAlias("r"),
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("A folder for all that the model says of the items, as select --round-folder reads it"),
  Flag.optional
)

const columns = Flag.String("columns").pipe(
  Flag.withMetavar("a,b,…"),
  Flag.withDescription(
    "Of probability, passes, feature, projection, prototype, gradient (default probability; with --round-folder all but " +
      "passes that the model has)"
  ),
  Flag.optional
)

const passes = wholeFlag("passes", limits.passes).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Stochastic passes of a network with dropout (default 25)"),
  Flag.optional
)

const seed = wholeFlag("seed", limits.seed).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("What the passes are drawn from (default 0)"),
  Flag.withDefault(0)
)

/** The flags of `marginalia predict`. */
export const flags = { ...which, model, out, roundFolder, columns, passes, seed, safeCsv, plugin, ...device }

/** What was asked for. */
export type PredictInput = Command.Command.Config.Infer<typeof flags>
