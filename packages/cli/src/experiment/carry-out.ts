/**
 * A prepared experiment, carried out: what is unfinished is run, and the tables are printed.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { unmixable } from "@marginalia/experiments/made-before"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { printData } from "../terminal/print.ts"
import { layer as progress } from "../terminal/progress.ts"
import { visible } from "@marginalia/core/Visible"
import { loadData } from "@marginalia/experiments/data/load"
import { stateOf, type UnitState } from "@marginalia/experiments/folder"
import { type Format, printed, readRuns } from "./results.ts"
import type { Experiment } from "@marginalia/experiments/unit"
import { roundsOf, titleOf, watch } from "./watch.ts"
import { dispatch, type Failure } from "@marginalia/experiments/work/dispatch"
import { here } from "@marginalia/experiments/work/here"
import type { Task } from "@marginalia/experiments/work/messages"

/** Some units could not be run to their end. */
export class UnitsFailed extends Data.TaggedError("UnitsFailed")<{
  readonly failures: ReadonlyArray<Failure>
  readonly exitCode: number
  readonly folder: string
}> {
  override get message(): string {
    const lines = this.failures.map(({ problem, task }) => `  ${visible(`${titleOf(task.unit)}: ${problem}`)}`)
    const count = counted(this.failures.length, "unit")
    return [
      `${count} failed; when the reason is gone, go on with: marginalia run ${this.folder} --resume`,
      ...lines.slice(0, 10),
      ...(lines.length > 10 ? [`  and ${lines.length - 10} more`] : [])
    ].join("\n")
  }
}

/** How the tables are written. */
export interface Written {
  readonly format: Format
  readonly safeCsv: boolean
}

/** What is run, and where it lies. The folder is held and written. */
export interface Prepared {
  readonly experiment: Experiment
  readonly folder: string
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
    yield* Effect.provide(loadData(data), progress)
  }
})

const runTasks = Effect.fnUntraced(function*(prepared: Prepared, jobs: number) {
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
  return yield* Effect.scoped(Effect.gen(function*() {
    const audience = yield* watch(tasks, { units: units.length, rounds: sum(rounds) }, before)
    return yield* jobs === 1 || asks(experiment) ? here(tasks, audience) : dispatch(tasks, jobs, audience)
  }))
})

const finish = Effect.fnUntraced(function*(
  { experiment, folder }: Prepared,
  failures: ReadonlyArray<Failure>,
  written: Written
) {
  const runs = yield* readRuns(folder, experiment)
  const text = printed(runs, experiment.control, written.format, written.safeCsv)
  if (text !== "") yield* printData(text)
  yield* note(`the journals are in ${folder}; see them whole with: marginalia report ${folder}`)
  if (failures.length === 0) return
  return yield* new UnitsFailed({ failures, folder, exitCode: Math.max(...failures.map(({ code }) => code)) })
})

/** See the module. Stopped, it says how to go on. Fails with {@link UnitsFailed}, after the tables of the others. */
export const carryOut = Effect.fn("carryOut")(function*(prepared: Prepared, jobs: number, written: Written) {
  const { folder } = prepared
  const failures = yield* runTasks(prepared, jobs).pipe(
    Effect.onInterrupt(() => note(`stopped; go on with: marginalia run ${folder} --resume`))
  )
  yield* finish(prepared, failures, written)
})
