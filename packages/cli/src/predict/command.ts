/**
 * `marginalia predict` as the command line sees it.
 */
import { safeCsv } from "@marginalia/datasets/files/safe-csv"
import { limits } from "@marginalia/experiments/limits"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { device, which } from "../items/flags.ts"
import { Quiet } from "../terminal/note.ts"
import { wholeFlag } from "../whole-flag.ts"

const model = Flag.String("model").pipe(
  Flag.withAlias("m"),
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("A model that marginalia train has written")
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("PREFIX"),
  Flag.withDescription("What the files' names begin with: PREFIX.probability.npy, …, and PREFIX.predicted.csv")
)

const columns = Flag.String("columns").pipe(
  Flag.withMetavar("a,b,…"),
  Flag.withDescription("Of probability, passes, feature, projection, gradient (default probability)"),
  Flag.withDefault("probability")
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

const flags = { ...which, model, out, columns, passes, seed, safeCsv, ...device }

/** See the module. */
export const predict = Command.make(
  "predict",
  flags,
  (input) =>
    Effect.promise(() => import("./predict.ts")).pipe(
      Effect.flatMap((work) => work.predict(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Ask a trained model about a pool: the columns that strategies need, as .npy files for marginalia select --column, " +
      "and the predicted classes. The column gradient is made of two, probability and feature, which are written."
  ),
  Command.withShortDescription("Ask a trained model about a pool"),
  Command.withExamples([
    { command: "marginalia predict pool.npy --model model --out round1" },
    { command: "marginalia predict fashion-mnist --split test --model model --columns probability,feature --out test" },
    {
      command: "marginalia select pool.npy -s margin -b 20 -l labels.csv --column probability=round1.probability.npy",
      description: "What the files are for"
    }
  ])
)

/** What was asked for. */
export type PredictInput = Command.Command.Config.Infer<typeof flags>
