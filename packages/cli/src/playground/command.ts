/**
 * `marginalia playground` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { flags } from "./flags.ts"

/** See the module. */
export const playground = Command.make(
  "playground",
  flags,
  (input) =>
    Effect.promise(() => import("./playground.ts")).pipe(
      Effect.flatMap((work) => work.playground(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Play with strategies on your own pool: serves a page on this machine with a map of it, a field for a strategy and sliders, " +
      "which shows what is picked, and why, while you write. Prints the page's link; Ctrl-C ends it. Nothing is written."
  ),
  Command.withShortDescription("Play with strategies on a page, on your own pool"),
  Command.withExamples([
    { command: "marginalia playground pool.npy --labels labels.csv" },
    { command: "marginalia playground photos.npy --images photos/ --sample 5000" },
    { command: "marginalia playground pool.npy --column probability=p.npy --classes cat,dog" }
  ])
)
