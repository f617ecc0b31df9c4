/**
 * How unsure is the model of an item's labels, where it may have several?
 */
import { Options, Score, Sum } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { type OfRow, rowScores } from "../uncertainty/rows.ts"

/** How unsure the model is of one label. */
type Measure = "margin" | "entropy"

/** How one number comes of all labels' numbers. */
type Over = "max" | "mean" | "sum"

/** What {@link labelUncertainty} takes. */
export interface LabelUncertaintyOptions {
  /** How unsure the model is of one label: margin, 1 − |2p − 1|; entropy, −p log p − (1 − p) log(1 − p), in nats. Default "margin". */
  readonly measure?: Measure
  /** How an item's number comes of its labels': max, the least sure label alone; mean; or sum. Default "max". */
  readonly over?: Over
}

/** The option that says how an item's number comes of its labels'. */
export const over = (fallback: Over) =>
  Options.field(
    Schema.Literals(["max", "mean", "sum"]),
    fallback,
    "how an item's number comes of its labels': max, the least sure label alone; mean; or sum"
  )

const options = Schema.Struct({
  measure: Options.field(
    Schema.Literals(["margin", "entropy"]),
    "margin",
    "how unsure the model is of one label: margin, 1 − |2p − 1|; entropy, −p log p − (1 − p) log(1 − p), in nats"
  ),
  over: over("max")
})

const times = (p: number): number => p > 0 ? p * Math.log(p) : 0

const measures: { readonly [K in Measure]: (p: number) => number } = {
  margin: (p) => 1 - Math.abs(2 * p - 1),
  entropy: (p) => -(times(p) + times(1 - p))
}

/** One number of a row: sums do not depend on the order of the labels. */
const ofRow = (measure: (p: number) => number, over: Over): OfRow => (data, at, cols) => {
  const each = new Float64Array(cols)
  let most = 0
  for (let k = 0; k < cols; k++) {
    each[k] = measure(data[at + k]!)
    most = Math.max(most, each[k]!)
  }
  if (over === "max") return most
  return over === "sum" ? Sum.total(each) : Sum.total(each) / cols
}

/**
 * How unsure the model is of a label, as one number for all labels of an item. `measure` is that of one label with probability p:
 * `margin`, 1 − |2p − 1|, from 0 for a sure model to 1 at ½; or `entropy`, −p log p − (1 − p) log(1 − p) in nats, log 2 at most.
 * `over` is how they come together: `max`, that of the least sure label (with `margin` the smallest margin of all labels); `mean`;
 * or `sum`, which with `entropy` is the entropy of the set of labels, were they independent. The order of the labels does not
 * change a bit of it. O(N K).
 *
 * Needs `labelProbability`.
 *
 * Source: Brinker 2006 (max of margins); Esuli & Sebastiani 2009 (max and mean over labels); Shannon 1948 (sum of entropies).
 */
export const labelUncertainty: Score.Maker<LabelUncertaintyOptions, "labelProbability"> = Score.define({
  name: "label-uncertainty",
  summary: "how unsure the model is of an item's labels: the margin or entropy of each, as their maximum, mean or sum",
  source:
    "Brinker 2006 (max of margins); Esuli & Sebastiani 2009 (max and mean over labels); Shannon 1948 (sum of entropies)",
  options,
  needs: ["labelProbability"],
  of: ({ measure, over }) => (frame) => rowScores(frame, frame.labelProbability, ofRow(measures[measure], over))
})
