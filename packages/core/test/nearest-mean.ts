/**
 * A learner for the tests of experiments: the class whose labeled items' mean is nearest. Counts the models in memory.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Classifier } from "../src/Classifier.ts"
import { Learner, type TrainingSet } from "../src/Learner.ts"
import type { Matrix } from "../src/Matrix.ts"

const meansOf = (
  pool: Matrix,
  { labels, positions }: TrainingSet,
  classes: number
): ReadonlyArray<Float64Array | undefined> =>
  Array.from({ length: classes }, (_, c) => {
    const members = [...positions].filter((_, i) => labels[i] === c)
    if (members.length === 0) return undefined
    return Float64Array.from({ length: pool.cols }, (_, j) =>
      members.reduce((sum, i) => sum + pool.data[i * pool.cols + j]!, 0) / members.length)
  })

const probabilities = (pool: Matrix, means: ReadonlyArray<Float64Array | undefined>): Matrix => {
  const data = new Float32Array(pool.rows * means.length)
  for (let i = 0; i < pool.rows; i++) {
    const weights = means.map((mean) =>
      mean === undefined ? 0 : Math.exp(-mean.reduce((sum, x, j) => sum + (x - pool.data[i * pool.cols + j]!) ** 2, 0))
    )
    const total = weights.reduce((a, b) => a + b, 0)
    weights.forEach((weight, c) => {
      data[i * means.length + c] = total === 0 ? 1 / means.length : weight / total
    })
  }
  return { data, rows: pool.rows, cols: means.length }
}

const best = ({ cols, data, rows }: Matrix): Int32Array =>
  Int32Array.from({ length: rows }, (_, i) => {
    const row = data.subarray(i * cols, (i + 1) * cols)
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)))
  })

/** What happened: how many models were made, and how many are in memory now. */
export const makeCounter = () => ({ made: 0, alive: 0, sets: [] as Array<TrainingSet> })

/** The learner; it evaluates on the pool itself, whose `truth` it knows. */
export const nearestMean = (pool: Matrix, truth: Int32Array, classes: number, counter = makeCounter()) =>
  Layer.succeed(Learner, {
    fit: (set) =>
      Effect.gen(function*() {
        counter.made += 1
        counter.sets.push(set)
        yield* Effect.acquireRelease(
          Effect.sync(() => counter.alive++),
          () => Effect.sync(() => counter.alive--)
        )
        const probability = probabilities(pool, meansOf(pool, set, classes))
        const classifier = { probability: Effect.succeed(probability) } as unknown as Classifier["Service"]
        const predicted = best(probability)
        return { classifier, test: Effect.succeed({ actual: truth, predicted }), pool: Effect.succeed(predicted) }
      })
  })
