/**
 * What `marginalia embed` can be asked.
 */
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { plugin, seed } from "../flags.ts"
import { device, which } from "../items/flags.ts"
import { memoryFlag } from "../memory-flag.ts"

const encoder = Flag.String("encoder").pipe(
  Flag.withAlias("e"),
  Flag.withMetavar("name"),
  Flag.withDescription(
    "raw, standardize, pca(64), simclr(epochs=100, width=16), fitted(FOLDER) (one of these, saved), model(FOLDER), " +
      "onnx(FILE), transformers(MODEL), or a plugin's; quote it for the shell"
  )
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FILE.npy"),
  Flag.withDescription("Where the embedding goes; ids, labels and a description are written beside it")
)

const ids = Flag.String("ids").pipe(
  Flag.withMetavar("FILE.csv"),
  Flag.withDescription("Where the ids go: row,id (default: FILE.ids.csv)"),
  Flag.optional
)

const l2 = Flag.Boolean("l2").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Divide every vector by its length"),
  Flag.withDefault(false)
)

const cache = Flag.String("cache").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription(
    "Where computed embeddings are kept, and gone on from (default: MARGINALIA_CACHE, else the user's cache; none: nowhere)"
  ),
  Flag.optional
)

const preprocess = Flag.String("preprocess").pipe(
  Flag.withMetavar("FILE.json"),
  Flag.withDescription("What an ONNX model wants of its images (default: the .json beside it)"),
  Flag.optional
)

const pooling = Flag.Literals("pooling", ["cls", "mean"]).pipe(
  Flag.withDescription(
    "How the tokens of an ONNX or transformers model become a vector: the first, or the mean (default: as described; " +
      "mean for texts, cls for images)"
  ),
  Flag.optional
)

const output = Flag.String("output").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("Which output of an ONNX model is the embedding (default: as described, or its only one)"),
  Flag.optional
)

const remote = Flag.Boolean("allow-remote").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Let transformers(MODEL) fetch a model that is not here"),
  Flag.withDefault(false)
)

const save = Flag.String("save").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription(
    "Where the encoder that standardize, pca or simclr fits is kept, for --encoder \"fitted(FOLDER)\" (default: FILE.encoder)"
  ),
  Flag.optional
)

const checkpoint = Flag.String("checkpoint").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("Where simclr keeps how far it came"),
  Flag.optional
)

const resume = Flag.Boolean("resume").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Go on from the checkpoint that is there"),
  Flag.withDefault(false)
)

/** The flags of `marginalia embed`. */
export const flags = {
  ...which,
  encoder,
  out,
  ids,
  l2,
  cache,
  preprocess,
  pooling,
  output,
  remote,
  save,
  checkpoint,
  resume,
  memory: memoryFlag(
    "stopped before there is more; onnx, transformers and saved encoders go on from the --cache, simclr from a --checkpoint"
  ),
  seed,
  plugin,
  ...device
}

/** What was asked for. */
export type EmbedInput = Command.Command.Config.Infer<typeof flags>
