/**
 * The flags of `marginalia playground`.
 */
import { limits } from "@marginalia/experiments/limits"
import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { poolColumns, question, quiet, seed } from "../flags.ts"
import { host, open, port } from "../label/flags.ts"
import { labelsFile, labelsHow } from "../labels-flags.ts"
import { wholeFlag } from "../whole-flag.ts"

const pool = Argument.String("pool").pipe(
  Argument.withDescription("The vectors to play with: .npy, .npz, .csv, .jsonl, .parquet or .arrow")
)

const images = Flag.String("images").pipe(
  Flag.withMetavar("SOURCE"),
  Flag.withDescription(
    "Show the items' pictures, which have the pool's ids for names: a folder or a table of images, or a data set's name"
  ),
  Flag.optional
)

const sample = wholeFlag("sample", limits.items).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Show N of the items, drawn by --seed: of a pool that is too large for a page (default: all)"),
  Flag.optional
)

/** The flags of `marginalia playground`. */
export const flags = {
  pool,
  labels: labelsFile(" (default: nothing)"),
  ...labelsHow,
  column: question.column,
  classes: question.classes,
  ...poolColumns,
  images,
  sample,
  seed,
  host,
  port: port(0, "one that is free"),
  open,
  quiet
}

/** What was asked for. */
export type PlaygroundInput = Command.Command.Config.Infer<typeof flags>
