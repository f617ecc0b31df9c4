/**
 * Reading a partition of the pool: sizes, members, means.
 */
import type { Clusters } from "./Columns.ts"
import type { Matrix, Matrix64 } from "./Matrix.ts"

/** One more than the highest cluster number; at least the number of centers. */
export const count = (self: Clusters): number => {
  let most = (self.centers?.rows ?? 0) - 1
  for (const cluster of self.assignment) if (cluster > most) most = cluster
  return most + 1
}

/** The number of members of each cluster among `positions` (default: the whole pool). */
export const sizes = (self: Clusters, positions?: Uint32Array, k: number = count(self)): Uint32Array => {
  const counts = new Uint32Array(k)
  const add = (cluster: number): void => {
    if (cluster >= 0) counts[cluster]! += 1
  }
  if (positions === undefined) self.assignment.forEach(add)
  else for (const position of positions) add(self.assignment[position]!)
  return counts
}

/** The members of each cluster among `positions`, in the order of `positions`. */
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

/** The mean of each cluster's members, in float64; an empty cluster's row is NaN. */
export const means = (self: Clusters, matrix: Matrix, k: number = count(self)): Matrix64 => {
  const { cols, data } = matrix
  const sums = new Float64Array(k * cols)
  self.assignment.forEach((cluster, position) => {
    if (cluster < 0) return
    for (let j = 0; j < cols; j++) sums[cluster * cols + j]! += data[position * cols + j]!
  })
  const counts = sizes(self, undefined, k)
  for (let i = 0; i < sums.length; i++) sums[i]! /= counts[Math.floor(i / cols)]!
  return { data: sums, rows: k, cols }
}

/** The centers that are given, else the members' means. */
export const centers = (self: Clusters, matrix: Matrix): Matrix64 => self.centers ?? means(self, matrix)
