/**
 * `marginalia serve` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { flags, studioFlags } from "./flags.ts"

const labelStudio = Command.make(
  "label-studio",
  studioFlags,
  (input) =>
    Effect.promise(() => import("./label-studio.ts")).pipe(
      Effect.flatMap((work) => work.labelStudio(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Label Studio's ML backend: orders its tasks by a strategy, suggests labels, and learns from annotations. In Label " +
      "Studio, connect it as a model by the address that is printed, and sort the Data Manager by prediction score."
  ),
  Command.withShortDescription("Label Studio's ML backend"),
  Command.withExamples([
    { command: "marginalia serve label-studio --pool photos/ --labels export.json" },
    { command: "marginalia serve label-studio --project photos.marginalia --host 0.0.0.0 --basic-auth me:secret" }
  ])
)

/** `marginalia serve`, with what stands below it. */
export const serve = Command.make(
  "serve",
  flags,
  (input) =>
    Effect.promise(() => import("./serve.ts")).pipe(
      Effect.flatMap((work) => work.serve(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "An HTTP API for programs over a pool that is held in memory: select, explain, tell, predict, status. Prints its " +
      "address; /openapi.json describes it."
  ),
  Command.withShortDescription("An HTTP API for programs, and Label Studio's ML backend"),
  Command.withExamples([{ command: "marginalia serve pool.npy --labels labels.csv --port 8000" }]),
  Command.withSubcommands([labelStudio])
)
