/**
 * An experiment, run from code: what is unfinished is run to its end, in this process or in worker processes.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { loadData } from "./data/load.ts"
import { stateOf, type UnitState } from "./folder.ts"
import { unmixable } from "./made-before.ts"
import { type Experiment, roundsOf } from "./unit.ts"
import { dispatch, type Observer } from "./work/dispatch.ts"
import type { Task } from "./work/messages.ts"
import { runInProcess, type TerminalOracle } from "./work/run-in-process.ts"

/** What is run, and where it lies. The folder is held and written. */
export interface Prepared {
  /** The experiment, as it is written down. */
  readonly experiment: Experiment
  readonly folder: string
}

/** Units and rounds, of a whole or of a part of it. */
export interface Counts {
  readonly units: number
  readonly rounds: number
}

/** Makes the observer of a run, from its tasks, how much there is, and how much was done before. */
export type Observe<R> = (
  tasks: ReadonlyArray<Task>,
  total: Counts,
  before: Counts
) => Effect.Effect<Observer, never, R>

/** How an experiment is run. */
export interface RunOptions<R> {
  /** Worker processes; with 1 the work is done in this one. */
  readonly jobs: number
  /** Hears how it goes. */
  readonly observer: Observe<R>
  /** Asks a person at the terminal, where a unit's oracle is one. Default nobody. */
  readonly terminal?: TerminalOracle | undefined
}

const asks = ({ units }: Experiment): boolean => units.some(({ unit }) => unit.oracle.kind === "terminal")

const tasksOf = ({ experiment, folder }: Prepared, states: ReadonlyArray<UnitState>, paths: Path.Path) =>
  experiment.units.flatMap(({ file, unit }, index) => {
    const task: Task = { index, unit, path: paths.resolve(folder, file), plugins: experiment.plugins ?? [] }
    return states[index]!.finished ? [] : [task]
  })

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)

/** Models embed once, here, with all cores; the processes find it in the cache. */
const embedBefore = Effect.fnUntraced(function*(tasks: ReadonlyArray<Task>) {
  const all = new Map(tasks.map(({ unit: { data } }) => [JSON.stringify(data), data]))
  for (const data of all.values()) {
    if (data.embedding.kind !== "model") continue
    yield* note(`embedding ${data.name} by ${data.embedding.folder}`)
    yield* loadData(data)
  }
})

/**
 * Runs what is unfinished of a prepared experiment; gives the tasks that failed. What comes of it does not depend on the
 * number of jobs, nor on how often it was stopped and gone on with.
 *
 * Fails with `UsageProblem` where there is something left to do and another version began it, and with
 * `MissingPackage` where a backend lacks one. A task that fails does not fail the run: its error is among those that
 * are given. What stands before all tasks does: the journals (`JournalError`), the folder (`FileProblem`,
 * `InvalidInput`), and the items, strategies and backend of the units (`DatasetError`, `InvalidSubset`,
 * `InvalidName`, `InvalidOptions`, `UnreadableStrategy`, `BackendUnavailable`, `CacheError`, `StartError`,
 * `ExperimentError`).
 */
export const runExperiment = Effect.fn("runExperiment")(function*<R = never>(
  prepared: Prepared,
  { jobs, observer, terminal }: RunOptions<R>
) {
  const { experiment, folder } = prepared, { units } = experiment
  const paths = yield* Path.Path
  const states = yield* Effect.forEach(units, ({ file }) => stateOf(paths.join(folder, file)))
  const tasks = tasksOf(prepared, states, paths)
  const mixed = tasks.length === 0 ? undefined : unmixable(folder, experiment.version)
  if (mixed !== undefined) return yield* mixed
  const rounds = units.map(({ unit }) => roundsOf(unit))
  const before = {
    units: units.length - tasks.length,
    rounds: sum(states.map(({ finished, rounds: done }, i) => finished ? rounds[i]! : done))
  }
  if (before.rounds > 0) {
    yield* note(`${before.units} of ${counted(units.length, "unit")} and ${before.rounds} rounds are done already`)
  }
  yield* embedBefore(tasks)
  const hearing = yield* observer(tasks, { units: units.length, rounds: sum(rounds) }, before)
  return yield* jobs === 1 || asks(experiment) ? runInProcess(tasks, hearing, terminal) : dispatch(tasks, jobs, hearing)
})
