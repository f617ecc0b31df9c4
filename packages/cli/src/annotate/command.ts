/**
 * `marginalia annotate` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { flags } from "./flags.ts"

/** See the module. */
export const annotate = Command.make(
  "annotate",
  flags,
  (input) =>
    Effect.promise(() => import("./annotate.ts")).pipe(
      Effect.flatMap((work) => work.annotate(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Let a language or vision model label items, over the network or on this machine. What was answered is kept at once: the same " +
      "command goes on, and pays for nothing twice. marginalia audit then says which labels a person should check first."
  ),
  Command.withShortDescription("Let a model label items"),
  Command.withExamples([
    {
      command:
        "marginalia annotate photos/ --oracle 'openai(\"http://localhost:8080/v1\", qwen2-vl, \"Which animal is it?\")' --classes cat,dog -o labels.csv"
    },
    {
      command:
        "marginalia annotate reviews.csv --oracle 'http(\"http://localhost:8000\")' --classes good,bad -o labels.csv --dry-run"
    }
  ])
)
