/**
 * Partitions of a pool: empty numbers, items in no cluster, clusters of one, more clusters than items.
 */
import type { Clusters } from "@marginalia/core"
import * as fc from "fast-check"
import { draw, shuffled } from "./draw.ts"

/**
 * How a pool is partitioned.
 *
 * - `one`: a single cluster
 * - `gaps`: numbers drawn from more than there are items, so that many are empty
 * - `outsiders`: some items are in no cluster (−1)
 * - `distinct`: clusters of distinct sizes, at least four items each where there are enough: no ties between clusters
 */
export type Partition = "one" | "gaps" | "outsiders" | "distinct"

/** Every kind, the simplest first. */
export const partitions: ReadonlyArray<Partition> = ["one", "gaps", "outsiders", "distinct"]

/** What a partition of so many `rows` is made of: its kind, and the `seed` that it is drawn from. */
export interface ClusterShape {
  readonly rows: number
  readonly partition: Partition
  readonly seed: number
}

/** Sizes 4, 5, 6, … as far as they go; the last takes the rest. */
const distinctSizes = (rows: number): ReadonlyArray<number> => {
  const sizes: Array<number> = []
  let left = rows
  for (let size = 4; left >= size; size++) {
    sizes.push(size)
    left -= size
  }
  return sizes.length === 0 ? [rows] : sizes.map((size, i) => i === sizes.length - 1 ? size + left : size)
}

const distinct = ({ rows, seed }: ClusterShape): Int32Array => {
  const numbers = distinctSizes(rows).flatMap((size, number) => Array.from({ length: size }, () => number))
  return Int32Array.from(shuffled(seed, "distinct", rows), (i) => numbers[i]!)
}

/** The partition of a shape. */
export const cluster = (shape: ClusterShape): Clusters => {
  const { partition, rows, seed } = shape
  if (partition === "distinct") return { assignment: distinct(shape) }
  const from = draw(seed, `cluster ${partition}`)
  const most = partition === "one" ? 1 : partition === "gaps" ? rows + 3 : 4
  const number = () => partition === "outsiders" && from.below(4) === 0 ? -1 : from.below(most)
  return { assignment: Int32Array.from({ length: rows }, number) }
}

/** Partitions of pools of `rows` items, of some `kinds`; by default every kind. */
export const clusterArb = (rows: number, kinds: ReadonlyArray<Partition> = partitions): fc.Arbitrary<Clusters> =>
  fc.record({ rows: fc.constant(rows), partition: fc.constantFrom(...kinds), seed: fc.nat() }).map(cluster)
