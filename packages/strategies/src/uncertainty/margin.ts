/**
 * How close is the second-best class to the best?
 */
import { Options, Score } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { type OfRow, rowScores } from "./rows.ts"

/** What {@link margin} and the margin under dropout take. */
export interface MarginOptions {
  /**
   * Added to −(p₁ − p₂); 1 gives Zhdanov's informativeness in [0, 1], for parts that take no negative score. Default 0.
   */
  readonly offset?: number
}

/** The options of margin scores. */
export const options = Schema.Struct({
  offset: Options.field(
    Schema.Finite,
    0,
    "added to −(p₁ − p₂); 1 gives Zhdanov's informativeness in [0, 1], for parts that take no negative score"
  )
})

/** The largest number less the second largest, at most 1: rows may sum to a little more. */
export const gap: OfRow = (data, at, cols) => {
  let [first, second] = [-Infinity, -Infinity]
  for (let c = at; c < at + cols; c++) {
    const p = data[c]!
    if (p > second) {
      if (p > first) {
        second = first
        first = p
      } else second = p
    }
  }
  return Math.min(1, first - second)
}

/**
 * −(p₁ − p₂), the two highest class probabilities' gap with its sign turned, so that higher = more worth a label: 0 for
 * a tie of two classes, −1 for a sure model, never outside [−1, 0]. `offset` is added: 1 makes it 1 − (p₁ − p₂), in [0,
 * 1]. O(N C).
 *
 * Needs `probability`.
 *
 * Source: Scheffer, Decomain & Wrobel 2001; −(p(c₁ | x) − p(c₂ | x)).
 */
export const margin: Score.Maker<MarginOptions, "probability"> = Score.define({
  name: "margin",
  summary: "minus the gap between the two highest class probabilities",
  source: "Scheffer, Decomain & Wrobel 2001; −(p(c₁ | x) − p(c₂ | x))",
  options,
  needs: ["probability"],
  of: ({ offset }) => (frame) => rowScores(frame, frame.probability, (data, at, cols) => offset - gap(data, at, cols))
})
