/**
 * A small experiment on the digits, quick enough to be run a hundred times: margin sampling for a nearest-mean learner.
 */
import type { Classifier } from "@marginalia/core/Classifier"
import type { Plan } from "@marginalia/core/Experiment"
import { Learner, type TrainingSet } from "@marginalia/core/Learner"
import * as Matrix from "@marginalia/core/Matrix"
import type { LabeledData } from "@marginalia/datasets/digits"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { random, top } from "../../../core/test/experiment.ts"
import { knownLabels } from "../../src/oracle/known.ts"

export { random }

export const margin = top("margin", ["probability"], ({ probability }: { probability: Matrix.Matrix }) => (i) => {
  const [first, second] = Matrix.row(probability, i).toSorted().reverse()
  return second! - first!
})

const meansOf = (pool: Matrix.Matrix, { labels, positions }: TrainingSet, c: number): Float64Array | undefined => {
  const members = [...positions].filter((_, i) => labels[i] === c)
  if (members.length === 0) return undefined
  return Float64Array.from(
    { length: pool.cols },
    (_, j) => members.reduce((sum, i) => sum + pool.data[i * pool.cols + j]!, 0) / members.length
  )
}

/** The nearer the mean, the likelier the class; a class without labels has probability 0. */
const probabilities = (pool: Matrix.Matrix, means: ReadonlyArray<Float64Array | undefined>): Matrix.Matrix => {
  const data = new Float32Array(pool.rows * means.length)
  for (let i = 0; i < pool.rows; i++) {
    const row = Matrix.row(pool, i)
    const weights = means.map((mean) =>
      mean === undefined ? 0 : 1 / (1 + mean.reduce((sum, x, j) => sum + (x - row[j]!) ** 2, 0))
    )
    const total = weights.reduce((a, b) => a + b, 0)
    weights.forEach((weight, c) => data[i * means.length + c] = weight / total)
  }
  return { data, rows: pool.rows, cols: means.length }
}

const best = (probability: Matrix.Matrix): Int32Array =>
  Int32Array.from({ length: probability.rows }, (_, i) => {
    const row = Matrix.row(probability, i)
    return row.indexOf(Math.max(...row))
  })

/** The experiment, and the learner and oracle it needs. */
export const world = ({ labels, pool }: LabeledData) => {
  const plan: Plan = {
    strategy: margin,
    coldStart: random,
    columns: { embedding: pool },
    size: pool.rows,
    classes: 10,
    budget: 10,
    rounds: 12,
    seed: 5
  }
  const learner = Layer.succeed(Learner, {
    fit: (set) =>
      Effect.sync(() => {
        const probability = probabilities(pool, Array.from({ length: 10 }, (_, c) => meansOf(pool, set, c)))
        const classifier = { probability: Effect.succeed(probability) } as unknown as Classifier["Service"]
        const predicted = best(probability)
        return { classifier, test: Effect.succeed({ actual: labels, predicted }), pool: Effect.succeed(predicted) }
      })
  })
  return { plan, layer: Layer.merge(learner, knownLabels(labels)) }
}
