/**
 * What `marginalia audit` can be asked.
 */
import { safeCsv } from "@marginalia/datasets/files/safe-csv"
import { limits } from "@marginalia/experiments/limits"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { plugin, seed } from "../flags.ts"
import { device, which } from "../items/flags.ts"
import { labelsFile, labelsHow } from "../labels-flags.ts"
import { classes, training } from "../train/flags.ts"
import { wholeFlag } from "../whole-flag.ts"

const labels = labelsFile(" (default: what most annotators say, else the labels that the items come with)")

const annotators = Flag.String("annotators").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription(
    "Who gave which label: a table of id,annotator,label with a row a label, or Label Studio's JSON export"
  ),
  Flag.optional
)

const probabilities = Flag.String("probabilities").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription(
    "Class probabilities by models that did not learn from the items they judge: .npy, .npz, .csv, .jsonl, .parquet (default: by cross-validation here)"
  ),
  Flag.optional
)

const model = Flag.String("model").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("A trained model that is asked; a label that it learned from looks right to it"),
  Flag.optional
)

const roundFolder = Flag.String("round-folder").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription("What marginalia predict wrote, with the same caution"),
  Flag.optional
)

const folds = wholeFlag("folds", limits.folds).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Cross-validate by so many folds, from 2 (default 5, fewer where a class has fewer labels)"),
  Flag.optional
)

const by = Flag.Literals("by", ["confident", "noise-rate", "disagreement"]).pipe(
  Flag.withDescription(
    "Which labels are listed: those that are surely wrong, as many as are estimated to be wrong, or all that the model contradicts (default disagreement)"
  ),
  Flag.withDefault("disagreement" as const)
)

const next = wholeFlag("next", { least: 1, most: Number.MAX_SAFE_INTEGER }).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Also name the N items that a label, or another one, is worth most for (default: none)"),
  Flag.withDefault(0)
)

const scores = Flag.String("scores").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("Also write a csv of all items, labeled or not, with consensus, quality and score"),
  Flag.optional
)

const format = Flag.Literals("format", ["table", "ids", "csv", "json"]).pipe(
  Flag.withAlias("f"),
  Flag.withDescription("How to write the issues; a table shows the first 20 (default table)"),
  Flag.withDefault("table" as const)
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FILE"),
  Flag.withDescription("Write the issues into a file, whole or not at all, instead of stdout"),
  Flag.optional
)

/** The flags of `marginalia audit`. */
export const flags = {
  ...which,
  labels,
  ...labelsHow,
  classes,
  annotators,
  probabilities,
  model,
  roundFolder,
  ...training,
  folds,
  by,
  next,
  scores,
  format,
  out,
  seed,
  safeCsv,
  plugin,
  ...device
}

/** What was asked for. */
export type AuditInput = Command.Command.Config.Infer<typeof flags>
