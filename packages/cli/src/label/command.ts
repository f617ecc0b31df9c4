/**
 * `marginalia label` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { exportFlags, flags, importFlags, statusFlags } from "./flags.ts"

const exporting = Command.make(
  "export",
  exportFlags,
  (input) =>
    Effect.promise(() => import("./export.ts")).pipe(
      Effect.flatMap((work) => work.exporting(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Write a project's labels in a form that others read, whole or not at all; also while somebody labels. What was held " +
      "out to measure is marked as test."
  ),
  Command.withShortDescription("Write a project's labels"),
  Command.withExamples([
    { command: "marginalia label export photos.marginalia --format csv --out labels.csv" },
    { command: "marginalia label export photos.marginalia --format folders --links --out dataset" },
    { command: "marginalia label export photos.marginalia --format label-studio --out tasks.json" }
  ])
)

const importing = Command.make(
  "import",
  importFlags,
  (input) =>
    Effect.promise(() => import("./import.ts")).pipe(
      Effect.flatMap((work) => work.importing(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Bring labels that were made elsewhere into a project, as one act that can be taken back; classes that are missing are " +
      "added. Where somebody labels, their server brings them in."
  ),
  Command.withShortDescription("Bring labels into a project"),
  Command.withExamples([{ command: "marginalia label import photos.marginalia labels.csv" }])
)

const status = Command.make(
  "status",
  statusFlags,
  (input) =>
    Effect.promise(() => import("./status.ts")).pipe(
      Effect.flatMap((work) => work.status(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "What a project has: labels, classes, how far people agree, the measured accuracy with its interval, and whether going on " +
      "is worth it; also while somebody labels."
  ),
  Command.withShortDescription("What a project has"),
  Command.withExamples([{ command: "marginalia label status photos.marginalia" }])
)

/** `marginalia label`, with what stands below it. */
export const label = Command.make(
  "label",
  flags,
  (input) =>
    Effect.promise(() => import("./label.ts")).pipe(
      Effect.flatMap((work) => work.label(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Label with a person: serves a page on this machine that asks about the items that are worth it, learns meanwhile, and " +
      "says when to stop. Prints the page's link; Ctrl-C ends it, and the same command goes on where it was."
  ),
  Command.withShortDescription("Label items on a page that learns meanwhile"),
  Command.withExamples([
    { command: "marginalia label photos/ --classes cat,dog" },
    { command: "marginalia label --demo", description: "Handwritten digits, in a minute" },
    { command: "marginalia label reviews.csv --labels known.csv --strategy msal" },
    { command: "marginalia label photos/ --host 0.0.0.0 --overlap 0.1 --name ann", description: "With others" }
  ]),
  Command.withSubcommands([exporting, importing, status])
)
