/**
 * `marginalia run` as the command line sees it.
 */
import { limits } from "@marginalia/experiments/limits"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { memoryFlag } from "../memory-flag.ts"
import { submitting } from "../queue/flags.ts"
import { Quiet } from "../terminal/note.ts"
import { wholeFlag } from "../whole-flag.ts"
import { working } from "./flags.ts"

const file = Argument.String("experiment").pipe(
  Argument.withDescription("An experiment file (.yaml), or with --resume the folder of an experiment"),
  Argument.optional
)

const text = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(Flag.withMetavar(metavar), Flag.withDescription(description), Flag.optional)

const no = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withoutNegation, Flag.withDescription(description), Flag.withDefault(false))

const flags = {
  file,
  preset: text("preset", "NAME", "The settings of a paper; --presets lists them"),
  presets: no("presets", "List the presets and stop"),
  data: Flag.String("data").pipe(
    Flag.withAlias("d"),
    Flag.withMetavar("NAME"),
    Flag.withDescription("Only this data set of the file or preset, or this one instead; may be repeated"),
    Flag.atLeast(0)
  ),
  strategy: Flag.String("strategy").pipe(
    Flag.withAlias("s"),
    Flag.withMetavar("name|text"),
    Flag.withDescription("This strategy instead of those of the file or preset; may be repeated"),
    Flag.atLeast(0)
  ),
  framework: text("framework", "NAME", "Of a preset that has several: ssl or fsl"),
  embedding: text("embedding", "TEXT", "raw, pca(50), a file of vectors, or model(FOLDER), for all data sets"),
  unlabeled: no(
    "unlabeled",
    "The folders of images have no labels; someone is asked (oracle: terminal or files), and test: says what to test on"
  ),
  seeds: wholeFlag("seeds", limits.seeds).pipe(Flag.withDescription("How many seeds, from 0"), Flag.optional),
  scale: Flag.Finite("scale").pipe(
    Flag.withMetavar("X"),
    Flag.withDescription(
      "Shrink budgets, pools, widths, epochs and seeds to this share, and mark the result as scaled"
    ),
    Flag.optional
  ),
  out: Flag.String("out").pipe(
    Flag.withAlias("o"),
    Flag.withMetavar("FOLDER"),
    Flag.withDescription("Where the journals go (default runs/<name>)"),
    Flag.optional
  ),
  resume: no("resume", "Go on with an experiment that was stopped, by whatever"),
  dryRun: no("dry-run", "Only say what it would come to: units, trainings, time, memory"),
  memory: memoryFlag(
    "fewer worker processes where it takes that; stopped before there is more, it can be gone on with"
  ),
  ...submitting,
  ...working
}

/** See the module. */
export const run = Command.make("run", flags, (input) =>
  Effect.promise(() => import("./run.ts")).pipe(
    Effect.flatMap((work) => work.run(input)),
    Effect.provideService(Quiet, input.quiet)
  )).pipe(
    Command.withDescription(
      "Run an experiment: strategies over data sets and seeds, round after round. Every round is on the disk before it " +
        "is told, so an experiment can be stopped at any moment and gone on with. The tables go to stdout, everything " +
        "else to stderr."
    ),
    Command.withShortDescription("Compare strategies: an experiment over data sets and seeds"),
    Command.withExamples([
      { command: "marginalia run experiment.yaml" },
      { command: "marginalia run experiment.yaml --resume", description: "Go on after a stop" },
      { command: "marginalia run --data digits -s random -s typiclust -s supclust --seeds 10" },
      {
        command: "marginalia run experiment.yaml --queue postgres://lab@db.example/sweeps --out runs/sweep",
        description: "On every machine where marginalia worker runs"
      },
      { command: "marginalia run --preset supclust-tiny --data digits --framework ssl --dry-run" }
    ])
  )
