/**
 * `marginalia runs` as the command line sees it.
 */
import { safeCsv } from "@marginalia/datasets/files/safe-csv"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { plugin, quiet } from "../flags.ts"
import { address, queue } from "../queue/flags.ts"
import { Quiet } from "../terminal/note.ts"

const folder = Argument.String("folder").pipe(
  Argument.withDescription("Where experiments lie, or one of them (default runs)"),
  Argument.optional
)

const format = Flag.Literals("format", ["table", "json"]).pipe(
  Flag.withAlias("f"),
  Flag.withDescription("How to write it (default table)"),
  Flag.withDefault("table" as const)
)

const exporting = Command.make(
  "export",
  {
    name: Argument.String("name").pipe(
      Argument.withDescription("The experiment's name, or where several have it name@id, as marginalia runs lists them")
    ),
    queue: address,
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withMetavar("FOLDER"),
      Flag.withDescription(
        "Where to write experiment.json and the journals; an export that was cut short is gone on with"
      )
    ),
    quiet
  },
  (input) =>
    Effect.promise(() => import("../queue/runs.ts")).pipe(
      Effect.flatMap((work) => work.exporting(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Write an experiment of a queue into a folder, as a run on one machine would have written it."
  ),
  Command.withShortDescription("Write an experiment of a queue into a folder"),
  Command.withExamples([
    { command: "marginalia runs export sweep --queue postgres://lab@db.example/sweeps --out runs/sweep" }
  ])
)

const pruning = Command.make(
  "prune",
  {
    queue: address,
    older: Flag.Finite("older").pipe(
      Flag.withMetavar("DAYS"),
      Flag.filter((days) => days >= 0, () => "a number of days from 0"),
      Flag.withDescription("Only experiments that are finished, and of which nothing was heard for so many days")
    ),
    unexported: Flag.Boolean("unexported").pipe(
      Flag.withoutNegation,
      Flag.withDescription("Also those that were never exported, whose results are nowhere else"),
      Flag.withDefault(false)
    ),
    quiet
  },
  (input) =>
    Effect.promise(() => import("../queue/runs.ts")).pipe(
      Effect.flatMap((work) => work.pruning(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription("Remove finished experiments from a queue by their age; what was never exported is kept."),
  Command.withShortDescription("Remove finished experiments from a queue"),
  Command.withExamples([{ command: "marginalia runs prune --queue postgres://lab@db.example/sweeps --older 30" }])
)

const replaying = Command.make(
  "replay",
  {
    paths: Argument.String("experiment").pipe(
      Argument.withDescription("The folder that marginalia run wrote, or journals (.db) one by one"),
      Argument.atLeast(1)
    ),
    stop: Flag.String("stop").pipe(
      Flag.withMetavar("CRITERION"),
      Flag.withDescription(
        "A criterion, as 'stabilizing-predictions(0.99)' (default: those that need no number); may be repeated"
      ),
      Flag.atLeast(0)
    ),
    format: Flag.Literals("format", ["table", "json", "csv"]).pipe(
      Flag.withAlias("f"),
      Flag.withDescription("How to write it (default table)"),
      Flag.withDefault("table" as const)
    ),
    safeCsv,
    plugin,
    quiet
  },
  (input) =>
    Effect.promise(() => import("./replay.ts")).pipe(
      Effect.flatMap((work) => work.replaying(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Tell when criteria for stopping would have stopped runs that went on: how many labels each would have saved, and how far " +
      "below its last accuracy a run would have ended."
  ),
  Command.withShortDescription("Tell what stopping earlier would have saved and lost"),
  Command.withExamples([
    { command: "marginalia runs replay runs/digits" },
    { command: "marginalia runs replay runs/digits --stop 'stabilizing-predictions(0.99)' --stop 'delta-f' -f csv" }
  ])
)

/** See the module. */
export const runs = Command.make(
  "runs",
  { folder, queue, format },
  (input) => Effect.flatMap(Effect.promise(() => import("./runs.ts")), (work) => work.runs(input))
).pipe(
  Command.withDescription(
    "List experiments: finished, running or resumable, how far they are, and what their journals lack; with --queue those " +
      "of a queue, its machines, and why units failed."
  ),
  Command.withShortDescription("List experiments and how far they are"),
  Command.withExamples([{ command: "marginalia runs" }, { command: "marginalia runs runs/digits --format json" }, {
    command: "marginalia runs --queue postgres://lab@db.example/sweeps"
  }]),
  Command.withSubcommands([replaying, exporting, pruning])
)
