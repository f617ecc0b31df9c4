/**
 * Probabilities that say how often the model is right.
 */
import { type Frame, Kernels, Matrix, PartFailed, Stage } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { atTemperature, fitTemperature } from "../calibrate/temperature.ts"

const NAME = "calibrate"

type View = Frame.Frame<"probability" | "heldOut">

/** The labeled items that have a row of held-out numbers, and their classes. */
const heldOf = ({ heldOut, labeled, labels }: View) => {
  const { cols, data } = Matrix.whole(heldOut)
  const rows: Array<Float64Array> = [], classes: Array<number> = []
  labeled.forEach((position, i) => {
    const row = Float64Array.from(data.subarray(position * cols, (position + 1) * cols))
    if (labels[i]! < 0 || row.every((x) => x === 0)) return
    rows.push(row)
    classes.push(labels[i]!)
  })
  return { rows, classes }
}

/** How far a row of single-precision probabilities may be from summing to 1. */
const TOLERANCE = 1e-3

const isProbability = (row: Float64Array): boolean =>
  row.every((x) => x >= 0) && Math.abs(row.reduce((sum, x) => sum + x, 0) - 1) <= TOLERANCE

/** A service's probability may come after the query was checked. */
const problemOf = ({ heldOut, probability }: View): PartFailed | undefined =>
  heldOut.cols === probability.cols ? undefined : new PartFailed({
    part: NAME,
    problem: `heldOut has ${heldOut.cols} columns and probability ${probability.cols}; give both one a class`,
    reason: "Column",
    column: "heldOut",
    value: heldOut.cols,
    expected: probability.cols
  })

/** Each row at a temperature, in single precision. */
const scaled = Effect.fnUntraced(function*(probability: Matrix.Matrix, temperature: number) {
  const { cols, data, rows } = Matrix.whole(probability), out = new Float32Array(rows * cols)
  for (let i = 0; i < rows; i++) {
    const logits = Float64Array.from(data.subarray(i * cols, (i + 1) * cols), Math.log)
    out.set(atTemperature(logits, temperature), i * cols)
    yield* Kernels.breathe(32 * cols)
  }
  return Matrix.make(out, rows, cols)
})

/**
 * Scales `probability` by a temperature T, to softmax(log p / T), so that the model is as sure as it is right: T from 1 to 20 by
 * 0.1 with the least expected calibration error (15 bins), the smallest of equal ones, over the labeled items that `heldOut` has a
 * row for: logits or probabilities by a model that was not trained on their labels (`holdOut` draws the fifth to leave out). Rows
 * of zeros are not held out. With none T is 1. The trace says T, how many labels it was found by, and the error before and after.
 *
 * Which class is most probable never changes. O(N C), and O(191 C) a held-out label.
 *
 * Needs `probability` and `heldOut`.
 *
 * Source: Guo, Pleiss, Sun & Weinberger 2017, On calibration of modern neural networks, ICML; the grid of Bae, Sutherland & Oliveira 2025.
 */
export const calibrate = Stage.define({
  name: NAME,
  summary: "probabilities scaled by the temperature at which the model is as sure as it is right on held-out labels",
  source: "Guo, Pleiss, Sun & Weinberger 2017, On calibration of modern neural networks, ICML",
  options: Schema.Struct({}),
  needs: ["probability", "heldOut"],
  changes: ["probability"],
  run: () => (frame) =>
    Effect.gen(function*() {
      const problem = problemOf(frame)
      if (problem !== undefined) return yield* problem
      const { classes, rows } = heldOf(frame)
      yield* Kernels.breathe(191 * 32 * rows.length * frame.heldOut.cols)
      const logits = rows.every(isProbability) ? rows.map((row) => row.map(Math.log)) : rows
      const { after, before, temperature } = fitTemperature(logits, classes)
      const notes = { temperature, heldOut: rows.length, errorBefore: before, errorAfter: after }
      if (temperature === 1) return { notes }
      return { columns: { probability: yield* scaled(frame.probability, temperature) }, notes }
    })
})
