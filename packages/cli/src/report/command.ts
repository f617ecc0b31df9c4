/**
 * `marginalia report` as the command line sees it; the work is loaded when it is asked for.
 */
import { safeCsv } from "@marginalia/datasets/files/safe-csv"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { quiet } from "../flags.ts"
import { queue } from "../queue/flags.ts"
import { Quiet } from "../terminal/note.ts"

const paths = Argument.String("experiment").pipe(
  Argument.withDescription(
    "The folder that marginalia run wrote, several to put side by side, or journals (.db) one by one; with --queue an experiment's name"
  ),
  Argument.atLeast(1)
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("Where to write the report, whole or not at all; an older report is replaced (default report)"),
  Flag.withDefault("report")
)

const control = Flag.String("control").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("The strategy that the others are compared with (default: the experiment's, else random)"),
  Flag.optional
)

const curve = Flag.Literals("curve", ["accuracy", "balancedAccuracy", "macroF1"]).pipe(
  Flag.withDescription("The curve that is compared, by the area below it (default accuracy)"),
  Flag.withDefault("accuracy" as const)
)

const reach = Flag.String("reach").pipe(
  Flag.withMetavar("0.8,0.9"),
  Flag.withDescription("Tell how many labels it took to get there (default: where the control ends)"),
  Flag.optional
)

const stop = Flag.String("stop").pipe(
  Flag.withMetavar("CRITERION"),
  Flag.withDescription(
    "Tell where it would have stopped the runs, as 'target-accuracy(0.9)' (default: those that need no number); may be repeated"
  ),
  Flag.atLeast(0)
)

const comparePaper = Flag.Boolean("compare-paper").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Print the papers' numbers beside ours, and say where the protocol is another"),
  Flag.withDefault(false)
)

const noMap = Flag.Boolean("no-map").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Leave out the map of the pool and the images, which take some seconds"),
  Flag.withDefault(false)
)

const finished = Flag.Boolean("finished").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Leave unfinished units out, instead of comparing all up to the last round that they share"),
  Flag.withDefault(false)
)

/** See the module. */
export const report = Command.make(
  "report",
  { paths, queue, out, control, curve, reach, stop, comparePaper, noMap, finished, safeCsv, quiet },
  (input) =>
    Effect.promise(() => import("./report.ts")).pipe(
      Effect.flatMap((work) => work.report(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Make a report of an experiment: one page that needs no network, drawings as SVG and PNG, data as csv and Parquet."
  ),
  Command.withShortDescription("Make a report of an experiment"),
  Command.withExamples([
    { command: "marginalia report digits-experiment --out report" },
    { command: "marginalia report digits-experiment --control typiclust --reach 0.8,0.9" },
    { command: "marginalia report runs/before runs/after", description: "Two runs side by side, paired by seed" },
    {
      command: "marginalia report runs/random-0.db runs/margin-0.db --no-map",
      description: "Journals one by one, wherever they lie"
    }
  ])
)
