import { kernel } from "./kernel.ts"
import { squaredDistance } from "./squared-distances.ts"

/**
 * Adds weight · row to the sums of its center, for rows from … to − 1 in order, whose center is dirty and of part
 * `part` of `parts`: one thread sums the whole of a center, so the number of threads changes nothing.
 */
export const clusterSums = kernel(
  "clusterSums",
  ["f32", "u32", "number", "number", "number", "i32", "f64", "i32", "number", "number", "f64"],
  (x, index, from, to, cols, assignment, weights, dirty, part, parts, sums) => {
    for (let i = from; i < to; i++) {
      const own = assignment[i]!
      if (own % parts !== part || dirty[own] === 0) continue
      for (let p = 0; p < cols; p++) sums[own * cols + p]! += weights[i]! * x[index[i]! * cols + p]!
    }
  }
)

/** The squared distance of rows from … to − 1 to their own centers. */
export const ownDistances = kernel(
  "ownDistances",
  ["f32", "u32", "number", "number", "number", "i32", "f64", "f64"],
  (x, index, from, to, cols, assignment, centers, out) => {
    for (let i = from; i < to; i++) {
      out[i] = squaredDistance(x, index[i]! * cols, centers, assignment[i]! * cols, cols)
    }
  }
)
