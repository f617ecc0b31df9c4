/**
 * From the database to the folder that one machine would have written. Tested in queue.test.ts.
 */
import { print } from "@marginalia/core/Journal"
import { FileProblem, toFileProblem } from "@marginalia/datasets/files/errors"
import { holdFolder, writeExperiment } from "@marginalia/experiments/folder"
import { entriesOf, openJournal, readJournal } from "@marginalia/experiments/journal"
import { type Experiment, Experiment as ExperimentSchema, Unit } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { ask, persistently, Queue } from "./database.ts"
import { QueueError } from "./errors.ts"
import { brokenAt, eventsOf, type StoredEvent } from "./rounds.ts"

const Header = Schema.fromJsonString(ExperimentSchema)
const UnitText = Schema.fromJsonString(Unit)

interface UnitRow {
  readonly number: number
  readonly file: string
  readonly body: string
  readonly state: string
}

/** A stored experiment as it was submitted, by its `id`. Fails with `QueueError` where it was removed. */
export const storedExperiment = Effect.fn("storedExperiment")(function*(id: string) {
  const { shown } = yield* Queue
  const [header] = yield* persistently(
    ask((sql) => sql<{ readonly body: string }>`SELECT body FROM marginalia_experiment WHERE id = ${id}`)
  )
  if (header === undefined) {
    const problem = `the experiment ${id.slice(0, 8)} is not there any more`
    return yield* new QueueError({ queue: shown, reason: "Unknown", problem, hint: "submit it again" })
  }
  const rows = yield* persistently(
    ask((sql) =>
      sql<UnitRow>`SELECT number, file, body, state FROM marginalia_unit WHERE experiment = ${id} ORDER BY number`
    )
  )
  const units = yield* Effect.forEach(
    rows,
    ({ body, file }) => Effect.map(Effect.orDie(Schema.decodeUnknownEffect(UnitText)(body)), (unit) => ({ file, unit }))
  )
  const experiment: Experiment = { ...yield* Effect.orDie(Schema.decodeUnknownEffect(Header)(header.body)), units }
  return { experiment, whole: rows.every(({ state }) => state === "done" || state === "failed") }
})

/** The stored events of a unit, by its number in the experiment with the `id`. Fails with `QueueError` of the reason `Corrupt` where they are not what was written. */
export const storedEvents = Effect.fn("storedEvents")(function*(id: string, unit: number) {
  const { shown } = yield* Queue
  const events = yield* persistently(ask((sql) => eventsOf(sql, { experiment: id, unit })))
  const broken = brokenAt(events)
  if (broken === undefined) return events
  return yield* new QueueError({
    queue: shown,
    reason: "Corrupt",
    problem: `event ${broken.seq} of unit ${unit} is not what was written: its hash differs`,
    hint: "somebody changed the table marginalia_round; remove the experiment and submit it again"
  })
})

const otherJournal = (path: string): FileProblem =>
  new FileProblem({
    path,
    problem: "this journal holds other events than the queue",
    hint: "export into another folder",
    reason: "Occupied"
  })

/** How a journal that is there stands to the events: none of it, the beginning of them, all, or something else. */
const compare = Effect.fnUntraced(function*(path: string, events: ReadonlyArray<StoredEvent>) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* Effect.orElseSucceed(fs.exists(path), () => false))) return { there: 0, timed: true }
  const { entries } = yield* readJournal(path)
  if (entries.some(({ event }, i) => print(event) !== events[i]?.body)) return yield* otherJournal(path)
  return {
    there: entries.length,
    timed: entries.every(({ timing }, i) => JSON.stringify(timing) === events[i]!.timing)
  }
})

/** The files of a journal, which are written anew where they were cut short: they are to be those of one writing. */
const removeJournal = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  for (const end of ["", ".head", ".lock", "-wal", "-shm"]) {
    yield* fs.remove(`${path}${end}`, { force: true }).pipe(Effect.mapError(toFileProblem(path)))
  }
})

/** Writes a journal, or what it lacks; one that is there has to be the beginning of it. */
const writeJournal = Effect.fnUntraced(function*(path: string, events: ReadonlyArray<StoredEvent>) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, folder = paths.dirname(path)
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(Effect.mapError(toFileProblem(folder)))
  const entries = yield* entriesOf(events)
  const { there, timed } = yield* compare(path, events)
  if (there === entries.length) return
  // What took other times is another run's: its rounds stay as they are.
  if (timed && there > 0) yield* removeJournal(path)
  const { journal } = yield* openJournal(path)
  for (const { event, timing } of entries.slice(timed ? 0 : there)) yield* journal.append(event, timing)
}, Effect.scoped)

/**
 * Writes a stored experiment, by its id, into a `folder` as a run on one machine writes it: `experiment.json` and a journal a
 * unit, the same bytes but for the milliseconds that things took. Units that are not at their end are written as far as they
 * are, and a later export goes on with the folder.
 *
 * With `kept` (the default) an experiment whose units are all at their end counts as exported from then on, and may be pruned.
 *
 * Fails with `QueueError`, with `FileProblem` where the folder cannot be written or holds something else, and with `JournalError`.
 */
export const exportRun = Effect.fn("exportRun")(function*(id: string, folder: string, kept: boolean = true) {
  const paths = yield* Path.Path
  const { experiment, whole } = yield* storedExperiment(id)
  yield* holdFolder(folder)
  for (const [number, { file }] of experiment.units.entries()) {
    const events = yield* storedEvents(id, number)
    if (events.length > 0) yield* writeJournal(paths.join(folder, file), events)
  }
  // The last: a folder whose export was cut short is no experiment yet, and is gone on with.
  yield* writeExperiment(folder, experiment)
  if (whole && kept) {
    yield* persistently(
      ask((sql) => sql`UPDATE marginalia_experiment SET exported = clock_timestamp() WHERE id = ${id}`)
    )
  }
  return { experiment, folder, whole }
}, Effect.scoped)
