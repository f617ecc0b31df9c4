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
    "Ask a trained model about a pool: the columns that strategies need, in a folder for marginalia select " +
      "--round-folder or as .npy files for --column, and the predicted classes. The column gradient is made of two, probability and feature, which are written."
  ),
  Command.withShortDescription("Ask a trained model about a pool"),
  Command.withExamples([
    { command: "marginalia predict pool.npy --model model --round-folder round1" },
    { command: "marginalia predict fashion-mnist --split test --model model --columns probability,feature --out test" },
    {
      command: "marginalia select pool.npy -s badge -b 20 -l labels.csv --round-folder round1",
      description: "What the folder is for"
    }
  ])
)
