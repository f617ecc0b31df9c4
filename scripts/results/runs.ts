/** Finished experiments: their runs, and a measure of a group of strategies by seed. */
import { Statistics } from "@marginalia/core"

/** An experiment that has been run. */
export interface Experiment {
  readonly name: string
  readonly runs: ReadonlyArray<Statistics.Run>
}

/** Of a curve: its mean, or its last point. */
export type Measure = "aubc" | "final"

export const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

/** The measure by seed, a mean over the strategies of a group. */
export const bySeed = (runs: ReadonlyArray<Statistics.Run>, group: ReadonlyArray<string>, measure: Measure) => {
  const seeds = [...new Set(runs.map(({ seed }) => seed))].toSorted((a, b) => a - b)
  return seeds.map((seed) =>
    mean(group.map((strategy) => {
      const run = runs.find((one) => one.strategy === strategy && one.seed === seed)
      if (run === undefined) throw new Error(`there is no run of ${strategy} with seed ${seed}`)
      return Statistics.measures(run)[measure]!
    }))
  )
}

/** The strategies that an experiment had. */
export const strategiesOf = (runs: ReadonlyArray<Statistics.Run>): ReadonlySet<string> =>
  new Set(runs.map(({ strategy }) => strategy))
