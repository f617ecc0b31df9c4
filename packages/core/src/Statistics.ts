/**
 * Are these learning curves really different? Means over seeds, paired comparisons, ranks over data sets, tables.
 *
 * Every function is pure and throws `OutOfRange` (a `RangeError` with a tag) on runs and numbers that it is not defined for.
 *
 * @module
 */
export * from "./statistics/average-ranks.ts"
export { type Along, type Axis, axisOf, sharedAxis, unitOf } from "./statistics/axis.ts"
export * from "./statistics/bootstrap.ts"
export {
  compare,
  type CompareOptions,
  type Comparison,
  type CorrectedRow,
  type DatasetTable
} from "./statistics/compare.ts"
export { type Curve, summarizeCurve } from "./statistics/curve.ts"
export * from "./statistics/holm.ts"
export * from "./statistics/midranks.ts"
export * from "./statistics/nemenyi.ts"
export { normalQuantile } from "./statistics/normal.ts"
export * from "./statistics/paired.ts"
export * from "./statistics/picked.ts"
export { wilsonInterval } from "./statistics/proportion.ts"
export * from "./statistics/render.ts"
export type { Reached, Row, Settings } from "./statistics/row.ts"
export { type CurveName, curveOf, fromRounds, mainCurve, type Measures, measures, type Run } from "./statistics/run.ts"
export { mean, standardDeviation, type Summary, summary } from "./statistics/sample.ts"
export { type Section, sections } from "./statistics/sections.ts"
export { type Interval, tCritical, tInterval } from "./statistics/student.ts"
export * from "./statistics/unequal.ts"
export * from "./statistics/wilcoxon.ts"
