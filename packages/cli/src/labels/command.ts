/**
 * `marginalia labels` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { flags } from "./flags.ts"

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

/** `marginalia labels`, with what stands below it. */
export const labels = Command.make("labels").pipe(
  Command.withDescription("Labels from and to other programs."),
  Command.withShortDescription("Labels from and to other programs"),
  Command.withSubcommands([convert])
)
