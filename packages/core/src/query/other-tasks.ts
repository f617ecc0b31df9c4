/**
 * The checks of columns of multi-label classification and of regression.
 */
import type { Matrix } from "../Matrix.ts"
import { show } from "./kinds.ts"
import { refuse } from "./refuse.ts"
import { STEP, type Steps } from "./steps.ts"

/** Probabilities that need not sum to one: each from 0 to 1. */
export function* shares({ cols, data }: Matrix): Steps {
  for (let from = 0; from < data.length; from += STEP) {
    if (from > 0) yield
    const end = Math.min(data.length, from + STEP)
    let at = from
    while (at < end && data[at]! >= 0 && data[at]! <= 1) at++
    if (at < end) notAShare(data[at]!, Math.floor(at / cols), at % cols)
  }
}

const notAShare = (value: number, row: number, col: number): never =>
  refuse(
    { _tag: "Probability", column: "labelProbability", row, value, expected: "a number from 0 to 1" },
    `labelProbability holds ${value} at row ${row}, column ${col}`,
    "give the probability of each label, from 0 to 1, not logits"
  )

/** A list of numbers in double precision. */
export const numbers = (value: unknown): void => {
  if (value instanceof Float64Array) return
  const expected = "a Float64Array, a number an item"
  refuse({ _tag: "Kind", key: "target", value, expected }, `target is ${show(value)}`, `give ${expected}, NaN for none`)
}

/** A number for each item. */
export const oneEach = (values: Float64Array, size: number): void => {
  if (values.length === size) return
  const problem = `target has ${values.length} numbers and the pool has ${size} items`
  const reason = { _tag: "Shape", column: "target", value: values.length, expected: `${size} numbers` } as const
  refuse(reason, problem, "give one an item, in pool order, NaN for none")
}

/** A number for each item, or NaN: none is infinite. */
export function* targets(values: Float64Array, size: number): Steps {
  oneEach(values, size)
  for (let row = 0; row < size; row++) {
    if (row > 0 && row % STEP === 0) yield
    const value = values[row]!, expected = "a finite number, or NaN for none"
    if (Math.abs(value) < Infinity || Number.isNaN(value)) continue
    refuse({ _tag: "Entry", column: "target", row, value, expected }, `target[${row}] is ${value}`, `give ${expected}`)
  }
}
