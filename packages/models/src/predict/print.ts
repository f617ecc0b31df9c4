/**
 * A model's answers as the contents of files.
 */
import type * as Matrix from "@marginalia/core/Matrix"
import { classesOfShape, printColumnAbout } from "@marginalia/datasets/files/column-about"
import { csvOf } from "@marginalia/datasets/files/embedding-write"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import { outputs } from "@marginalia/models/training"
import { versions } from "../version.ts"
import type { Written } from "./compute.ts"

/** The most probable class of each item, as `id,label,probability`. */
export const predictedCsv = (
  ids: ReadonlyArray<string>,
  names: ReadonlyArray<string>,
  probability: Matrix.Matrix,
  cellOf: (text: string) => string
): string => {
  const classes = outputs.classes(probability), { cols, data } = probability
  const rows = ids.map((id, i) => [id, names[classes[i]!]!, String(data[i * cols + classes[i]!])])
  return csvOf(["id", "label", "probability"], rows.map((row) => row.map(cellOf)))
}

/** A column as `.npy`, and its description where it has one. */
export interface Printed {
  readonly array: Uint8Array
  /** The names of its classes, so that whoever reads it need not be told their order; undefined where it has none. */
  readonly about: string | undefined
}

/** A column's file, and what lies beside it. */
export const printColumn = ({ data, output, shape }: Written, names: ReadonlyArray<string> | undefined): Printed => {
  const array = encodeNpy(data, shape)
  const [cols = 0, rows = 0] = shape.toReversed()
  const named = names !== undefined && classesOfShape(output, { rows, cols }) === names.length
  return { array, about: named ? printColumnAbout(output, array, names, { shape, versions }) : undefined }
}
