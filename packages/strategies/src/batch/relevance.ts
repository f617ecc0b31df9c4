/**
 * How much is an item worth beside those that were picked: how unsure the model is of it, and how unlike theirs its
 * probabilities are?
 */
import type { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { inBlocks } from "../uncertainty/blocks.ts"
import { gap } from "../uncertainty/margin.ts"

/** The relevance of some items while picks are made among them. */
export interface Relevance {
  /** 1 − (p₁ − p₂) of each item, in [0, 1]. */
  readonly unsure: Float64Array
  /** How far each is from all picks, from 0 to 1; before there are any, how unsure the model is of it. */
  readonly apart: Float64Array
  /** Takes the probabilities of the item at a position of the pool for those of a pick. O(n C). */
  readonly add: (position: number) => Effect.Effect<void>
}

/** Σ_c |p_c − q_c| of two rows. */
const taxicab = ({ cols, data }: Matrix.Matrix, a: number, b: number): number => {
  let sum = 0
  for (let c = 0; c < cols; c++) sum += Math.abs(data[a * cols + c]! - data[b * cols + c]!)
  return sum
}

/** Moves and stretches numbers so that they go from 0 to 1; equal ones become 0. */
const rescale = (values: Float64Array, low: number, high: number): void => {
  for (let i = 0; i < values.length; i++) values[i] = high > low ? (values[i]! - low) / (high - low) : 0
}

/**
 * The relevance of the items at `positions`, whose probabilities are rows of a matrix: after each pick q, D ← min(D,
 * ‖p_x − p_q‖₁), moved and stretched to [0, 1] over all of them.
 *
 * Source: Gilhuber, Beer, Ma & Seidl 2024 (Falcun), equations 1 to 4.
 */
export const make = Effect.fnUntraced(function*(probability: Matrix.Matrix, positions: Uint32Array) {
  const { cols, data } = probability
  const unsure = new Float64Array(positions.length)
  yield* inBlocks(positions.length, 2 * cols, (from, to) => {
    for (let i = from; i < to; i++) unsure[i] = 1 - gap(data, positions[i]! * cols, cols)
  })
  const apart = unsure.slice()
  const add = Effect.fnUntraced(function*(position: number) {
    let [low, high] = [Infinity, -Infinity]
    yield* inBlocks(positions.length, 2 * cols, (from, to) => {
      for (let i = from; i < to; i++) {
        const near = Math.min(apart[i]!, taxicab(probability, positions[i]!, position))
        apart[i] = near
        low = Math.min(low, near)
        high = Math.max(high, near)
      }
    })
    rescale(apart, low, high)
  })
  return { unsure, apart, add } satisfies Relevance
})
