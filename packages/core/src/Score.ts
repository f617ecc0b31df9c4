/**
 * Acquisition scores: one number a candidate, higher = more worth a label.
 */
export { add, multiply, negate, rank, scale, standardize } from "./score/algebra.ts"
export { nonnegative } from "./score/nonnegative.ts"
export {
  type Any,
  define,
  defineOver,
  evaluate,
  gather,
  make,
  type Maker,
  mapCandidates,
  type Over,
  scatter,
  type Score
} from "./score/score.ts"
