/**
 * When a criterion would have stopped runs that went on, how many labels that would have saved, and at which loss.
 */
import { Statistics, type Stopping } from "@marginalia/core"
import { type Ending, endingsOf } from "./ending.ts"
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
  /** The mean number of labels that would have been spent, `own` included; runs that it would not have stopped have all of theirs. */
  readonly labels: number
  /** The mean number of labels that the criterion needs for itself: of the test items that it looks at. */
  readonly own: number
  /** The mean number of labels that would have been spent less, `own` counted against it: below 0 where it costs more than it saves. */
  readonly saved: number
  /** The mean accuracy that they would have ended with. */
  readonly accuracy: number
  /** The mean accuracy that they would have ended below what they reached; below 0 where they would have ended above. */
  readonly loss: number
  /** The standard error of `loss`; undefined for one run. */
  readonly lossError: number | undefined
  /** The largest loss of a run. */
  readonly worst: number
}

/** What the `endings` of the runs of one strategy on one data set by a `criterion` (its text) come to. */
export const summarize = (
  { dataset, strategy }: Pick<UnitRun, "dataset" | "strategy">,
  criterion: string,
  endings: ReadonlyArray<Ending>
): Replayed => {
  const loss = Statistics.summary(endings.map((one) => one.loss))
  return {
    dataset,
    strategy,
    criterion,
    runs: endings.length,
    stopped: endings.filter(({ early }) => early).length,
    labels: Statistics.mean(endings.map(({ labels }) => labels)),
    own: Statistics.mean(endings.map(({ own }) => own)),
    saved: Statistics.mean(endings.map(({ saved }) => saved)),
    accuracy: Statistics.mean(endings.map(({ accuracy }) => accuracy)),
    loss: loss.mean,
    lossError: loss.standardError,
    worst: Math.max(...endings.map((one) => one.loss))
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
    criteria.map((criterion) => summarize(group[0]!, criterion.name, endingsOf(group, criterion)))
  )
}
