/**
 * `marginalia select` as the command line sees it; the work is loaded when it is asked for.
 */
import { safeCsv } from "@marginalia/datasets/files/safe-csv"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { question } from "../flags.ts"
import { memory } from "../memory-flag.ts"
import { shards } from "../shard/flags.ts"
import { Quiet } from "../terminal/note.ts"

const format = Flag.Literals("format", ["table", "ids", "csv", "json"]).pipe(
  Flag.withAlias("f"),
  Flag.withDescription("How to write the picks (default table)"),
  Flag.withDefault("table" as const)
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FILE"),
  Flag.withDescription("Write the picks into a file, whole or not at all, instead of stdout"),
  Flag.optional
)

const manifest = Flag.String("manifest").pipe(
  Flag.withAlias("m"),
  Flag.withMetavar("FILE"),
  Flag.withDescription("Write a manifest too, from which marginalia verify recomputes the picks"),
  Flag.optional
)

const dryRun = Flag.Boolean("dry-run").pipe(
  Flag.withoutNegation,
  Flag.withDescription("With --memory: print what would be done (passes, bytes, time, memory), and do nothing"),
  Flag.withDefault(false)
)

const carry = Flag.String("carry").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription(
    "Keep in this folder what stays true from round to round, and use what is there: for k-center, the distances to what is labeled; " +
      "picks do not depend on it"
  ),
  Flag.optional
)

/** See the module. */
export const select = Command.make(
  "select",
  {
    ...question,
    pool: question.pool.pipe(Argument.withDefault("")),
    format,
    out,
    manifest,
    safeCsv,
    memory,
    dryRun,
    carry,
    shards: shards.pipe(
      Flag.withDescription("Choose from the pool that machines serve (marginalia shard serve), in place of a file"),
      Flag.optional
    )
  },
  (input) =>
    Effect.promise(() => import("./select.ts")).pipe(
      Effect.flatMap((work) => work.select(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription("Choose what to label next. The picks go to stdout, everything else to stderr."),
  Command.withShortDescription("Choose what to label next"),
  Command.withExamples([
    { command: "marginalia select pool.npy --strategy supclust --budget 20 --labels labels.csv" },
    { command: "marginalia select pool.csv -s typiclust -b 10 --set neighbors=5 --format ids > next.txt" },
    {
      command: "marginalia select pool.npy -s \"mix(0.7: supclust, 0.3: random)\" -b 20 --manifest manifest.json",
      description: "Combine strategies, and keep what is needed to verify the picks"
    },
    {
      command: "marginalia select \"pool/part-*.npy\" -s kcenter -b 100 --memory 1GB",
      description: "Choose from a pool that is larger than memory"
    },
    {
      command: "marginalia select --shards postgres://lab@db.example/pool -s supclust -b 100",
      description: "Choose from a pool that several machines have"
    }
  ])
)
