/**
 * When to stop labeling: criteria as pure folds over finished rounds.
 *
 * A {@link Criterion} says after each round whether to stop, what it measured and why. {@link judge} asks it about rounds that
 * are there, {@link until} ends a stream of rounds, {@link anyOf} and {@link allOf} make one of several. Those that have names
 * ({@link all}) can be written in a text: `stabilizing-predictions(0.99, rounds=3)`.
 *
 * @module
 */
import { budget, cost, overallUncertainty, targetAccuracy } from "./stopping/levels.ts"
import { classificationChange, deltaF, stabilizingPredictions } from "./stopping/predictions.ts"

export { all } from "./stopping/all.ts"
export { allOf, anyOf, type Criteria, type RoundOf } from "./stopping/combine.ts"
export {
  type Criterion,
  type Finding,
  type Fold,
  judge,
  make,
  since,
  stopsAt,
  type Verdict
} from "./stopping/criterion.ts"
export {
  type BudgetOptions,
  type CostOptions,
  type Labeled,
  type OverallUncertaintyOptions,
  type TargetAccuracyOptions,
  type Tested,
  uncertainty
} from "./stopping/levels.ts"
export { criteria, type Facts, type Maker } from "./stopping/named.ts"
export {
  type ClassificationChangeOptions,
  type DeltaFOptions,
  type Predicted,
  type PredictionOptions,
  type StabilizingPredictionsOptions
} from "./stopping/predictions.ts"
export { read, readUnsafe, type Written } from "./stopping/read.ts"
export { judged, until } from "./stopping/until.ts"
export { budget, classificationChange, cost, deltaF, overallUncertainty, stabilizingPredictions, targetAccuracy }
