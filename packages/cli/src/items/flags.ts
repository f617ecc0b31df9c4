/**
 * The flags that `embed`, `train` and `predict` share: which items, and what computes.
 */
import { limits } from "@marginalia/experiments/limits"
import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { poolColumns, quiet, threads } from "../flags.ts"
import { wholeFlag } from "../whole-flag.ts"

const items = Argument.String("items").pipe(
  Argument.withDescription(
    "A data set's name (marginalia data lists them; digits ships with it), a folder or a table of images, or a pool: .npy, .npz, .csv, .jsonl, .parquet, .arrow"
  )
)

const split = Flag.Literals("split", ["train", "val", "test", "all"]).pipe(
  Flag.withDescription(
    "Which items of a data set or a folder with parts (default train), or of a pool with a column split (default all)"
  ),
  Flag.optional
)

const dataFolder = Flag.String("data").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("Where the named data set lies (default: MARGINALIA_DATA and the usual folders)"),
  Flag.optional
)

const size = wholeFlag("size", limits.pixels).pipe(
  Flag.withMetavar("PIXELS"),
  Flag.withDescription("Scale and crop the images of a folder to squares of this side (default: as they are)"),
  Flag.optional
)

const white = Flag.Finite("white").pipe(
  Flag.withMetavar("VALUE"),
  Flag.withDescription(
    "The value that is white in images of more than 8 bits a channel: 4095 for 12 bits in 16 (default: the largest, 1 for real numbers)"
  ),
  Flag.optional
)

const skipBad = Flag.Boolean("skip-bad").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Leave out images that cannot be read, and say which"),
  Flag.withDefault(false)
)

const unlabeled = Flag.Boolean("unlabeled").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Take the folders in a folder of images for folders, not for classes"),
  Flag.withDefault(false)
)

/** `--shape`. */
export const shape = Flag.String("shape").pipe(
  Flag.withMetavar("HxWxC"),
  Flag.withDescription(
    "The rows of a pool file are images of this height, width and channels: 28x28x1; tells of an array too where its channels are"
  ),
  Flag.optional
)

/** Which backend computes. */
export const backend = Flag.String("backend").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription(
    "What computes: auto, the best that works, node-gpu, node, webgpu, wasm, cpu, or a plugin's (default MARGINALIA_BACKEND, " +
      "else auto; see doctor)"
  ),
  Flag.optional
)

/** How many items go through at once. */
export const batch = wholeFlag("batch", limits.batch).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Items that go through the network at once (default: as suits it)"),
  Flag.optional
)

/** Which items. */
export const which = { items, split, data: dataFolder, size, white, skipBad, unlabeled, shape, ...poolColumns }

/** What computes. */
export const device = { backend, threads, batch, quiet }

/** Which items, as asked for. */
export type Which = Command.Command.Config.Infer<typeof which>
