/**
 * `marginalia explain` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { question } from "../flags.ts"
import { memory } from "../memory-flag.ts"
import { Quiet } from "../terminal/note.ts"

/** See the module. */
export const explain = Command.make(
  "explain",
  { ...question, memory },
  (input) =>
    Effect.promise(() => import("./explain.ts")).pipe(
      Effect.flatMap((work) => work.explain(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription("Choose as select does, and explain: what each step left, and why each item was picked."),
  Command.withShortDescription("Explain a choice: what each step left, why each item was picked"),
  Command.withExamples([{ command: "marginalia explain pool.npy --strategy supclust --budget 20" }])
)
