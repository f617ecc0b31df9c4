/**
 * A selection in the format that was asked for.
 */
import type { Manifest, Selection } from "@marginalia/core"
import { toCsv } from "./csv.ts"
import { makeOutput, printOutput } from "./schema.ts"
import { toTable } from "./table.ts"

/** How to write a selection. */
export type Format = "table" | "ids" | "csv" | "json"

/** A selection, and what its JSON form holds besides. */
export interface Answer {
  readonly selection: Selection
  readonly manifest: Manifest.Manifest
  readonly classes: ReadonlyArray<string> | undefined
}

/** The text in a format, with a line break at its end. */
export const format = (as: Format, { classes, manifest, selection }: Answer): string => {
  switch (as) {
    case "table":
      return toTable(selection)
    case "ids":
      return selection.ids.map((id) => `${id}\n`).join("")
    case "csv":
      return toCsv(selection)
    case "json":
      return printOutput(makeOutput(selection, manifest, classes))
  }
}
