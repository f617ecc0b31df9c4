/** How well neighbors tell classes: what a representation is good for, without training anything. */
import { Kernels } from "@marginalia/core"
import type * as Matrix from "@marginalia/core/Matrix"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"

/** How many neighbors have a say, and how fast their weight falls: exp(cosine / temperature). */
export interface Voting {
  /** 200 by default, or all where there are fewer. */
  readonly neighbors?: number
  /** 0.1 by default, as Lightly's benchmarks; Wu et al. 2018 take 0.07. */
  readonly temperature?: number
}

/** Items with known classes, as features. */
export interface Known {
  readonly features: Matrix.Matrix
  /** The class of each. */
  readonly labels: Int32Array
}

const BLOCK = 256

/** Rows of unit length; zero rows stay zero. */
const unit = ({ cols, data, rows }: Matrix.Matrix): tf.Tensor2D => {
  const out = new Float32Array(data.length)
  for (let row = 0; row < rows; row++) {
    let square = 0
    for (let i = row * cols; i < (row + 1) * cols; i++) square += data[i]! ** 2
    const factor = square > 0 ? 1 / Math.sqrt(square) : 0
    for (let i = row * cols; i < (row + 1) * cols; i++) out[i] = factor * data[i]!
  }
  return tf.tensor2d(out, [rows, cols])
}

/** The positions of the `k` largest of `values`, ties to the smaller position; in no order. O(n log k). */
export const largest = (values: Float32Array, k: number): Uint32Array => {
  const heap = new Uint32Array(Math.min(k, values.length))
  const isBelow = (a: number, b: number): boolean => values[a]! < values[b]! || (values[a] === values[b] && a > b)
  const sink = (from: number): void => {
    for (let at = from;;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && isBelow(heap[child]!, heap[least]!)) least = child
      }
      if (least === at) return
      const held = heap[at]!
      heap[at] = heap[least]!
      heap[least] = held
      at = least
    }
  }
  heap.forEach((_, i) => void (heap[i] = i))
  for (let at = heap.length >> 1; at-- > 0;) sink(at)
  for (let i = heap.length; i < values.length; i++) {
    if (!isBelow(heap[0]!, i)) continue
    heap[0] = i
    sink(0)
  }
  return heap
}

/** The class with the most weight among the neighbors; ties go to the smaller class. */
const vote = (
  cosines: Float32Array,
  labels: Int32Array,
  classes: number,
  { neighbors = 200, temperature = 0.1 }: Voting
): number => {
  const weights = new Float64Array(classes)
  for (const at of largest(cosines, neighbors).sort()) {
    weights[labels[at]!]! += Math.exp((cosines[at]! - 1) / temperature)
  }
  return weights.reduce((best, weight, c) => weight > weights[best]! ? c : best, 0)
}

/** The cosines of a block of rows with the bank; freed at once. */
const block = (all: tf.Tensor2D, bank: tf.Tensor2D, from: number) => {
  const size = Math.min(BLOCK, all.shape[0] - from)
  const product = Effect.sync(() => tf.tidy(() => tf.matMul(tf.slice(all, from, size), bank)))
  const read = (cosines: tf.Tensor) => Effect.promise(() => cosines.data())
  return Effect.acquireUseRelease(product, read, (cosines) => Effect.sync(() => cosines.dispose()))
}

const temporary = (make: () => tf.Tensor2D) =>
  Effect.acquireRelease(Effect.sync(make), (tensor) => Effect.sync(() => tensor.dispose()))

/**
 * The class that the nearest items of a bank give each row by weighted vote (Wu et al. 2018), by cosine. O(rows · bank)
 * time, a block of rows at a time.
 *
 * `features` are the rows, `classes` how many there are; by default of `by`, 200 neighbors at a temperature of 0.1.
 */
export const knn = Effect.fnUntraced(
  function*(features: Matrix.Matrix, bank: Known, classes: number, by: Voting = {}) {
    const all = yield* temporary(() => unit(features))
    const turned = yield* temporary(() => tf.tidy(() => tf.transpose(unit(bank.features))))
    const out = new Int32Array(features.rows), width = bank.features.rows
    for (let from = 0; from < features.rows; from += BLOCK) {
      const cosines = (yield* block(all, turned, from)) as Float32Array
      for (let i = 0; i * width < cosines.length; i++) {
        out[from + i] = vote(cosines.subarray(i * width, (i + 1) * width), bank.labels, classes, by)
      }
      yield* Kernels.giveWay
    }
    return out
  },
  Effect.scoped
)
