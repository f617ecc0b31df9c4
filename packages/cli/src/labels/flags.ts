/**
 * The flags of `marginalia labels convert`.
 */
import { labelForms } from "@marginalia/datasets/labels/reading"
import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { poolColumns, quiet } from "../flags.ts"
import { labelsHow } from "../labels-flags.ts"

const from = Argument.String("from").pipe(
  Argument.withDescription(
    "Labels in any form that --labels takes: a file, a folder a class, or - for the standard input"
  )
)

const written = labelForms.filter((form) => form !== "folder")

/** The forms, and shorter names for some of them. */
export const targets = [...written, "label-studio", "cvat"] as const

const to = Flag.Literals("to", targets).pipe(
  Flag.withDescription("The form to write; label-studio is label-studio-json, cvat is cvat-xml")
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FILE"),
  Flag.withDescription("Where to; metadata is written as jsonl or parquet where the name ends so")
)

const pool = Flag.String("pool").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("The pool that the labels are of: items get its ids, and those that it has not are refused"),
  Flag.optional
)

const dropDeclined = Flag.Boolean("drop-declined").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Leave declined items out, for forms that cannot say that an item was declined"),
  Flag.withDefault(false)
)

const dataField = Flag.String("data-field").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("Label Studio's field that holds the item (default image)"),
  Flag.optional
)

/** The flags of `marginalia labels convert`. */
export const flags = { from, to, out, pool, ...poolColumns, ...labelsHow, dropDeclined, dataField, quiet }

/** What was asked for. */
export type ConvertInput = Command.Command.Config.Infer<typeof flags>
