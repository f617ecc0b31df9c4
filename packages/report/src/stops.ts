/**
 * Where the runs of a group stopped, and where criteria would have stopped them.
 */
import { Stopping } from "@marginalia/core"
import { type Ending, endingsOf } from "./ending.ts"
import type { Group, Measured } from "./groups.ts"
import type { UnitRun } from "./read.ts"
import { type Replayed, summarize } from "./replay.ts"

/** A place on a learning curve where a run ends: how many labels (or what else the group counts), and the accuracy there. */
export interface Mark {
  /** The run's strategy. */
  readonly strategy: string
  /** The run's seed. */
  readonly seed: number
  /** The run's last round then, from 0. */
  readonly round: number
  /** Labels then; items asked about, or rounds, where the group counts those. */
  readonly at: number
  readonly accuracy: number
}

/** What a criterion does to the runs of a group. */
export interface Stops {
  /** The criterion, as it is written. */
  readonly criterion: string
  /** Whether runs did end by it; else they went on, and would have. */
  readonly did: boolean
  /** A mark for each run that it ends. */
  readonly marks: ReadonlyArray<Mark>
  /** What comes of it, by strategy; nothing of runs that did end, since nobody knows how they would have gone on. */
  readonly rows: ReadonlyArray<Replayed>
}

const markOf = (run: Measured, round: number, { along }: Group): Mark => {
  const point = run.points[round]!
  return {
    strategy: run.strategy,
    seed: run.seed,
    round: point.round,
    at: along === "asked" ? point.asked : point.labels,
    accuracy: point.accuracy
  }
}

/** The criteria that need no number, with their defaults; overall uncertainty only where every round of all `runs` has it. */
export const usual = (runs: ReadonlyArray<UnitRun>): ReadonlyArray<Stopping.Criterion<Stopping.Facts>> => [
  Stopping.stabilizingPredictions(),
  Stopping.classificationChange(),
  Stopping.deltaF(),
  ...(runs.every(({ rounds }) => rounds.every(({ event }) => event.uncertainty !== undefined))
    ? [Stopping.overallUncertainty()]
    : [])
]

const didStop = (group: Group): ReadonlyArray<Stops> => {
  const stopped = group.whole.filter((run) => run.stopped !== undefined)
  return Array.from(Map.groupBy(stopped, (run) => run.stopped!), ([criterion, runs]) => ({
    criterion,
    did: true,
    marks: runs.map((run) => markOf(run, run.points.length - 1, group)),
    rows: []
  }))
}

const wouldStop = (group: Group, criterion: Stopping.Criterion<Stopping.Facts>): Stops => {
  const endings: ReadonlyArray<readonly [Measured, Ending]> = endingsOf(group.whole, criterion)
    .map((ending, i) => [group.whole[i]!, ending])
  const strategies = Map.groupBy(endings, ([{ strategy }]) => strategy)
  return {
    criterion: criterion.name,
    did: false,
    marks: endings.flatMap(([run, { fired, round }]) => fired ? [markOf(run, round, group)] : []),
    rows: Array.from(
      strategies.values(),
      (pairs) => summarize(pairs[0]![0], criterion.name, pairs.map(([, ending]) => ending))
    )
  }
}

/**
 * Where the runs of a `group` stopped by criteria of their own, one entry a criterion, and then where each of `criteria` would
 * have stopped them. Default of `criteria`: stabilizing predictions, classification change, ΔF and, where every round says how
 * uncertain its model is, overall uncertainty, all with their defaults. Throws as {@link endingsOf} does. O(rounds · pool) a
 * criterion.
 */
export const stopsOf = (
  group: Group,
  criteria: ReadonlyArray<Stopping.Criterion<Stopping.Facts>> = usual(group.whole)
): ReadonlyArray<Stops> => [...didStop(group), ...criteria.map((criterion) => wouldStop(group, criterion))]
