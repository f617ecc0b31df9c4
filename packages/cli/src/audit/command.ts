/**
 * `marginalia audit` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { flags } from "./flags.ts"

/** See the module. */
export const audit = Command.make(
  "audit",
  flags,
  (input) =>
    Effect.promise(() => import("./audit.ts")).pipe(
      Effect.flatMap((work) => work.audit(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Find labels that look wrong, by confident learning: each label is judged by a classifier that did not learn from it. With " +
      "several annotators it says whom to trust, and with --next which item another label is worth most for (ActiveLab)."
  ),
  Command.withShortDescription("Find labels that look wrong"),
  Command.withExamples([
    { command: "marginalia audit pool.npy --labels labels.csv" },
    { command: "marginalia audit pool.npy --annotators opinions.csv --next 20 --format json --out audit.json" },
    {
      command: "marginalia audit pool.npy -l labels.csv --probabilities out-of-fold.npy --by confident -f csv",
      description: "By your own model, cross-validated"
    }
  ])
)
