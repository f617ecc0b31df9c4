/**
 * A selection in the format that was asked for.
 */
import type { Manifest, Selection } from "@marginalia/core"
import { toCsv } from "@marginalia/datasets/files/csv-write"
import { UsageProblem } from "@marginalia/datasets/problems"
import { makeOutput, printOutput } from "@marginalia/experiments/select-output"
import { toTable } from "./table.ts"

/** How to write a selection. */
export type Format = "table" | "ids" | "csv" | "json"

/** A selection, and what its JSON form holds besides. */
export interface Answer {
  readonly selection: Selection
  readonly manifest: Manifest.Manifest
  readonly classes: ReadonlyArray<string> | undefined
}

/**
 * Refuses ids that a format cannot hold: where a line is an id, none may hold a line break. Undefined where all is well.
 */
export const unfit = (as: Format, ids: ReadonlyArray<string>): UsageProblem | undefined => {
  const wrong = as === "ids" ? ids.find((id) => /[\n\r]/.test(id)) : undefined
  if (wrong === undefined) return undefined
  const problem = `the id ${JSON.stringify(wrong)} holds a line break, and in --format ids a line is an id`
  return new UsageProblem({
    problem,
    hint: "use --format json or csv",
    reason: "Value",
    setting: "format",
    value: wrong,
    expected: "an id without line breaks"
  })
}

/** The text in a format, with a line break at its end. */
export const format = (as: Format, { classes, manifest, selection }: Answer, safe = false): string => {
  switch (as) {
    case "table":
      return toTable(selection)
    case "ids":
      return selection.ids.map((id) => `${id}\n`).join("")
    case "csv":
      return toCsv(selection, safe)
    case "json":
      return printOutput(makeOutput(selection, manifest, classes))
  }
}
