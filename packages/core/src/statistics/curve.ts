/**
 * A learning curve over seeds.
 */
import { type Along, axisAlong, axisOf } from "./axis.ts"
import { type CurveName, curveOf, type Run } from "./run.ts"
import { type Summary, summary } from "./sample.ts"

/** A mean curve with its standard errors, a point a round. */
export interface Curve {
  /** What `labels` counts: labels where all runs have the same numbers of them, else items asked about. */
  readonly along: Along
  /** The numbers along the curve: of labels, or what else `along` says. */
  readonly labels: ReadonlyArray<number>
  readonly points: ReadonlyArray<Summary>
}

/**
 * Mean ± standard error of a curve over `runs`, point by point.
 *
 * `name` says which curve ("accuracy"); `along` what is averaged along: by default the number of labels where all runs
 * have the same, else (an oracle declined items) the number of items asked about. Throws `OutOfRange` for no runs, for
 * runs that share neither, and as {@link curveOf} does.
 */
export const summarizeCurve = (runs: ReadonlyArray<Run>, name: CurveName = "accuracy", along?: Along): Curve => {
  const axis = along === undefined ? axisOf(runs) : axisAlong(runs, along)
  const curves = runs.map((run) => curveOf(run, name))
  const points = axis.at.map((_, round) => summary(curves.map((curve) => curve[round]!)))
  return { along: axis.along, labels: axis.at, points }
}
