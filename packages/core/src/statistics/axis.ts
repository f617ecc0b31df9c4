/**
 * Along what are learning curves compared? Along the number of labels where all runs have the same; where an oracle
 * declined items they have not, and then along the number of items that were asked about.
 */
import { OutOfRange } from "../Errors.ts"
import type { Run } from "./runs.ts"
import { title } from "./title.ts"

/**
 * `labels`: the labels that were got, declined items left out. `asked`: the items that were asked about, declined ones
 * included. `rounds`: the rounds, from 0.
 */
export type Along = "labels" | "asked" | "rounds"

/** What the curves of some runs are compared `along`, and the numbers there (`at`), one a round. */
export interface Axis {
  readonly along: Along
  readonly at: ReadonlyArray<number>
}

/** Where a run's points lie. A run that does not say how many items it asked about got a label for each. */
export const positionsOf = (run: Run, along: Along): ReadonlyArray<number> => {
  switch (along) {
    case "labels":
      return run.labels
    case "asked":
      return run.asked ?? run.labels
    case "rounds":
      return run.labels.map((_, round) => round)
  }
}

const unit = { labels: "labels", asked: "items asked about", rounds: "rounds" } as const satisfies Record<Along, string>

/** What is counted along an axis, in words. */
export const unitOf = (along: Along): string => unit[along]

/** Where two runs part along an axis, in a sentence; undefined where they agree in every round. */
const parting = (run: Run, first: Run, along: Along): string | undefined => {
  const [here, there] = [positionsOf(run, along), positionsOf(first, along)]
  for (let round = 0; round < Math.max(here.length, there.length); round++) {
    if (here[round] === there[round]) continue
    const [has, had] = [here, there].map((at) => at[round]?.toString() ?? "no")
    return `in round ${round}, ${title(run)} has ${has} ${unit[along]} where ${title(first)} has ${had}`
  }
  return undefined
}

const partingOf = (runs: ReadonlyArray<Run>, along: Along): string | undefined => {
  for (const run of runs) {
    const problem = parting(run, runs[0]!, along)
    if (problem !== undefined) return problem
  }
  return undefined
}

const requireRuns = (runs: ReadonlyArray<Run>): Run => {
  const [first] = runs
  if (first === undefined) throw new OutOfRange({ problem: "there are no runs to summarize" })
  for (const run of runs) {
    const lists: ReadonlyArray<ReadonlyArray<number>> = [run.labels, run.asked ?? []]
    if (lists.some((list) => !Array.isArray(list))) {
      throw new OutOfRange({ problem: `${title(run)} has no list of its numbers of labels` })
    }
    const wrong = lists.flat().find((count) => !Number.isFinite(count))
    if (wrong !== undefined) {
      const problem = `${title(run)} has the number of labels ${wrong}; it must be finite`
      throw new OutOfRange({ problem, value: wrong, expected: "a finite number" })
    }
  }
  return first
}

const rises = (at: ReadonlyArray<number>): boolean => at.every((count, i) => i === 0 || count > at[i - 1]!)

const refuse = (problem: string): never => {
  const remedy = "only runs with the same numbers of labels, or of items asked about, can be averaged"
  throw new OutOfRange({ problem: `${problem}; ${remedy}` })
}

/** The axis that runs share, as {@link axisOf} has it; undefined where they share none. Throws `OutOfRange` for no runs and for numbers that are none. */
export const sharedAxis = (runs: ReadonlyArray<Run>): Axis | undefined => {
  const first = requireRuns(runs), problem = partingOf(runs, "labels")
  const says = runs.some(({ asked }) => asked !== undefined)
  if (problem === undefined && (!says || rises(first.labels))) return { along: "labels", at: first.labels }
  return (says ? partingOf(runs, "asked") : problem) === undefined
    ? { along: "asked", at: positionsOf(first, "asked") }
    : undefined
}

/**
 * The axis that runs share: labels where all have the same and each round got one, else the items asked about.
 *
 * Throws `OutOfRange` for no runs, for a number of labels that is not finite, and for a run that shares neither with the
 * first: it names both runs and where they part.
 */
export const axisOf = (runs: ReadonlyArray<Run>): Axis => {
  const says = runs.some(({ asked }) => asked !== undefined)
  return sharedAxis(runs) ?? refuse(partingOf(runs, says ? "asked" : "labels")!)
}

/**
 * The axis that was asked for. Along `labels` runs may have got different numbers of them, as long as they asked about the
 * same numbers of items; `at` then are those of the first run.
 *
 * Throws `OutOfRange` as {@link axisOf} does.
 */
export const axisAlong = (runs: ReadonlyArray<Run>, along: Along): Axis => {
  const first = requireRuns(runs)
  const problem = partingOf(runs, along)
  const forgiven = along === "labels" && first.asked !== undefined && partingOf(runs, "asked") === undefined
  if (problem !== undefined && !forgiven) return refuse(problem)
  return { along, at: positionsOf(first, along) }
}
