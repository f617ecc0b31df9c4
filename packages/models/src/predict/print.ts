/**
 * A model's answers as the contents of files. Tested in packages/cli/test/round-folder.test.ts.
 */
import { classesOfShape, printColumnAbout } from "@marginalia/datasets/files/column-about"
import { csvOf } from "@marginalia/datasets/files/embedding-write"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import { cellsOf } from "@marginalia/datasets/files/safe-csv"
import { classes } from "../model/outputs.ts"
import type { PredictedColumn } from "./compute.ts"
import type { Prediction } from "./predict.ts"

/** How answers are written. */
export interface WriteOptions {
  /** Whether texts that a spreadsheet would take for formulas are written so that it does not. Default false. */
  readonly safeCsv?: boolean
  /** Which versions are at work, by package, for the descriptions. Default none. */
  readonly versions?: { readonly [name: string]: string }
}

/** The most probable class of each item, as `id,label,probability`. */
export const predictedCsv = (
  { found: { ids }, names, probability }: Prediction,
  { safeCsv = false }: WriteOptions
): string => {
  const found = classes(probability), { cols, data } = probability, cellOf = cellsOf(safeCsv)
  const rows = ids.map((id, i) => [id, names[found[i]!]!, String(data[i * cols + found[i]!])])
  return csvOf(["id", "label", "probability"], rows.map((row) => row.map(cellOf)))
}

/** A column as `.npy`, and its description where it has one. */
export interface Printed {
  readonly array: Uint8Array
  /** The names of its classes, so that whoever reads it need not be told their order; undefined where it has none. */
  readonly about: string | undefined
}

/** A column's file, and what lies beside it. */
export const printColumn = (
  { data, output, shape }: PredictedColumn,
  names: ReadonlyArray<string> | undefined,
  { versions = {} }: WriteOptions
): Printed => {
  const array = encodeNpy(data, shape)
  const [cols = 0, rows = 0] = shape.toReversed()
  const named = names !== undefined && classesOfShape(output, { rows, cols }) === names.length
  return { array, about: named ? printColumnAbout(output, array, names, { shape, versions }) : undefined }
}
