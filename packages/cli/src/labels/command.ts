/**
 * `marginalia labels` as the command line sees it.
 */
import { labelForms } from "@marginalia/datasets/labels/told"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { poolColumns, quiet } from "../flags.ts"
import { labelsHow } from "../labels-flags.ts"
import { Quiet } from "../terminal/note.ts"

const from = Argument.String("from").pipe(
  Argument.withDescription(
    "Labels in any form that --labels takes: a file, a folder a class, or - for the standard input"
  )
)

const written = labelForms.filter((form) => form !== "folder")

/** The forms, and shorter names for some of them. */
export const targets = [...written, "label-studio", "cvat"] as const

const to = Flag.Literals("to", targets).pipe(
  Flag.withDescription("The form to write; label-studio is label-studio-json, cvat is cvat-xml")
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FILE"),
  Flag.withDescription("Where to; metadata is written as jsonl or parquet where the name ends so")
)

const pool = Flag.String("pool").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("The pool that the labels are of: items get its ids, and those that it has not are refused"),
  Flag.optional
)

const dropDeclined = Flag.Boolean("drop-declined").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Leave declined items out, for forms that cannot say that an item was declined"),
  Flag.withDefault(false)
)

const dataField = Flag.String("data-field").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("Label Studio's field that holds the item (default image)"),
  Flag.optional
)

/** The flags of `marginalia labels convert`. */
export const flags = { from, to, out, pool, ...poolColumns, ...labelsHow, dropDeclined, dataField, quiet }

/** What was asked for. */
export type ConvertInput = Command.Command.Config.Infer<typeof flags>

const convert = Command.make(
  "convert",
  flags,
  (input) =>
    Effect.promise(() => import("./convert.ts")).pipe(
      Effect.flatMap((work) => work.convert(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Read labels in one form and write them in another. What the form cannot say is refused, not left out: declined items " +
      "in those of Label Studio's JSON-MIN and CSV, CVAT, ImageNet, COCO and Roboflow, line breaks in lists, control " +
      "characters in XML. An ImageNet list comes with a synsets.txt beside it."
  ),
  Command.withShortDescription("Write labels in another program's form"),
  Command.withExamples([
    { command: "marginalia labels convert labels.csv --to label-studio --out tasks.json" },
    { command: "marginalia labels convert export.xml --to coco --out instances.json --drop-declined" },
    { command: "marginalia labels convert photos/ --to csv --out labels.csv", description: "From a folder a class" }
  ])
)

/** See the module. */
export const labels = Command.make("labels").pipe(
  Command.withDescription("Labels from and to other programs."),
  Command.withShortDescription("Labels from and to other programs"),
  Command.withSubcommands([convert])
)
