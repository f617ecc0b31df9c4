/**
 * A learning curve over seeds.
 */
import { type CurveName, curveOf, type Run, title } from "./run.ts"
import { type Summary, summary } from "./sample.ts"

/** A mean curve with its standard errors, a point for each number of labels. */
export interface Curve {
  readonly labels: ReadonlyArray<number>
  readonly points: ReadonlyArray<Summary>
}

/**
 * The numbers of labels that the runs share. Throws a `RangeError` for no runs, and for one whose numbers of labels are
 * not those of the first: it names both runs and where they part.
 */
export const sharedLabels = (runs: ReadonlyArray<Run>): ReadonlyArray<number> => {
  const [first] = runs
  if (first === undefined) throw new RangeError("there are no runs to summarize")
  for (const run of runs) {
    const rounds = Math.max(run.labels.length, first.labels.length)
    for (let round = 0; round < rounds; round++) {
      if (run.labels[round] === first.labels[round]) continue
      const [here, there] = [run, first].map(({ labels }) => labels[round]?.toString() ?? "no")
      throw new RangeError(
        `in round ${round}, ${title(run)} has ${here} labels where ${title(first)} has ${there}; ` +
          "only runs with the same numbers of labels can be averaged"
      )
    }
  }
  return first.labels
}

/**
 * Mean ± standard error over runs, point by point along the number of labels.
 *
 * Throws a `RangeError` for no runs, for runs whose numbers of labels differ, and as {@link curveOf} does.
 */
export const summarizeCurve = (runs: ReadonlyArray<Run>, name: CurveName = "accuracy"): Curve => {
  const labels = sharedLabels(runs)
  const curves = runs.map((run) => curveOf(run, name))
  return { labels, points: labels.map((_, round) => summary(curves.map((curve) => curve[round]!))) }
}
