/**
 * `marginalia data` as the command line sees it.
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"

const name = Argument.String("name").pipe(
  Argument.withDescription("A data set, to see its page"),
  Argument.optional
)

const folder = Flag.String("folder").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("Look in this folder and below, and nowhere else; with --download, put the data set below it"),
  Flag.optional
)

const check = Flag.Boolean("check").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Read the data set's files whole and verify them; needs a name"),
  Flag.withDefault(false)
)

const download = Flag.Boolean("download").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Fetch the data set from its authors' servers, unless it is here; needs a name"),
  Flag.withDefault(false)
)

/** See the module. */
export const data = Command.make(
  "data",
  { name, folder, check, download },
  (input) => Effect.flatMap(Effect.promise(() => import("./data.ts")), (work) => work.data(input))
).pipe(
  Command.withDescription(
    "Say which known data sets are here, where they are looked for, and how to get them. MARGINALIA_DATA names the " +
      "folder that holds yours. --download fetches one: interrupted or cut off, the same command goes on from there. " +
      "MARGINALIA_MIRROR is asked instead of the authors' servers, for MIRROR/NAME/FILE. " +
      "Exits with 2 when --check finds a file missing, corrupt or changed, or when a download fails."
  ),
  Command.withShortDescription("Say which known data sets are here, and how to get them"),
  Command.withExamples([
    { command: "marginalia data" },
    { command: "marginalia data fashion-mnist --check" },
    { command: "marginalia data cifar-10 --folder ~/datasets" },
    { command: "marginalia data cifar-10 --download" }
  ])
)
