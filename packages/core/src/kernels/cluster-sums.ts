import { ranged } from "./kernel.ts"
import { squaredDistance } from "./squared-distances.ts"

/**
 * Columns that are summed together: ranges of columns begin at multiples of it, so that pairs of columns stay together
 * and threads hardly write to the same cache line.
 */
const ALIGN = 4

/**
 * Adds weight · row to the sums of its center, in columns from … to − 1, for rows first … last − 1 in order: one thread sums
 * the whole of a column, so the number of threads changes nothing.
 */
export const clusterSums = ranged(
  "clusterSums",
  ["f32", "u32", "number", "number", "number", "i32", "f64", "f64"],
  (from, to, x, index, first, last, cols, assignment, weights, sums) => {
    for (let i = first; i < last; i++) {
      const own = assignment[i]!
      for (let p = from; p < to; p++) sums[own * cols + p]! += weights[i]! * x[index[i]! * cols + p]!
    }
  },
  ALIGN
)

/** What a number is added to and taken from, so that it becomes a multiple of a power of two: 1.5 · 2⁵² of them. */
const ROUND = 1.5 * 2 ** 52

/**
 * Brings exact sums of rows from the clusters at `summed` (−1: none) to those at `assignment`, in columns from … to − 1, for rows
 * first … last − 1. Each number times its weight is cut at the grids unit, unit · finer, … (see `gridFor` in ../kmeans/sums.ts), so that no
 * order of rows changes a bit, and a row that leaves takes away what it brought; `lost` becomes 1 where something is left. Sums of a
 * level are `stride` bytes behind those of the one before.
 */
export const followSums = ranged(
  "followSums",
  // dprint-ignore
  [
    "f32", "u32", "number", "number", "number", "i32", "i32", "f64",
    "number", "number", "number", "number", "f64", "i32"
  ],
  // dprint-ignore
  (
    from, to, x, index, first, last, cols, assignment, summed, weights,
    unit, finer, levels, stride, sums, lost
  ) => {
    for (let i = first; i < last; i++) {
      const own = assignment[i]!, was = summed[i]!
      if (own === was) continue
      for (let p = from; p < to; p++) {
        let term = weights[i]! * x[index[i]! * cols + p]!, coarse = ROUND * unit
        for (let l = 0; l < levels; l++, coarse *= finer) {
          const part = term + coarse - coarse, level = l * stride / 8 + p
          term -= part
          sums[level + own * cols]! += part
          if (was >= 0) sums[level + was * cols]! -= part
        }
        if (term !== 0) lost[0] = 1
      }
    }
  },
  ALIGN
)

/** The squared distance of rows from … to − 1 to their own centers. */
export const ownDistances = ranged(
  "ownDistances",
  ["f32", "u32", "number", "i32", "f64", "f64"],
  (from, to, x, index, cols, assignment, centers, out) => {
    for (let i = from; i < to; i++) {
      out[i] = squaredDistance(x, index[i]! * cols, centers, assignment[i]! * cols, cols)
    }
  }
)
