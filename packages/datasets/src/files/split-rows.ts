/**
 * The rows of a pool that are for one purpose, by the column that says what each row is for.
 */
import { Quote } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import { numbered } from "../dataset.ts"
import { type PartName, partNamed } from "../part-names.ts"
import { Malformed } from "./errors.ts"

/** Which rows are taken: those of a part, or all. */
export type SplitName = "train" | "val" | "test" | "all"

/** The part of each row. Throws {@link Malformed} where no column says it, and for a word that names no part. */
export const partsOf = (splits: ReadonlyArray<string> | undefined): ReadonlyArray<PartName> => {
  if (splits === undefined) {
    throw new Malformed(
      "no column says which rows are to train and to test",
      "name one split, or leave the split out",
      { reason: "Missing", setting: "split", expected: "a column of the split" }
    )
  }
  return splits.map((word, row) => {
    const part = partNamed(word)
    if (part !== undefined) return part
    throw new Malformed(`row ${row} is of the split ${Quote.value(word)}`, "there are train, val and test", {
      reason: "Unknown",
      row,
      setting: "split",
      value: word,
      allowed: ["train", "val", "test"]
    })
  })
}

/** What a pool has a row of each. */
export interface Rows {
  readonly ids: ReadonlyArray<string> | undefined
  readonly labels?: ReadonlyArray<string | undefined> | undefined
  readonly groups?: ReadonlyMap<string, ReadonlyArray<string>> | undefined
  readonly matrix: {
    readonly data: Float32Array
    readonly rows: number
    readonly cols: number
    readonly offset?: Float64Array | undefined
  }
}

/** Some rows of a pool, in their order; rows without ids keep the numbers that they have in the file. */
export const takePart = <A extends Rows>(pool: A, at: ReadonlyArray<number>): A => {
  const { groups, ids = numbered(pool.matrix.rows), labels, matrix } = pool, { cols } = matrix
  const data = new Float32Array(at.length * cols)
  at.forEach((row, i) => data.set(matrix.data.subarray(row * cols, (row + 1) * cols), i * cols))
  return {
    ...pool,
    ids: at.map((row) => ids[row]!),
    ...(labels === undefined ? {} : { labels: at.map((row) => labels[row]) }),
    ...(groups === undefined
      ? {}
      : { groups: new Map(Array.from(groups, ([name, of]) => [name, at.map((row) => of[row]!)])) }),
    matrix: { ...matrix, data, rows: at.length }
  }
}

const called: { readonly [split in Exclude<SplitName, "all">]: PartName } = {
  train: "train",
  val: "validation",
  test: "test"
}

/** The rows of a part, and what there is to say of the others. Throws {@link Malformed} for a part without rows. */
export const rowsOfPart = (parts: ReadonlyArray<PartName>, split: Exclude<SplitName, "all">) => {
  const wanted = called[split]
  const at = parts.flatMap((part, row) => part === wanted ? [row] : [])
  if (at.length === 0) {
    throw new Malformed(`no row is of the split ${split}`, "name another", {
      reason: "Unknown",
      setting: "split",
      value: split,
      allowed: [...new Set(parts)]
    })
  }
  return { at, note: `the split ${split}: ${at.length} of ${counted(parts.length, "row")}` }
}
