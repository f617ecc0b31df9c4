/**
 * `marginalia verify` as the command line sees it.
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { quiet, threads } from "../flags.ts"
import { Quiet } from "../terminal/note.ts"

const manifest = Argument.String("manifest").pipe(
  Argument.withDescription("A manifest, as select --manifest writes it; its paths are relative to it")
)

const pool = Flag.String("pool").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("The pool, when it is elsewhere now"),
  Flag.optional
)

const column = Flag.String("column").pipe(
  Flag.withAlias("c"),
  Flag.withMetavar("name=FILE"),
  Flag.withDescription("A column that is elsewhere now; may be repeated"),
  Flag.atLeast(0)
)

const roundFolder = Flag.String("round-folder").pipe(
  Flag.withAlias("r"),
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("The round folder that the columns are from, when it is elsewhere now"),
  Flag.optional
)

const plugin = Flag.String("plugin").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription(
    "The plugins, when they are elsewhere now, in the manifest's order; their code is run, if it is the manifest's"
  ),
  Flag.atLeast(0)
)

const list = (name: "only" | "exclude" | "include") =>
  Flag.String(name).pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(`The files of ids of --${name}, when they are elsewhere now, in the manifest's order`),
    Flag.atLeast(0)
  )

const metadata = Flag.String("metadata").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("The table of --where, when it is elsewhere now"),
  Flag.optional
)

const moved = { only: list("only"), exclude: list("exclude"), include: list("include"), metadata }

/** See the module. */
export const verify = Command.make(
  "verify",
  { manifest, pool, column, roundFolder, ...moved, plugin, threads, quiet },
  (input) =>
    Effect.promise(() => import("./verify.ts")).pipe(
      Effect.flatMap((work) => work.verify(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Recompute a selection from its manifest and confirm it. Exits with 0 when the picks are the same, 3 when they " +
      "differ, 1 when a file has changed, 2 when this machine cannot run the same kernels. Plugins that the manifest " +
      "names are run, if their content is the manifest's."
  ),
  Command.withShortDescription("Recompute a selection from its manifest and confirm it"),
  Command.withExamples([
    { command: "marginalia verify manifest.json" },
    { command: "marginalia verify manifest.json --pool /data/pool.npy" }
  ])
)
