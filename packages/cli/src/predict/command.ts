/**
 * `marginalia predict` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { flags } from "./flags.ts"

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
