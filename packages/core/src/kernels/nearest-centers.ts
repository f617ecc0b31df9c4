/**
 * The exact squared distance of every row to the nearest of a set of centers, kept up while centers are added.
 */
import { squaredDistance } from "../neighbors/distance.ts"
import { ranged } from "./kernel.ts"

/** A number of columns, rounded up to what centers are padded to. */
export const padded = (cols: number): number => 4 * Math.ceil(cols / 4)

/** Rows of room behind the centers. */
export const SPARE = 6

/** Bytes of scratch memory that a thread needs. */
export const WORK = 512

/**
 * The least of `nearest[i]` and the squared distances of row i to `count` centers; rows where it is 0 are passed over. The
 * centers are padded rows (see {@link padded}), `norms` their squared lengths, and `epsilon` says how far single precision
 * may be off, relative to the sum of two squared lengths.
 */
export const nearestCenters = ranged(
  "nearestCenters",
  ["f32", "number", "f32", "f64", "number", "number", "f64", "scratch"],
  (from, to, x, cols, centers, _norms, count, _epsilon, nearest) => {
    for (let i = from; i < to; i++) {
      for (let c = 0; c < count && nearest[i]! > 0; c++) {
        nearest[i] = Math.min(nearest[i]!, squaredDistance(x, i * cols, centers, c * padded(cols), cols))
      }
    }
  }
)
