/**
 * `marginalia train` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { flags } from "./flags.ts"

/** See the module. */
export const train = Command.make(
  "train",
  flags,
  (input) =>
    Effect.promise(() => import("./train.ts")).pipe(
      Effect.flatMap((work) => work.train(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Train a classifier on the labeled items, on whatever hardware there is. Interrupted, it stops within a batch and " +
      "writes nothing."
  ),
  Command.withShortDescription("Train a classifier on the labeled items"),
  Command.withExamples([
    { command: "marginalia train pool.npy --labels labels.csv --out model" },
    { command: "marginalia train fashion-mnist --network \"mlp(256)\" --head max-separation --epochs 5 --out model" },
    {
      command: "marginalia train photos/ --size 32 -n \"resnet18(width=16, dropout=0.5)\" -r supclust --dry-run",
      description: "What would it cost?"
    }
  ])
)
