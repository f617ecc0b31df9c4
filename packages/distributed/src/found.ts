/**
 * The experiments in a queue, and how far they are. Tested in queue.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import type { Message as Told } from "@marginalia/core/Message"
import { Unit } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ask, Queue } from "./database.ts"
import { QueueError } from "./errors.ts"

/** A unit that could not be run to its end. */
export interface FailedUnit {
  /** The unit's number in the experiment, from 0. */
  readonly number: number
  readonly unit: Unit
  /** The machine where it failed. */
  readonly machine: string | null
  /** Why it failed. */
  readonly problem: Told
  /** The exit code of that failure. */
  readonly code: number
}

/** An experiment in a queue. */
export interface QueuedRun {
  /** The sha256 of all that its results follow from. */
  readonly id: string
  /** What it is called; several may have one name. */
  readonly name: string
  /** The marginalia that submitted it; workers of that version run it. */
  readonly version: string
  /** The build of the kernels that all machines take. */
  readonly variant: string
  /** `waiting` where no unit was begun yet, `finished` where all are done or have failed. */
  readonly state: "finished" | "running" | "waiting"
  /** How many units are done, at work, and failed. */
  readonly units: {
    readonly done: number
    readonly running: number
    readonly failed: number
    readonly of: number
  }
  /** How many rounds of all units are done. */
  readonly rounds: { readonly done: number; readonly of: number }
  /** When it was submitted, as ISO 8601 writes it. */
  readonly submitted: string
  /** When a unit was heard of last. */
  readonly changed: string
  /** When it was exported whole for the last time; `null` for not yet. */
  readonly exported: string | null
  /** The units that failed, in their order. */
  readonly failures: ReadonlyArray<FailedUnit>
}

interface Row {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly variant: string
  readonly units: number
  readonly rounds: number
  readonly done: number
  readonly running: number
  readonly failed: number
  readonly done_rounds: number
  readonly created: Date
  readonly changed: Date
  readonly exported: Date | null
}

interface FailedRow {
  readonly experiment: string
  readonly number: number
  readonly body: string
  readonly machine: string | null
  readonly problem: string
  readonly code: number
}

const stateOf = ({ done, failed, running, units }: Row): QueuedRun["state"] =>
  done + failed === units ? "finished" : running > 0 || done + failed > 0 ? "running" : "waiting"

const decodeUnit = Schema.decodeUnknownSync(Schema.fromJsonString(Unit))

const failedUnit = ({ body, code, machine, number, problem }: FailedRow): FailedUnit => ({
  number,
  unit: decodeUnit(body),
  machine,
  problem: JSON.parse(problem) as Told,
  code
})

const runOf = (row: Row, failures: ReadonlyArray<FailedRow>): QueuedRun => ({
  id: row.id,
  name: row.name,
  version: row.version,
  variant: row.variant,
  state: stateOf(row),
  units: { done: row.done, running: row.running, failed: row.failed, of: row.units },
  rounds: { done: row.done_rounds, of: row.rounds },
  submitted: row.created.toISOString(),
  changed: row.changed.toISOString(),
  exported: row.exported?.toISOString() ?? null,
  failures: failures.filter(({ experiment }) => experiment === row.id).map(failedUnit)
})

/** The experiments in the open queue, those submitted first come first. Fails with `QueueError`. */
export const queuedRuns = Effect.fn("queuedRuns")(function*() {
  const { tables } = yield* Queue
  if (!tables) return [] as ReadonlyArray<QueuedRun>
  const rows = yield* ask((sql) =>
    sql<Row>`
      SELECT e.id, e.name, e.version, e.variant, e.units, e.rounds, e.created, e.exported,
        count(*) FILTER (WHERE u.state = 'done')::integer AS done,
        count(*) FILTER (WHERE u.state = 'running')::integer AS running,
        count(*) FILTER (WHERE u.state = 'failed')::integer AS failed,
        coalesce(sum(u.rounds), 0)::integer AS done_rounds, coalesce(max(u.changed), e.created) AS changed
      FROM marginalia_experiment e LEFT JOIN marginalia_unit u ON u.experiment = e.id
      GROUP BY e.id ORDER BY e.created, e.id
    `
  )
  const failed = yield* ask((sql) =>
    sql<FailedRow>`
      SELECT experiment, number, body, machine, problem, code FROM marginalia_unit WHERE state = 'failed'
      ORDER BY experiment, number
    `
  )
  return rows.map((row) => runOf(row, failed))
})

const SHORT = 8

const called = ({ id, name }: { readonly id: string; readonly name: string }): string => `${name}@${id.slice(0, SHORT)}`

/** `digits`, `digits@3fa9c2d1`, or the beginning of the id alone. */
const isCalled = (name: string) => (run: { readonly id: string; readonly name: string }): boolean => {
  if (run.name === name) return true
  const at = name.lastIndexOf("@"), id = name.slice(at + 1)
  return /^[0-9a-f]{4,64}$/.test(id) && run.id.startsWith(id) && (at < 0 || run.name === name.slice(0, at))
}

/**
 * The experiment of a name: `digits`, or where several have it `digits@3fa9c2d1`, with the first digits of its id. Fails with
 * `QueueError` of the reason `Unknown` or `Ambiguous`.
 */
export const findRun = Effect.fn("findRun")(function*(name: string) {
  const { shown, tables } = yield* Queue
  const rows = tables
    ? yield* ask((sql) =>
      sql<{ readonly id: string; readonly name: string }>`
        SELECT id, name FROM marginalia_experiment ORDER BY created, id
      `
    )
    : []
  const found = rows.filter(isCalled(name))
  if (found.length === 1) return found[0]!
  const allowed = (found.length === 0 ? rows : found).map(called)
  return yield* new QueueError({
    queue: shown,
    reason: found.length === 0 ? "Unknown" : "Ambiguous",
    problem: found.length === 0
      ? `it holds no experiment ${JSON.stringify(name)}`
      : `${found.length} experiments are called ${JSON.stringify(name)}`,
    hint: rows.length === 0
      ? "nothing was submitted to it yet"
      : Message.text`name one of ${allowed.slice(0, 10).join(", ")}`,
    allowed
  })
})
