/**
 * Vectors as they are read: in single precision, with an offset where that alone would make distinct ones equal.
 */
import { type Matrix, Narrow } from "@marginalia/core"
import type * as Message from "@marginalia/core/Message"
import { Malformed } from "./errors.ts"

/** See the module; `notes` is what the user should hear. */
export interface Vectors {
  readonly matrix: Matrix.Matrix
  readonly notes: ReadonlyArray<Message.Message>
}

/** What all rows became one in single precision is refused with; `distinct` says how many they were. */
export const vanishing = (distinct: number | "all"): Malformed =>
  new Malformed(
    `${distinct} distinct rows are too small for single precision and became one`,
    "scale their numbers",
    { reason: "Value", value: distinct, expected: "numbers that single precision tells apart" }
  )

/** What was narrowed, with what there is to say of it. Throws {@link Malformed} where all vanished. */
export const vectorsOf = (narrowed: Narrow.Narrowed, names?: ReadonlyArray<string>): Vectors => {
  if (!Narrow.vanished(narrowed)) return { matrix: narrowed.matrix, notes: Narrow.notes(narrowed, names) }
  throw vanishing(narrowed.distinct)
}

/** The vectors' offset is for distances only. Throws {@link Malformed} where more than distances are asked for. */
export const refuseOffset = ({ offset }: Matrix.Matrix): void => {
  const col = offset?.findIndex((x) => x !== 0) ?? -1
  if (col < 0) return
  throw new Malformed(
    `column ${col} lies around ${
      offset![col]
    } and varies so little that single precision, in which networks and encoders ` +
      "compute, loses most of it",
    `subtract ${offset![col]} from it, in all files alike`,
    { reason: "Value", value: offset![col], column: String(col), expected: "numbers that single precision tells apart" }
  )
}
