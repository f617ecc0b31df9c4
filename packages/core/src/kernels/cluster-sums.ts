import { ranged } from "./kernel.ts"
import { squaredDistance } from "./squared-distances.ts"

/**
 * Columns that are summed together: ranges of columns begin at multiples of it, so that pairs of columns stay together
 * and threads hardly write to the same cache line.
 */
const ALIGN = 4

/**
 * Adds weight · row to the sums of its center, in columns from … to − 1, for rows first … last − 1 in order whose center is
 * dirty: one thread sums the whole of a column, so the number of threads changes nothing.
 */
export const clusterSums = ranged(
  "clusterSums",
  ["f32", "u32", "number", "number", "number", "i32", "f64", "i32", "f64"],
  (from, to, x, index, first, last, cols, assignment, weights, dirty, sums) => {
    for (let i = first; i < last; i++) {
      const own = assignment[i]!
      if (dirty[own] === 0) continue
      for (let p = from; p < to; p++) sums[own * cols + p]! += weights[i]! * x[index[i]! * cols + p]!
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
