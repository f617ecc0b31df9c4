/**
 * Where a criterion for stopping would have ended a run that went on.
 */
import { Stopping } from "@marginalia/core"
import type { UnitRun } from "./read.ts"

/** Where a run ends by a criterion. */
export interface Ending {
  /** The index of its last round then; that of the run's last round where the criterion never says stop. */
  readonly round: number
  /** Whether the criterion says stop, be it after the run's last round. */
  readonly fired: boolean
  /** Whether it says so before the run's last round. */
  readonly early: boolean
  /** Labels then, `own` included. */
  readonly labels: number
  /** Labels that the criterion needs for itself, those of test items: spent whether or not it says stop. */
  readonly own: number
  /** Accuracy on the test items then. */
  readonly accuracy: number
  /** Labels fewer than the run had; below 0 where the criterion needs more for itself than it saves. */
  readonly saved: number
  /** Accuracy below what the run ended with; below 0 where it would have ended above. */
  readonly loss: number
}

/** The rounds of a run as criteria look at them; `tested` only where it is known, NaN for an uncertainty that is not. */
export const factsOf = ({ rounds }: UnitRun): ReadonlyArray<Stopping.Facts> =>
  rounds.map(({ event: { cost, labeled, metrics, tested, uncertainty = Number.NaN }, predictions }) => ({
    cost,
    labeled,
    metrics,
    poolPredictions: predictions,
    uncertainty,
    ...(tested === undefined ? {} : { tested })
  }))

/** Where a criterion ends each of some runs. Throws what the criterion throws for rounds that it cannot judge. */
export const endingsOf = (
  runs: ReadonlyArray<UnitRun>,
  criterion: Stopping.Criterion<Stopping.Facts>
): ReadonlyArray<Ending> =>
  runs.map((run) => {
    const rounds = factsOf(run), last = rounds.at(-1)!
    const found = Stopping.stopsAt(criterion, rounds), round = found ?? rounds.length - 1
    const { labeled, metrics: { accuracy } } = rounds[round]!
    const own = Stopping.judge(criterion, rounds.slice(0, 1))[0]?.own ?? 0
    return {
      round,
      fired: found !== undefined,
      early: round < rounds.length - 1,
      labels: labeled + own,
      own,
      accuracy,
      saved: last.labeled - labeled - own,
      loss: last.metrics.accuracy - accuracy
    }
  })
