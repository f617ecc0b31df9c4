/**
 * The connection to a queue, with its tables.
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Schedule from "effect/Schedule"
import type { SqlClient } from "effect/sql/SqlClient"
import { SqlError } from "effect/sql/SqlError"
import { type Address, readAddress } from "./address.ts"
import { isPassing, QueueError, toQueueError } from "./errors.ts"
import { hasTables, inTurn, makeTables } from "./layout.ts"

/** An open queue. */
export class Queue extends Context.Service<Queue, {
  /** The address without its password. */
  readonly shown: string
  readonly sql: SqlClient
  /** Whether its tables are there: they are not where nothing was ever submitted, and it is only read. */
  readonly tables: boolean
}>()("@marginalia/distributed/Queue") {}

/** The largest message of the server: a file that is sent through the database may be so large. */
const MOST_BYTES = 256 * 2 ** 20

const clientOf = ({ password, url, username }: Address) =>
  PgClient.make({
    url,
    username,
    password,
    applicationName: "marginalia",
    // Times of the queue have no zone; they are those of one.
    startupParameters: { timezone: "UTC" },
    connectTimeout: "5 seconds",
    keepAlive: "10 seconds",
    maxMessageSize: MOST_BYTES
  })

/** Does what a database is asked for; what it says against it is a `QueueError`. */
export const asking = (shown: string) => <A, E, R>(effect: Effect.Effect<A, E | SqlError, R>) =>
  Effect.mapError(
    effect,
    (error): Exclude<E, SqlError> | QueueError =>
      error instanceof SqlError ? toQueueError(shown)(error) : error as Exclude<E, SqlError>
  )

/** Asks the open queue. */
export const ask = <A, E, R>(request: (sql: SqlClient) => Effect.Effect<A, E | SqlError, R>) =>
  Effect.flatMap(Queue, ({ shown, sql }) => asking(shown)(request(sql)))

const isPassingError = (error: unknown): boolean => error instanceof QueueError && isPassing(error)

/** Asks again, twice a second, as long as the database is away. */
export const persistently = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.retry(effect, { while: isPassingError, schedule: Schedule.spaced("500 millis") })

/** The database at an address `text`, open until the scope closes. Fails with `QueueError`: a wrong address, no server, a wrong password. */
export const connect = Effect.fnUntraced(function*(text: string) {
  const address = yield* readAddress(text), { shown } = address
  const client = Effect.provideServiceEffect(clientOf(address), Reactivity.Reactivity, Reactivity.make)
  const sql: SqlClient = yield* asking(shown)(client)
  return { shown, sql }
})

/**
 * The queue at an address `text`, open until the scope closes; its tables are made where it is opened to write (the default
 * of `writing`) and there are none.
 *
 * Fails with `QueueError`: a wrong address, no server, a wrong password, missing rights, tables of another version.
 */
export const openQueue = Effect.fn("openQueue")(function*(text: string, writing: boolean = true) {
  const { shown, sql } = yield* connect(text)
  const tables = yield* asking(shown)(
    writing ? Effect.as(inTurn(sql, makeTables(sql, shown)), true) : hasTables(sql, shown)
  )
  return Queue.of({ shown, sql, tables })
})
