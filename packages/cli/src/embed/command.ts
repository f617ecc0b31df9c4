/**
 * `marginalia embed` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { flags } from "./flags.ts"

/** See the module. */
export const embed = Command.make(
  "embed",
  flags,
  (input) =>
    Effect.promise(() => import("./embed.ts")).pipe(
      Effect.flatMap((work) => work.embed(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Turn images, vectors or texts into an embedding: FILE.npy, with FILE.ids.csv, FILE.labels.csv (where labels are " +
      "known) and FILE.json (what it was made by) beside it."
  ),
  Command.withShortDescription("Turn images, vectors or texts into an embedding"),
  Command.withExamples([
    { command: "marginalia embed fashion-mnist --encoder \"pca(64)\" --out pool.npy" },
    { command: "marginalia embed photos/ --encoder \"onnx(dinov2.onnx)\" --size 224 --l2 --out pool.npy" },
    { command: "marginalia embed texts.txt --encoder \"transformers(./all-MiniLM-L6-v2)\" --out pool.npy" },
    {
      command: "marginalia embed fashion-mnist --encoder \"simclr(epochs=20, width=8)\" --save encoder --out pool.npy",
      description: "Train an encoder without labels; then embed others with --encoder \"model(encoder)\""
    }
  ])
)
