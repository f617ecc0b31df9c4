/** The two passes of greedy k-means++ over the pool. Sums are per block of {@link BLOCK} rows. */
import { ranged } from "./kernel.ts"
import { squaredDistance } from "./squared-distances.ts"

/** Rows in a block of partial sums; chunks begin at multiples of it. */
export const BLOCK = 256

/**
 * For rows from … to − 1: the squared distance to each candidate, and per block and candidate Σ weight · min(D², d²),
 * what the candidate would leave. Compiled, there may be a look ahead (0: there is none): rows to which no candidate is nearer are then not
 * read, and their distances are the largest number.
 */
export const candidatePotentials = ranged(
  "candidatePotentials",
  // dprint-ignore
  ["f32", "u32", "number", "number", "f64", "f32", "f64", "f64", "f64", "f64", "f32", "f64", "number", "number", "scratch", "scratch"],
  (from, to, x, index, cols, count, exact, _panel, _norms, _xx, nearest, weights, out, sums) => {
    for (let i = from; i < to; i++) {
      const block = Math.floor(i / BLOCK) * count
      if (i % BLOCK === 0) sums.fill(0, block, block + count)
      // Nothing is nearer to a row that lies on a center.
      if (nearest[i] === 0) continue
      for (let j = 0; j < count; j++) {
        const d = squaredDistance(x, index[i]! * cols, exact, j * cols, cols)
        out[i * count + j] = d
        sums[block + j]! += weights[i]! * Math.min(d, nearest[i]!)
      }
    }
  },
  BLOCK
)

/**
 * Makes a row the center number `number`: D² and the nearest center of rows from … to − 1, and per block
 * Σ weight · D². Rows that the estimate `d2` (every `step`-th number, 0 for none) rules out are passed over.
 */
export const takeCenter = ranged(
  "takeCenter",
  // dprint-ignore
  [
    "f32", "u32", "number", "f64", "number", "number", "number",
    "f32", "number", "f64", "f64", "i32", "f64", "f64"
  ],
  (from, to, x, index, cols, center, cc, number, epsilon, d2, step, xx, nearest, assignment, weights, sums) => {
    let sum = 0
    for (let i = from; i < to; i++) {
      const estimate = step === 0 ? -Infinity : d2[i * step]! - (epsilon * (xx[i]! + cc) + 3e-45)
      const d = nearest[i]! > 0 && estimate < nearest[i]!
        ? squaredDistance(x, index[i]! * cols, center, 0, cols)
        : Infinity
      if (d < nearest[i]!) {
        nearest[i] = d
        assignment[i] = number
      }
      sum += weights[i]! * nearest[i]!
      if ((i + 1) % BLOCK === 0 || i + 1 === to) {
        sums[Math.floor(i / BLOCK)] = sum
        sum = 0
      }
    }
  },
  BLOCK
)

/**
 * What each of `count` candidates would leave: D² of rows from … to − 1 if it were the next center, and per block Σ weight · D², as
 * {@link takeCenter} writes them. D² of a candidate begin `stride` numbers after those of the one before, its sums `blocks` numbers.
 */
export const leaveCandidates = ranged(
  "leaveCandidates",
  // dprint-ignore
  [
    "f32", "u32", "number", "f64", "f64", "number", "number", "f32",
    "f64", "f64", "f64", "f64", "number", "f64", "number"
  ],
  (from, to, x, index, cols, exact, norms, count, epsilon, d2, xx, nearest, weights, squared, stride, sums, blocks) => {
    for (let i = from; i < to; i++) {
      const before = nearest[i]!, block = Math.floor(i / BLOCK)
      for (let j = 0; j < count; j++) {
        const estimate = d2[i * count + j]! - (epsilon * (xx[i]! + norms[j]!) + 3e-45)
        const d = before > 0 && estimate < before
          ? squaredDistance(x, index[i]! * cols, exact, j * cols, cols)
          : Infinity
        const left = squared[j * stride + i] = Math.min(before, d)
        sums[j * blocks + block] = (i % BLOCK === 0 ? 0 : sums[j * blocks + block]!) + weights[i]! * left
      }
    }
  },
  BLOCK
)
