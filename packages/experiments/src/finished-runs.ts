/**
 * What came of an experiment: its finished units as runs to compare.
 */
import { Statistics } from "@marginalia/core"
import type { Entry } from "@marginalia/core/Journal"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { readJournal } from "./journal/sqlite.ts"
import type { Experiment, Unit } from "./unit.ts"

/** A finished unit as a run to compare, by the entries of its journal; none where it is unfinished. */
export const runOf = ({ data, seed, strategy }: Unit, entries: ReadonlyArray<Entry>): ReadonlyArray<Statistics.Run> => {
  const config = entries[0]?.event
  const end = entries.at(-1)?.event
  if (config?._tag !== "Config" || end?._tag !== "Finished") return []
  const rounds = entries.flatMap(({ event }) => event._tag === "Round" ? [event] : [])
  const run = Statistics.fromRounds({ strategy: strategy.name, dataset: data.name, seed }, rounds, config.classes)
  return [{
    ...run,
    ...(end.stopped === undefined ? {} : { stopped: end.stopped.criterion }),
    ...(end.own === undefined ? {} : { own: end.own })
  }]
}

/**
 * The finished units of an experiment in a `folder` as runs, for `Statistics.compare`. A unit that is unfinished or
 * unreadable is left out.
 */
export const finishedRuns = Effect.fn("experiment.finishedRuns")(function*(folder: string, { units }: Experiment) {
  const paths = yield* Path.Path
  const runs = yield* Effect.forEach(units, ({ file, unit }) =>
    readJournal(paths.join(folder, file)).pipe(
      Effect.map(({ entries }) => runOf(unit, entries)),
      Effect.orElseSucceed((): ReadonlyArray<Statistics.Run> => [])
    ))
  return runs.flat()
})
