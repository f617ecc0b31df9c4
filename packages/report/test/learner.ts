/**
 * A learner quick enough for tests: the nearer a class's mean, the likelier the class.
 */
import { type Classifier, Learner, type Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const meansOf = (pool: Matrix.Matrix, positions: Uint32Array, labels: Int32Array, classes: number): Float64Array => {
  const means = new Float64Array(classes * pool.cols)
  const counts = new Float64Array(classes)
  positions.forEach((position, i) => {
    const label = labels[i]!
    counts[label]! += 1
    for (let j = 0; j < pool.cols; j++) means[label * pool.cols + j]! += pool.data[position * pool.cols + j]!
  })
  return means.map((sum, at) => sum / counts[Math.floor(at / pool.cols)]!)
}

/** 1 / (1 + d²) for each class, over their sum; 0 for a class without labels. */
const probabilities = (items: Matrix.Matrix, means: Float64Array, classes: number): Matrix.Matrix => {
  const data = new Float32Array(items.rows * classes)
  for (let i = 0; i < items.rows; i++) {
    let total = 0
    for (let c = 0; c < classes; c++) {
      let squares = 0
      for (let j = 0; j < items.cols; j++) {
        squares += (items.data[i * items.cols + j]! - means[c * items.cols + j]!) ** 2
      }
      const weight = Number.isNaN(squares) ? 0 : 1 / (1 + squares)
      data[i * classes + c] = weight
      total += weight
    }
    for (let c = 0; c < classes; c++) data[i * classes + c]! /= total
  }
  return { data, rows: items.rows, cols: classes }
}

const best = ({ cols, data, rows }: Matrix.Matrix): Int32Array =>
  Int32Array.from({ length: rows }, (_, i) => {
    const row = data.subarray(i * cols, (i + 1) * cols)
    return row.indexOf(Math.max(...row))
  })

/** Learns from `pool`, is tested on the items of `test`. */
export const nearestMean = (
  pool: Matrix.Matrix,
  test: { readonly items: Matrix.Matrix; readonly labels: Int32Array },
  classes: number
): Layer.Layer<Learner> =>
  Layer.succeed(Learner, {
    fit: ({ labels, positions }) =>
      Effect.sync(() => {
        const means = meansOf(pool, positions, labels, classes)
        const probability = probabilities(pool, means, classes)
        const classifier = { probability: Effect.succeed(probability) } as unknown as Classifier["Service"]
        const predicted = best(probabilities(test.items, means, classes))
        return {
          classifier,
          test: Effect.succeed({ actual: test.labels, predicted }),
          pool: Effect.succeed(best(probability))
        }
      })
  })
