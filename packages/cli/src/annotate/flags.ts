/**
 * What `marginalia annotate` can be asked.
 */
import { safeCsv } from "@marginalia/datasets/files/safe-csv"
import { limits } from "@marginalia/experiments/limits"
import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { plugin, quiet } from "../flags.ts"
import { shape } from "../items/flags.ts"
import { wholeFlag } from "../whole-flag.ts"

const file = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withMetavar("FILE"), Flag.withDescription(description))

const text = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(Flag.withMetavar(metavar), Flag.withDescription(description))

/** The flags of `marginalia annotate`. */
export const flags = {
  items: Argument.String("items").pipe(
    Argument.withDescription(
      "What to label: a folder or a table of images, a table of texts or rows, an array (.npy, .npz), or a data set's name"
    )
  ),
  oracle: Flag.String("oracle").pipe(
    Flag.withMetavar("TEXT"),
    Flag.withDescription(
      "The model: openai(URL, MODEL, PROMPT) or http(URL), with options as in docs/model-annotators.md"
    )
  ),
  classes: text("classes", "a,b,…", "The classes that it may name"),
  out: file("out", "Write the labels: id,label,annotator,probability").pipe(Flag.withAlias("o")),
  declined: file("declined", "Also write what got no label: id,why,said").pipe(Flag.optional),
  answers: file("answers", "Where answers are kept as they come (default: beside the labels, OUT.answers.jsonl)").pipe(
    Flag.optional
  ),
  first: wholeFlag("first", limits.items).pipe(
    Flag.withMetavar("N"),
    Flag.withDescription("Ask about the first N items alone (default: all)"),
    Flag.optional
  ),
  dryRun: Flag.Boolean("dry-run").pipe(
    Flag.withoutNegation,
    Flag.withDescription("Ask nothing, and say what it would take"),
    Flag.withDefault(false)
  ),
  textColumn: text("text-column", "name", "The column of texts in a table (default: the one that looks like it)").pipe(
    Flag.optional
  ),
  idColumn: text("id-column", "name", "The column of ids in a table (default id)").pipe(Flag.optional),
  shape,
  safeCsv,
  plugin,
  quiet
}

/** What was asked for. */
export type AnnotateInput = Command.Command.Config.Infer<typeof flags>
