/**
 * The journals of units in the database: an event is written once, and whoever computes it again has to come to the same.
 * Tested in queue.test.ts.
 */
import { Statistics } from "@marginalia/core"
import { GENESIS, link } from "@marginalia/datasets/hash"
import type { KeptEvent } from "@marginalia/experiments/journal"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import { asking, persistently, Queue } from "./database.ts"
import { QueueError } from "./errors.ts"

/** Which unit, of which experiment. */
export interface UnitKey {
  /** The experiment's id. */
  readonly experiment: string
  /** The unit's number in it, from 0. */
  readonly unit: number
}

/** An event as it is stored: `hash` is of what it and those before it say, whatever the time it took. */
export interface StoredEvent extends KeptEvent {
  readonly hash: string
  /** Who wrote it. */
  readonly machine: string
}

/** The hash of an event that follows one of the hash `before`. */
export const chained = (before: string, { body, seq }: Pick<KeptEvent, "body" | "seq">): string =>
  link(before, seq, body, "")

/** The first event whose hash is not that of what is stored; undefined where all are. */
export const brokenAt = (events: ReadonlyArray<StoredEvent>): StoredEvent | undefined => {
  let before = GENESIS
  return events.find((event, i) => {
    const hash = chained(before, event)
    before = event.hash
    return hash !== event.hash || event.seq !== i + 1
  })
}

type Json = { readonly [key: string]: unknown }

const differing = (a: string, b: string): ReadonlyArray<string> => {
  const [left, right] = [JSON.parse(a) as Json, JSON.parse(b) as Json]
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted()
  return keys.filter((key) => JSON.stringify(left[key]) !== JSON.stringify(right[key]))
}

const what = (seq: number, body: string): string =>
  (JSON.parse(body) as Json)["_tag"] === "Round" ? `round ${seq - 2}` : `event ${seq}`

const disagreement = (queue: string, kept: StoredEvent, event: KeptEvent, machine: string): QueueError => {
  const fields = differing(kept.body, event.body)
  return new QueueError({
    queue,
    reason: "Disagree",
    problem: `${kept.machine} and ${machine} disagree in ${what(event.seq, event.body)}: ${
      fields.length === 0 ? "what came before it" : fields.join(", ")
    } differ; what ${kept.machine} wrote is kept`,
    hint:
      "their kernels, their Node, their packages or their data are not the same: run the experiment on machines of one kind, or with kernels that round alike on all of them"
  })
}

/** All events of a unit, in order. */
export const eventsOf = (sql: SqlClient, { experiment, unit }: UnitKey) =>
  sql<StoredEvent>`
    SELECT round AS seq, body, timing, hash, machine FROM marginalia_round
    WHERE experiment = ${experiment} AND unit = ${unit} ORDER BY round
  `

const toldIn = (body: string) => {
  const { _tag, labeled = 0, measures, metrics } = JSON.parse(body) as {
    readonly _tag: string
    readonly labeled?: number
    readonly metrics?: { readonly accuracy?: unknown }
    readonly measures?: { readonly [name: string]: unknown }
  }
  const accuracy = measures === undefined ? metrics?.accuracy : measures[Statistics.mainCurve({ measures })]
  return { isRound: _tag === "Round", labeled, accuracy: typeof accuracy === "number" ? accuracy : null }
}

/** Writes an event unless it is there, and how far the unit is; gives how many rows were written. */
const put = (sql: SqlClient, { experiment, unit }: UnitKey, event: KeptEvent, hash: string, machine: string) => {
  const { body, seq, timing } = event, { accuracy, isRound, labeled } = toldIn(body)
  return sql<{ readonly written: number }>`
    WITH put AS (
      INSERT INTO marginalia_round (experiment, unit, round, body, timing, hash, machine)
      VALUES (${experiment}, ${unit}, ${seq}, ${body}, ${timing}, ${hash}, ${machine})
      ON CONFLICT DO NOTHING RETURNING 1
    ), told AS (
      UPDATE marginalia_unit SET
        rounds = CASE WHEN ${isRound}::boolean THEN ${seq - 1}::integer ELSE rounds END,
        labeled = CASE WHEN ${isRound}::boolean THEN ${labeled}::integer ELSE labeled END,
        accuracy = CASE WHEN ${isRound}::boolean THEN ${accuracy}::float8 ELSE accuracy END,
        changed = clock_timestamp()
      WHERE experiment = ${experiment} AND number = ${unit} AND EXISTS (SELECT 1 FROM put)
    ) SELECT count(*)::integer AS written FROM put
  `
}

const stored = (sql: SqlClient, { experiment, unit }: UnitKey, seq: number) =>
  sql<StoredEvent>`
    SELECT round AS seq, body, timing, hash, machine FROM marginalia_round
    WHERE experiment = ${experiment} AND unit = ${unit} AND round = ${seq}
  `

/**
 * The writer of a unit's further events on a `machine`, after those that are stored. It waits as long as the database is away.
 *
 * Fails with `QueueError` of the reason `Disagree`, naming both machines, where another one wrote something else in its place.
 */
export const writerOf = Effect.fnUntraced(function*(
  key: UnitKey,
  events: ReadonlyArray<StoredEvent>,
  machine: string
) {
  const { shown, sql } = yield* Queue
  let before = events.at(-1)?.hash ?? GENESIS
  return Effect.fnUntraced(function*(event: KeptEvent) {
    const hash = chained(before, event)
    const [row] = yield* persistently(asking(shown)(put(sql, key, event, hash, machine)))
    if (row?.written !== 1) {
      const [kept] = yield* persistently(asking(shown)(stored(sql, key, event.seq)))
      if (kept === undefined) return yield* gone(shown)
      if (kept.hash !== hash) return yield* disagreement(shown, kept, event, machine)
    }
    before = hash
  })
})

const gone = (queue: string): QueueError =>
  new QueueError({
    queue,
    reason: "Unknown",
    problem: "the experiment was removed while it ran",
    hint: "submit it again"
  })
