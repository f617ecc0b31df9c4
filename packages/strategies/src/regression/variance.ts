/**
 * How much do a committee's predictions of a number differ?
 */
import { Matrix, PartFailed, Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type OfRow, rowScores } from "../uncertainty/rows.ts"

/** The population variance of a row; 0 where all its numbers are equal. The order of the numbers does not change a bit of it. */
export const varianceOf: OfRow = (data, at, cols) => {
  const mean = Sum.total(data, at, at + cols) / cols
  const squares = new Float64Array(cols)
  for (let t = 0; t < cols; t++) squares[t] = (data[at + t]! - mean) ** 2
  return Sum.total(squares) / cols
}

/**
 * The variance of the predictions of several passes, or of a committee's members (population formula). In the square of the
 * target's unit; 0 where all agree. O(N T).
 *
 * Needs `estimate` with at least two columns; fails with `PartFailed` (`Column`) for one.
 *
 * Source: RayChaudhuri & Hamey 1995; Burbidge, Rowland & King 2007; 1/T Σ_t (f_t(x) − mean_t f_t(x))².
 */
export const variance = Score.define({
  name: "variance",
  summary: "the variance of several passes' predictions of a number",
  source: "RayChaudhuri & Hamey 1995; Burbidge, Rowland & King 2007; 1/T Σ_t (f_t(x) − mean_t f_t(x))²",
  options: Schema.Struct({}),
  needs: ["estimate"],
  of: () => (frame) => {
    const { cols } = frame.estimate
    if (cols >= 2) return rowScores(frame, Matrix.whole(frame.estimate), varianceOf)
    const found = { reason: "Column", column: "estimate", value: cols, expected: "2 columns or more" } as const
    const problem = "estimate has one column, and one prediction does not vary; give a column a pass or member"
    return Effect.fail(new PartFailed({ part: "variance", problem, ...found }))
  }
})
