/**
 * `marginalia encoders` as the command line sees it.
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { plugin, quiet } from "../flags.ts"
import { Quiet } from "../terminal/note.ts"

const name = Argument.String("name").pipe(
  Argument.withDescription("A pretrained model, to make an ONNX file of its weights"),
  Argument.optional
)

const weights = Flag.String("weights").pipe(
  Flag.withAlias("w"),
  Flag.withMetavar("PATH"),
  Flag.withDescription("The model's weights, or the folder that their package was installed into"),
  Flag.optional
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FILE.onnx"),
  Flag.withDescription("Where the model goes; FILE.json beside it says what it wants of images"),
  Flag.optional
)

const format = Flag.Literals("format", ["text", "json"]).pipe(
  Flag.withAlias("f"),
  Flag.withDescription("How to write the list (default text)"),
  Flag.withDefault("text" as const)
)

/** See the module. */
export const encoders = Command.make(
  "encoders",
  { name, weights, out, format, plugin, quiet },
  (input) =>
    Effect.promise(() => import("./encoders.ts")).pipe(
      Effect.flatMap((work) => work.encoders(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "List what turns images and texts into vectors, and what each is worth with 50 labels; or make an ONNX file of "
      + "pretrained weights that a package carries."
  ),
  Command.withShortDescription("List the encoders and what each is worth"),
  Command.withExamples([
    { command: "marginalia encoders" },
    { command: "marginalia encoders efficientnet-lite0 --weights weights/ --out lite0.onnx" }
  ])
)
