/**
 * What accuracy further labels will bring, and how many a target takes: PALM's learning curve, fitted to what was measured.
 *
 * {@link of} and {@link ofRuns} make a forecast, or say that there are too few points; {@link expected}, {@link labelsFor}
 * and {@link parameters} read it. A forecast is plain data, which can be sent and stored as JSON.
 *
 * @module
 */
export { accuracyAt, type Curve, labelsAt } from "./forecast/curve.ts"
export { type Forecast, type ForecastOptions, of, ofRuns, type TooFewPoints } from "./forecast/forecast.ts"
export { LEAST, type Point } from "./forecast/points.ts"
export {
  type Expected,
  expected,
  labelsFor,
  type NotReached,
  type Parameter,
  parameters,
  type Reached
} from "./forecast/read.ts"
