/**
 * The tables of a queue, and their version. Tested in database.test.ts.
 */
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { QueueError } from "./errors.ts"

/** The version of the tables; one that is higher or lower is refused. */
export const LAYOUT = 1

/** The table of `PersistedQueue`: who has which unit, and until when. */
export const QUEUE_TABLE = "marginalia_queue"

/** A number that no other program takes a lock by: "Marg". */
const LOCK = 0x4d617267

const tables = [
  `CREATE TABLE marginalia_layout (only_one integer PRIMARY KEY CHECK (only_one = 1), version integer NOT NULL)`,
  // `body` is experiment.json without its units; `assets` are the files that the units need, by content; `rounding` is how its kernels round.
  `CREATE TABLE marginalia_experiment (
    id text PRIMARY KEY, name text NOT NULL, version text NOT NULL, variant text NOT NULL, rounding text NOT NULL, body text NOT NULL,
    assets text NOT NULL, units integer NOT NULL, rounds integer NOT NULL,
    created timestamptz NOT NULL DEFAULT clock_timestamp(), exported timestamptz
  )`,
  `CREATE TABLE marginalia_unit (
    experiment text NOT NULL REFERENCES marginalia_experiment ON DELETE CASCADE, number integer NOT NULL,
    file text NOT NULL, body text NOT NULL, of_rounds integer NOT NULL, state text NOT NULL DEFAULT 'waiting'
      CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    generation integer NOT NULL DEFAULT 0, lost integer NOT NULL DEFAULT 0, machine text,
    rounds integer NOT NULL DEFAULT 0, labeled integer NOT NULL DEFAULT 0, accuracy double precision,
    problem text, code integer, changed timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (experiment, number)
  )`,
  `CREATE INDEX marginalia_unit_changed ON marginalia_unit (experiment, changed)`,
  `CREATE INDEX marginalia_unit_open ON marginalia_unit (state) WHERE state IN ('waiting', 'running')`,
  // Event `round` of the unit's journal, from 1: its configuration, its rounds, its end. `hash` chains what the events say.
  `CREATE TABLE marginalia_round (
    experiment text NOT NULL, unit integer NOT NULL, round integer NOT NULL, body text NOT NULL, timing text NOT NULL,
    hash text NOT NULL, machine text NOT NULL, written timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (experiment, unit, round),
    FOREIGN KEY (experiment, unit) REFERENCES marginalia_unit ON DELETE CASCADE
  )`,
  `CREATE TABLE marginalia_machine (
    name text PRIMARY KEY, version text NOT NULL, slots integer NOT NULL, note text,
    since timestamptz NOT NULL DEFAULT clock_timestamp(), seen timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  `CREATE TABLE marginalia_file (sha256 text PRIMARY KEY, bytes bytea NOT NULL)`,
  `CREATE TABLE marginalia_experiment_file (
    experiment text NOT NULL REFERENCES marginalia_experiment ON DELETE CASCADE,
    sha256 text NOT NULL REFERENCES marginalia_file, PRIMARY KEY (experiment, sha256)
  )`,
  `INSERT INTO marginalia_layout VALUES (1, ${LAYOUT})`
]

/** Whether the database has a table. */
export const isThere = (sql: SqlClient, table: string) =>
  Effect.map(
    sql<{ there: boolean }>`SELECT to_regclass(${table}) IS NOT NULL AS there`,
    ([row]) => row?.there === true
  )

const otherLayout = (queue: string, found: number | undefined): QueueError => {
  const newer = found !== undefined && found > LAYOUT
  return new QueueError({
    queue,
    reason: "Layout",
    problem: `the queue has tables of layout ${found ?? "0"}, and this marginalia knows ${LAYOUT}`,
    hint: newer
      ? "a newer marginalia made them: use that version here too"
      : "an older marginalia made them: export its experiments with that version, then drop its marginalia_* tables, or name another database"
  })
}

/** Whether the queue has its tables. Fails with `QueueError` of the reason `Layout` where they are of another version. */
export const hasTables = Effect.fnUntraced(function*(sql: SqlClient, queue: string) {
  if (!(yield* isThere(sql, "marginalia_layout"))) {
    if (yield* isThere(sql, "marginalia_unit")) return yield* otherLayout(queue, undefined)
    return false
  }
  const [row] = yield* sql<{ version: number }>`SELECT version FROM marginalia_layout`
  if (row?.version !== LAYOUT) return yield* otherLayout(queue, row?.version)
  return true
})

/**
 * One after the other, of all who open the queue: what makes tables must not run twice at once. What the effect opens stays open
 * until the scope around it closes.
 */
export const inTurn = <A, E, R>(
  sql: SqlClient,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E | SqlError, R> =>
  Effect.scopedWith((turn) =>
    Effect.gen(function*() {
      const connection = yield* Scope.provide(sql.reserve, turn)
      yield* connection.executeRaw(`SELECT pg_advisory_lock(${LOCK})`, [])
      yield* Scope.addFinalizer(
        turn,
        Effect.ignore(connection.executeRaw(`SELECT pg_advisory_unlock(${LOCK})`, []))
      )
      return yield* effect
    })
  )

/** Makes the tables where there are none, all or none. Fails as {@link hasTables}. */
export const makeTables = Effect.fnUntraced(function*(sql: SqlClient, queue: string) {
  if (yield* hasTables(sql, queue)) return
  yield* sql.withTransaction(
    Effect.forEach(tables, (statement) => sql.unsafe(statement), { discard: true })
  )
})
