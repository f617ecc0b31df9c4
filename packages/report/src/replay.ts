/**
 * When a criterion would have stopped runs that went on, how many labels that would have saved, and at which loss.
 */
import { Statistics, Stopping } from "@marginalia/core"
import type { UnitRun } from "./read.ts"

/** What a criterion would have done to the runs of one strategy on one data set. */
export interface Replayed {
  /** The data set's name. */
  readonly dataset: string
  /** The strategy's name. */
  readonly strategy: string
  /** The criterion, as it is written. */
  readonly criterion: string
  /** How many runs there are. */
  readonly runs: number
  /** How many of them it would have stopped before their last round. */
  readonly stopped: number
  /** The mean number of labels that runs would have had less, 0 for those that it would not have stopped. */
  readonly saved: number
  /** The mean accuracy that they would have ended below what they reached; below 0 where they would have ended above. */
  readonly loss: number
}

/** A run as criteria look at it. */
const factsOf = ({ rounds }: UnitRun) =>
  rounds.map(({ event: { cost, labeled, metrics, tested, uncertainty = Number.NaN }, predictions }) => ({
    cost,
    labeled,
    metrics,
    poolPredictions: predictions,
    uncertainty,
    ...(tested === undefined ? {} : { tested })
  }))

const ofRun = (run: UnitRun, criterion: Stopping.Criterion<Stopping.Facts>) => {
  const rounds = factsOf(run), last = rounds.length - 1, at = Stopping.stopsAt(criterion, rounds) ?? last
  return {
    stopped: at < last,
    saved: rounds[last]!.labeled - rounds[at]!.labeled,
    loss: rounds[last]!.metrics.accuracy - rounds[at]!.metrics.accuracy
  }
}

/**
 * What each of some `criteria` would have done to finished rounds, by data set and strategy, in the order of the `runs`. Pure.
 *
 * What a criterion looks at must have been written down: all journals hold labels, cost, accuracy and predictions; those of
 * 0.2.0 and before do not say on how many items accuracy was measured (give `target-accuracy` its option `items`; without it this
 * throws `OutOfRange`), and an uncertainty is there only where the experiment said when to stop (without it
 * `overall-uncertainty` never stops). O(rounds · pool) for each criterion.
 */
export const replay = (
  runs: ReadonlyArray<UnitRun>,
  criteria: ReadonlyArray<Stopping.Criterion<Stopping.Facts>>
): ReadonlyArray<Replayed> => {
  const groups = [...Map.groupBy(runs, ({ dataset, strategy }) => JSON.stringify([dataset, strategy])).values()]
  return groups.flatMap((group) =>
    criteria.map((criterion): Replayed => {
      const each = group.map((run) => ofRun(run, criterion))
      return {
        dataset: group[0]!.dataset,
        strategy: group[0]!.strategy,
        criterion: criterion.name,
        runs: each.length,
        stopped: each.filter(({ stopped }) => stopped).length,
        saved: Statistics.mean(each.map(({ saved }) => saved)),
        loss: Statistics.mean(each.map(({ loss }) => loss))
      }
    })
  )
}
