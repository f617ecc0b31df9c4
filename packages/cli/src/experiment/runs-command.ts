/**
 * `marginalia runs` as the command line sees it.
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"

const folder = Argument.String("folder").pipe(
  Argument.withDescription("Where experiments lie, or one of them (default runs)"),
  Argument.optional
)

const format = Flag.Literals("format", ["table", "json"]).pipe(
  Flag.withAlias("f"),
  Flag.withDescription("How to write it (default table)"),
  Flag.withDefault("table" as const)
)

/** See the module. */
export const runs = Command.make(
  "runs",
  { folder, format },
  (input) => Effect.flatMap(Effect.promise(() => import("./runs.ts")), (work) => work.runs(input))
).pipe(
  Command.withDescription(
    "List experiments: finished, running or resumable, how far they are, and what their journals lack."
  ),
  Command.withShortDescription("List experiments and how far they are"),
  Command.withExamples([{ command: "marginalia runs" }, { command: "marginalia runs runs/digits --format json" }])
)
