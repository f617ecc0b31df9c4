/**
 * `marginalia run --queue`: an experiment that other machines run, from its submission to its tables.
 */
import type { Kernels } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { bringRounds, exportRun, openQueue, Queue, storedEvents, submit, waitFor, work } from "@marginalia/distributed"
import { finishedRuns, runOf } from "@marginalia/experiments/finished-runs"
import { checkOccupied, isExperiment } from "@marginalia/experiments/folder"
import { entriesOf } from "@marginalia/experiments/journal"
import type { Experiment } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import { UnitsFailed, type Written } from "../experiment/carry-out.ts"
import { printed } from "../experiment/results.ts"
import { watch } from "../experiment/watch.ts"
import { printData } from "../terminal/print.ts"
import { layer as progress } from "../terminal/progress.ts"

/** What is run, and how. */
export interface QueuedRunInput extends Written {
  readonly address: string
  readonly experiment: Experiment
  /** Where the journals are written to at the end; undefined for nowhere. */
  readonly folder: string | undefined
  /** Whether an experiment in the folder is gone on with, and failed units are begun anew. */
  readonly resume: boolean
  /** Units that this machine runs at a time; undefined for none. */
  readonly jobs: number | undefined
  readonly send: boolean
  readonly variant: Kernels.Variant | undefined
}

/** The rounds that are in the folder already need not be done again. */
const bring = Effect.fnUntraced(function*(id: string, { folder }: QueuedRunInput) {
  if (folder !== undefined && (yield* isExperiment(folder))) yield* bringRounds(id, folder)
})

/** The finished units as runs to compare: of the folder where there is one, else of the database. */
const runsOf = Effect.fnUntraced(function*(id: string, { experiment, folder }: QueuedRunInput) {
  if (folder !== undefined) {
    const exported = yield* exportRun(id, folder)
    yield* note(`the journals are in ${folder}; see them whole with: marginalia report ${folder}`)
    return yield* finishedRuns(folder, exported.experiment)
  }
  const runs = yield* Effect.forEach(experiment.units, ({ unit }, number) =>
    Effect.gen(function*() {
      return runOf(unit, yield* entriesOf(yield* storedEvents(id, number)))
    }))
  yield* note(
    `the journals are in the queue; write them into a folder with: marginalia runs export ${experiment.name}@${
      id.slice(0, 8)
    } --out FOLDER, and the same --queue`
  )
  return runs.flat()
})

const wait = Effect.fnUntraced(function*(id: string, { experiment, jobs }: QueuedRunInput) {
  const waiting = waitFor(id, experiment, watch)
  return yield* (jobs === undefined
    ? waiting
    : Effect.raceFirst(waiting, Effect.andThen(work({ slots: jobs }), Effect.never)))
})

const carryOut = Effect.fnUntraced(function*(input: QueuedRunInput) {
  const { experiment, folder, format, resume, safeCsv, send, variant } = input
  if (folder !== undefined) yield* checkOccupied(folder, experiment, resume)
  const { id } = yield* submit(experiment, { variant, send, again: resume })
  yield* bring(id, input)
  const failures = yield* Effect.scoped(wait(id, input)).pipe(
    Effect.provide(progress),
    Effect.onInterrupt(() => note("no longer waiting; the workers go on, and the same command waits again"))
  )
  const text = printed(yield* runsOf(id, input), experiment.control, format, safeCsv)
  if (text !== "") yield* printData(text)
  if (failures.length === 0) return
  return yield* new UnitsFailed({
    failures,
    folder,
    exitCode: Math.max(...failures.map(({ code }) => code)),
    again: "the same command and --resume"
  })
})

/** See the module. Fails with `QueueError`, and with `UnitsFailed` after the tables of the units that did not. */
export const runQueued = Effect.fn("runQueued")(function*(input: QueuedRunInput) {
  const queue = yield* openQueue(input.address)
  yield* Effect.provideService(carryOut(input), Queue, queue)
}, Effect.scoped)
