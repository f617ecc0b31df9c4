/**
 * How unsure is the model of its best guess?
 */
import { Score } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { within } from "./domain.ts"
import { type OfRow, rowScores } from "./rows.ts"

/** 1 − the largest of the numbers, in [0, 1 − 1/C]: rows may sum to a little more or less than 1. */
export const doubt: OfRow = (data, at, cols) => {
  let most = data[at]!
  for (let c = at + 1; c < at + cols; c++) if (data[c]! > most) most = data[c]!
  return within(1 - most, 0, 1 - 1 / cols)
}

/**
 * 1 − max_c p_c: 0 for a sure model, 1 − 1/C at most. O(N C).
 *
 * Needs `probability`.
 *
 * Source: Lewis & Gale 1994; 1 − max_c p(c | x).
 */
export const leastConfidence = Score.define({
  name: "least-confidence",
  summary: "1 − the highest class probability",
  source: "Lewis & Gale 1994; 1 − max_c p(c | x)",
  options: Schema.Struct({}),
  needs: ["probability"],
  of: () => (frame) => rowScores(frame, frame.probability, doubt)
})
