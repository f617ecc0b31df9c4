/**
 * Runs that end at different numbers of labels, as when a criterion stopped some of them.
 */
import type { Run } from "./runs.ts"
import { mean } from "./sample.ts"

/** Runs up to the last round that all on their data set have, and what was cut, in sentences. */
export interface Common {
  /** The runs, those of one data set equally long. */
  readonly runs: ReadonlyArray<Run>
  /** What was cut, a sentence for each data set of which something was. */
  readonly remarks: ReadonlyArray<string>
}

const cut = <A>(list: ReadonlyArray<A> | undefined, rounds: number) =>
  list === undefined ? undefined : list.slice(0, rounds)

const upTo = (run: Run, rounds: number): Run => {
  const { asked, balancedAccuracy, macroF1, measures, picked, ...rest } = run
  const lists = Object.entries({ asked, balancedAccuracy, macroF1, picked }).flatMap(([name, list]) =>
    list === undefined ? [] : [[name, cut<unknown>(list, rounds)] as const]
  )
  return {
    ...rest,
    labels: run.labels.slice(0, rounds),
    accuracy: run.accuracy.slice(0, rounds),
    ...Object.fromEntries(lists),
    ...(measures === undefined ? {} : {
      measures: Object.fromEntries(Object.entries(measures).map(([name, list]) => [name, list.slice(0, rounds)]))
    })
  }
}

/**
 * The runs of each data set up to the last round that all of them have, so that curves are compared over the same numbers of
 * labels; a curve that ended early is not drawn on as if it had stayed where it was. What was cut is said. Runs of one length are
 * given as they are. O(rounds).
 *
 * @example
 * ```ts
 * import { Statistics } from "@marginalia/core"
 *
 * const run = { strategy: "random", dataset: "d", seed: 0, labels: [10, 20, 30], accuracy: [0.5, 0.6, 0.7] }
 * const short = { ...run, strategy: "margin", labels: [10, 20], accuracy: [0.6, 0.8], stopped: "budget(20)" }
 * const { remarks, runs } = Statistics.upToCommon([run, short])
 * console.log(runs.map(({ labels }) => labels.length).join(" ")) // => 2 2
 * console.log(remarks.join()) // => on d, compared over the first 2 of 3 rounds, the last that all runs have; 1 of 2 stopped
 * ```
 */
export const upToCommon = (runs: ReadonlyArray<Run>): Common => {
  const sets = Map.groupBy(runs, ({ dataset }) => dataset)
  const rounds = new Map(Array.from(sets, ([name, all]) => [name, Math.min(...all.map(({ labels }) => labels.length))]))
  const remarks = Array.from(sets, ([name, all]) => {
    const longest = Math.max(...all.map(({ labels }) => labels.length)), common = rounds.get(name)!
    if (longest === common) return undefined
    const stopped = all.filter((run) => run.stopped !== undefined).length
    const why = stopped === 0 ? "" : `; ${stopped} of ${all.length} stopped`
    return `on ${name}, compared over the first ${common} of ${longest} rounds, the last that all runs have${why}`
  })
  return {
    runs: runs.map((run) => upTo(run, rounds.get(run.dataset)!)),
    remarks: remarks.filter((remark) => remark !== undefined)
  }
}

/** What the runs of a strategy on a data set spent, and what they reached with it. */
export interface Spent {
  /** The data set's name. */
  readonly dataset: string
  /** The strategy's name. */
  readonly strategy: string
  /** How many runs there are. */
  readonly runs: number
  /** How many of them a criterion ended. */
  readonly stopped: number
  /** The mean number of labels at their ends, `own` included. */
  readonly labels: number
  /** The mean number of those that criteria needed for themselves: of test items. */
  readonly own: number
  /** The mean accuracy there. */
  readonly accuracy: number
}

/** By data set and strategy, in the order of the `runs`: how many labels these spent, and how right they were then. */
export const spent = (runs: ReadonlyArray<Run>): ReadonlyArray<Spent> =>
  Array.from(Map.groupBy(runs, ({ dataset, strategy }) => JSON.stringify([dataset, strategy])).values(), (all) => ({
    dataset: all[0]!.dataset,
    strategy: all[0]!.strategy,
    runs: all.length,
    stopped: all.filter((run) => run.stopped !== undefined).length,
    labels: mean(all.map(({ labels, own = 0 }) => labels.at(-1)! + own)),
    own: mean(all.map(({ own = 0 }) => own)),
    accuracy: mean(all.map(({ accuracy }) => accuracy.at(-1)!))
  }))
