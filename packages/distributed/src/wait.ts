/**
 * Waits for an experiment in a queue, and tells how it goes as a run on this machine would. Tested in queue.test.ts.
 */
import type { Message } from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import type { Observe } from "@marginalia/experiments/run-experiment"
import { roundsOf } from "@marginalia/experiments/unit"
import type { Experiment } from "@marginalia/experiments/unit"
import { version } from "@marginalia/experiments/version"
import type { Failure, Observer } from "@marginalia/experiments/work/dispatch"
import type { Task } from "@marginalia/experiments/work/messages"
import * as Effect from "effect/Effect"
import { ask, Queue } from "./database.ts"
import { isPassing, QueueError } from "./errors.ts"
import { type Machine, machines } from "./machines.ts"

interface UnitRow {
  readonly number: number
  readonly state: string
  readonly rounds: number
  readonly labeled: number
  readonly accuracy: number | null
  readonly problem: string | null
  readonly code: number | null
  readonly now: string
}

/** Between two looks, in milliseconds. */
const LOOK = 500
/** Looks between two at the machines. */
const ROLL_CALL = 10
/** A worker that was not heard for so many seconds is not counted on. */
const SILENT = 20

const changedSince = (id: string, since: string | undefined) =>
  ask((sql) =>
    // What another connection commits a little later may be a little older.
    sql<UnitRow>`
      SELECT number, state, rounds, labeled, accuracy, problem, code, clock_timestamp()::text AS now
      FROM marginalia_unit WHERE experiment = ${id}
        AND (${since ?? null}::timestamptz IS NULL OR changed > ${since ?? null}::timestamptz - INTERVAL '10 seconds')
      ORDER BY number
    `
  )

/** What is known of a unit so far. */
interface Known {
  rounds: number
  ended: boolean
}

const tell = Effect.fnUntraced(function*(observer: Observer, known: Map<number, Known>, row: UnitRow) {
  const { number: index } = row, before = known.get(index)!
  if (before.ended) return
  if (row.rounds > before.rounds) {
    for (let round = before.rounds; round < row.rounds; round++) {
      const { accuracy, labeled } = row
      yield* observer.report({
        _tag: "Round",
        index,
        round,
        labeled,
        accuracy: accuracy ?? Number.NaN,
        replayed: false
      })
    }
    before.rounds = row.rounds
  }
  if (row.state === "done") yield* observer.report({ _tag: "Done", index })
  if (row.state === "failed") {
    yield* observer.report({ _tag: "Failed", index, problem: problemOf(row), code: row.code ?? 2 })
  }
  before.ended = row.state === "done" || row.state === "failed"
})

const problemOf = ({ problem }: UnitRow): Message => problem === null ? "it failed" : JSON.parse(problem) as Message

/** What is said of the machines, each thing once. */
const rollCall = Effect.fnUntraced(function*(said: Set<string>) {
  const all = (yield* machines()).filter(({ silent }) => silent < SILENT)
  const fit = all.filter((one) => one.version === version)
  const lines = [
    ...(fit.length === 0 ? [nobody(all)] : []),
    ...fit.flatMap(({ name, note: text }) => text === null ? [] : [`note: ${name} leaves units to others: ${text}`])
  ]
  for (const line of lines) {
    if (said.has(line)) continue
    said.add(line)
    yield* note(line)
  }
})

const nobody = (others: ReadonlyArray<Machine>): string =>
  others.length === 0
    ? "no worker is at work yet; start some with: marginalia worker, and the address of this queue"
    : `the workers are of marginalia ${
      [...new Set(others.map((one) => one.version))].join(", ")
    }, and this is ${version}: start some of this version`

/** Somebody may remove what is waited for; then nothing would ever come of it. */
const checkThere = Effect.fnUntraced(function*(id: string) {
  const { shown } = yield* Queue
  const found = yield* ask((sql) => sql`SELECT 1 FROM marginalia_experiment WHERE id = ${id}`)
  if (found.length > 0) return
  return yield* new QueueError({
    queue: shown,
    reason: "Unknown",
    problem: `the experiment ${id.slice(0, 8)} was removed while it was waited for`,
    hint: "submit it again"
  })
})

/** A database that is away is told, and asked again. */
const patiently = <A, R>(effect: Effect.Effect<A, QueueError, R>, away: (is: boolean) => Effect.Effect<void>) => {
  const again: Effect.Effect<A, QueueError, R> = Effect.flatMap(
    Effect.result(effect),
    (result) => {
      if (result._tag === "Success") return Effect.as(away(false), result.success)
      if (!isPassing(result.failure)) return Effect.fail(result.failure)
      return away(true).pipe(Effect.andThen(Effect.sleep(LOOK)), Effect.andThen(again))
    }
  )
  return again
}

/**
 * Waits until every unit of an experiment, by its id, is done or has failed; gives those that failed. What `observe` makes hears
 * of each round, as `runExperiment` tells them. A database that is away is waited for.
 *
 * Fails with `QueueError`.
 */
export const waitFor = Effect.fn("waitFor")(function*<R = never>(
  id: string,
  { plugins = [], units }: Experiment,
  observe: Observe<R>
) {
  yield* Queue
  const tasks = units.map(({ unit }, index): Task => ({ index, unit, path: "", plugins }))
  const first = yield* changedSince(id, undefined)
  const total = { units: units.length, rounds: units.reduce((sum, { unit }) => sum + roundsOf(unit), 0) }
  const known = new Map(first.map(({ number, rounds, state }) => [number, { rounds, ended: state === "done" }]))
  const before = {
    units: first.filter(({ state }) => state === "done").length,
    rounds: first.reduce((sum, { rounds }) => sum + rounds, 0)
  }
  const observer = yield* observe(tasks, total, before)
  const failed = new Map<number, Failure>(), said = new Set<string>()
  let isAway = false
  const away = (is: boolean) =>
    Effect.suspend(() => {
      if (is === isAway) return Effect.void
      isAway = is
      return note(is ? "the database is away; waiting for it" : "the database is back")
    })
  const look = Effect.fnUntraced(function*(rows: ReadonlyArray<UnitRow>) {
    for (const row of rows) {
      yield* tell(observer, known, row)
      if (row.state !== "failed") failed.delete(row.number)
      else failed.set(row.number, { task: tasks[row.number]!, problem: problemOf(row), code: row.code ?? 2 })
    }
  })
  yield* look(first)
  let since = first[0]?.now
  for (let turn = 0; [...known.values()].some(({ ended }) => !ended); turn++) {
    if (turn % ROLL_CALL === 0) yield* patiently(Effect.andThen(checkThere(id), rollCall(said)), away)
    yield* Effect.sleep(LOOK)
    const rows = yield* patiently(changedSince(id, since), away)
    yield* look(rows)
    since = rows[0]?.now ?? since
  }
  return [...failed.values()].toSorted((a, b) => a.task.index - b.task.index)
})
