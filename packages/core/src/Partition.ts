/**
 * Reading a partition of the pool: sizes, members, means.
 */
import * as Effect from "effect/Effect"
import type { Clusters } from "./Columns.ts"
import { breathe } from "./kernels/breathe.ts"
import type { Matrix, Matrix64 } from "./Matrix.ts"

/** One more than the highest cluster number; at least the number of centers. */
export const count = (self: Clusters): number => {
  let most = (self.centers?.rows ?? 0) - 1
  const { assignment } = self
  for (let i = 0; i < assignment.length; i++) if (assignment[i]! > most) most = assignment[i]!
  return most + 1
}

/**
 * The number of members of each cluster among `positions` (default: the whole pool), for clusters 0 to `k` − 1
 * (default: all there are).
 */
export const sizes = (self: Clusters, positions?: Uint32Array, k: number = count(self)): Uint32Array => {
  const counts = new Uint32Array(k)
  const { assignment } = self, length = positions?.length ?? assignment.length
  for (let i = 0; i < length; i++) {
    const cluster = assignment[positions === undefined ? i : positions[i]!]!
    if (cluster >= 0) counts[cluster]! += 1
  }
  return counts
}

/**
 * The members of each cluster among `positions`, in their order, for clusters 0 to `k` − 1. Default of `k`: all
 * clusters there are.
 */
export const members = (
  self: Clusters,
  positions: Uint32Array,
  k: number = count(self)
): ReadonlyArray<Uint32Array> => {
  const counts = sizes(self, positions, k)
  const lists = Array.from(counts, (n) => new Uint32Array(n))
  const next = new Uint32Array(k)
  for (const position of positions) {
    const cluster = self.assignment[position]!
    if (cluster >= 0) lists[cluster]![next[cluster]!++] = position
  }
  return lists
}

/**
 * The mean of each cluster's members, rows of `matrix`, in float64; an empty cluster's row is NaN. For clusters 0 to
 * `k` − 1 (default: all there are). O(N d).
 */
export const means = (self: Clusters, matrix: Matrix, k: number = count(self)): Matrix64 => {
  const sums = new Float64Array(k * matrix.cols)
  addRows(sums, self, matrix, 0, self.assignment.length)
  return divided(sums, self, k)
}

/** Adds the rows of positions `from … to − 1` to the sums of their clusters. */
const addRows = (sums: Float64Array, { assignment }: Clusters, { cols, data }: Matrix, from: number, to: number) => {
  for (let position = from; position < to; position++) {
    const cluster = assignment[position]!
    if (cluster < 0) continue
    for (let j = 0; j < cols; j++) sums[cluster * cols + j]! += data[position * cols + j]!
  }
}

const divided = (sums: Float64Array, self: Clusters, k: number): Matrix64 => {
  const cols = sums.length / k, counts = sizes(self, undefined, k)
  for (let i = 0; i < sums.length; i++) sums[i]! /= counts[Math.floor(i / cols)]!
  return { data: sums, rows: k, cols }
}

/** Rows that are added between two looks at the time. */
const BLOCK = 1024

/** The centers of clusters: those that are given, else the members' means in `matrix`. */
export const centers = (self: Clusters, matrix: Matrix): Matrix64 => self.centers ?? means(self, matrix)

/**
 * {@link centers} of clusters of a `matrix`, with room for the event loop: for parts that run in a strategy. O(N d).
 */
export const findCenters = Effect.fnUntraced(function*(self: Clusters, matrix: Matrix) {
  if (self.centers !== undefined) return self.centers
  const k = count(self), sums = new Float64Array(k * matrix.cols)
  for (let from = 0; from < self.assignment.length; from += BLOCK) {
    const to = Math.min(self.assignment.length, from + BLOCK)
    yield* breathe("typescript", 2 * (to - from) * matrix.cols)
    addRows(sums, self, matrix, from, to)
  }
  return divided(sums, self, k)
})
