/**
 * Who has which unit, and until when: a queue in the database, from which workers pull. Tested in queue.test.ts.
 */
import { version } from "@marginalia/experiments/version"
import * as Effect from "effect/Effect"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as References from "effect/References"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type { Scope } from "effect/Scope"
import { SqlClient } from "effect/sql/SqlClient"
import { asking, Queue } from "./database.ts"
import type { QueueError } from "./errors.ts"
import { inTurn, QUEUE_TABLE } from "./layout.ts"

/** What is handed out: a unit of an experiment by its number. A failed unit that is begun anew has a new generation. */
export const Ticket = Schema.Struct({
  experiment: Schema.String,
  unit: Schema.Int,
  generation: Schema.Int
})
/** See {@link Ticket}. */
export type Ticket = typeof Ticket.Type

/** How long a unit stays a worker's that is not heard any more, and how often one is heard; in milliseconds. */
export interface Lease {
  /** After so long without a word its units are another's. */
  readonly expiration: number
  /** The time between two words. */
  readonly refresh: number
}

/** A killed worker's unit is another's after 20 seconds; workers are heard every 5. */
export const LEASE: Lease = { expiration: 20_000, refresh: 5000 }

/** Between two looks whether there is something to do. */
const POLL = 500

/** The units that workers of this version pull; those of another version are not theirs. */
export const ticketsName = `marginalia ${version}`

/** The id of a ticket: a second submit of it does nothing. */
export const ticketId = ({ experiment, generation, unit }: Ticket): string => `${experiment}/${unit}/${generation}`

/** See {@link openTickets}. */
export type Tickets = PersistedQueue.PersistedQueue<Ticket>

const open = Effect.fnUntraced(function*(lease: Lease): Effect.fn.Return<Tickets, QueueError, Queue | Scope> {
  const { shown, sql } = yield* Queue
  const make = PersistedQueue.makeStoreSql({
    tableName: QUEUE_TABLE,
    pollInterval: POLL,
    lockRefreshInterval: lease.refresh,
    lockExpiration: lease.expiration
  })
  const store = yield* asking(shown)(inTurn(sql, Effect.provideService(make, SqlClient, sql)))
  const factory = yield* Effect.provideService(
    PersistedQueue.makeFactory,
    PersistedQueue.PersistedQueueStore,
    store
  )
  return yield* factory.make({
    name: ticketsName,
    schema: Ticket,
    maxAttempts: 2 ** 31 - 1,
    retrySchedule: Schedule.spaced("1 second")
  })
})

/**
 * The tickets of this version, to offer and to take; a `lease` is {@link LEASE} by default. Open until the scope closes, which
 * hands back what was taken. Attempts are not limited here: how often a unit was lost is counted with the unit.
 */
export const openTickets = (lease: Lease = LEASE): Effect.Effect<Tickets, QueueError, Queue | Scope> =>
  Effect.provideService(open(lease), References.MinimumLogLevel, "None")
