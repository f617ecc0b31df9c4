/**
 * The tables of a pool over machines: its parts, who serves them, and the secret that its machines know each other by. Tested in
 * shards.test.ts.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import { randomBytes } from "node:crypto"
import { asking, connect } from "../database.ts"
import { inTurn, isThere } from "../layout.ts"
import { ShardsError } from "./errors.ts"

/** An open database of a pool over machines. */
export class Shards extends Context.Service<Shards, {
  /** The address without its password. */
  readonly shown: string
  readonly sql: SqlClient
}>()("@marginalia/distributed/Shards") {}

/** What begins the names of the tables in which machines find each other. */
export const PREFIX = "marginalia_shards"

const tables = [
  `CREATE TABLE IF NOT EXISTS marginalia_pool (
    only_one integer PRIMARY KEY CHECK (only_one = 1), token text NOT NULL, variant text NOT NULL, rounding text NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS marginalia_part (
    name text PRIMARY KEY, sha256 text NOT NULL, rows integer NOT NULL, cols integer NOT NULL, zero_rows integer NOT NULL,
    ids text, machine text NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS marginalia_serving (
    machine text NOT NULL, part text NOT NULL REFERENCES marginalia_part ON DELETE CASCADE, address text NOT NULL,
    seen timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (machine, part)
  )`
]

/** A part of a pool. */
export interface Part {
  /** The name of its file. */
  readonly name: string
  /** The sha256 of the file's bytes, in hexadecimal. */
  readonly sha256: string
  /** How many rows it has. */
  readonly rows: number
  /** The numbers of a row. */
  readonly cols: number
  /** How many rows are zero in all columns. */
  readonly zeroRows: number
  /** The sha256 of its ids, where it has any. */
  readonly ids: string | null
  /** Who served it first. */
  readonly machine: string
}

/** What all machines of a pool have in common. */
export interface Pact {
  /** A secret of those who can read the database. */
  readonly token: string
  readonly variant: string
  readonly rounding: string
}

/** Nobody ever served a pool there. */
export const empty = (shards: string): ShardsError =>
  new ShardsError({
    shards,
    reason: "Empty",
    problem: "no machine serves a pool there",
    hint: "start marginalia shard serve on the machines that have its parts"
  })

/**
 * The database at an address `text`, open until the scope closes. Its tables are made where it is opened to write (the default of
 * `writing`) and there are none.
 *
 * Fails with `QueueError`: a wrong address, no server, a wrong password, missing rights; with `ShardsError` of the reason `Empty` where it
 * is only read and has no tables.
 */
export const openTables = Effect.fn("openTables")(function*(text: string, writing: boolean = true) {
  const { shown, sql } = yield* connect(text)
  if (writing) {
    const make = Effect.forEach(tables, (statement) => sql.unsafe(statement), { discard: true })
    yield* asking(shown)(inTurn(sql, sql.withTransaction(make)))
  } else if (!(yield* asking(shown)(isThere(sql, `${PREFIX}_runners`)))) return yield* empty(shown)
  return Shards.of({ shown, sql })
})

/** Asks the open database. */
export const query = <A, E, R>(request: (sql: SqlClient) => Effect.Effect<A, E, R>) =>
  Effect.flatMap(Shards, ({ shown, sql }) => asking(shown)(request(sql)))

/** The parts of the pool, in the order of their names' characters. Fails with `QueueError`. */
export const partsOf = Effect.map(
  query((sql) =>
    sql<Part>`SELECT name, sha256, rows, cols, zero_rows AS "zeroRows", ids, machine FROM marginalia_part`
  ),
  (parts) => parts.toSorted((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
)

/** What the machines have in common; undefined where there were none yet. */
export const pactOf = Effect.map(
  query((sql) => sql<Pact>`SELECT token, variant, rounding FROM marginalia_pool`),
  ([pact]) => pact
)

/** The same, made by the first machine of the pool. */
export const joinPact = Effect.fnUntraced(function*(mine: Omit<Pact, "token">, machine: string) {
  const { shown } = yield* Shards, token = randomBytes(32).toString("hex")
  yield* query((sql) =>
    sql`
      INSERT INTO marginalia_pool (only_one, token, variant, rounding) VALUES (1, ${token}, ${mine.variant}, ${mine.rounding})
      ON CONFLICT DO NOTHING
    `
  )
  const pact = (yield* pactOf)!
  if (pact.rounding === mine.rounding && pact.variant === mine.variant) return pact
  return yield* new ShardsError({
    shards: shown,
    reason: "Rounding",
    machine,
    problem:
      `the kernels of ${machine} (${mine.variant}) round otherwise than those of the pool's machines (${pact.variant}), or are of another version`,
    hint:
      "picks would depend on who computed; serve the whole pool with the variant simd, which rounds alike everywhere"
  })
})

/** A part as a machine has it. */
export type Own = Omit<Part, "machine">

const other = (shards: string, mine: Own, there: Part, machine: string): ShardsError =>
  new ShardsError({
    shards,
    reason: "Differs",
    parts: [mine.name],
    machine,
    problem: `${mine.name} on ${machine} has other bytes (or ids) than the one that ${there.machine} serves: sha256 ${
      mine.sha256.slice(0, 12)
    }… instead of ${there.sha256.slice(0, 12)}…`,
    hint:
      "copy the right file; or, where this is the right one, stop the machines that serve the other, forget the part (shard forget) and serve it anew"
  })

const unfit = (shards: string, mine: Own, there: Part, machine: string): ShardsError | undefined => {
  const width = mine.cols !== there.cols
  if (!width && (mine.ids === null) === (there.ids === null)) return undefined
  return new ShardsError({
    shards,
    reason: width ? "Width" : "Ids",
    parts: [mine.name, there.name],
    machine,
    problem: width
      ? `the rows of ${mine.name} on ${machine} have ${mine.cols} numbers, and those of ${there.name} ${there.cols}`
      : `of ${mine.name} on ${machine} and ${there.name} one has ids beside it, and the other none`,
    hint:
      "all parts of a pool are alike; another pool takes another database, or other parts are forgotten first (shard forget)"
  })
}

/**
 * Enters a machine's parts. Fails with `ShardsError` of the reason `Differs` where one is there under the same name with other bytes,
 * `Width` or `Ids` where it does not fit those that are there; then nothing is entered.
 */
export const enterParts = Effect.fnUntraced(function*(mine: ReadonlyArray<Own>, machine: string) {
  const { shown, sql } = yield* Shards
  const enter = Effect.gen(function*() {
    const there = yield* partsOf
    for (const part of mine) {
      const same = there.find(({ name }) => name === part.name)
      if (same !== undefined && (same.sha256 !== part.sha256 || same.ids !== part.ids)) {
        return yield* other(shown, part, same, machine)
      }
      const others: ReadonlyArray<Part> = [...there, ...mine.map((own) => ({ ...own, machine }))]
      const wrong = others.map((one) => unfit(shown, part, one, machine)).find((error) => error !== undefined)
      if (wrong !== undefined) return yield* wrong
    }
    for (const { cols, ids, name, rows, sha256, zeroRows } of mine) {
      yield* query((one) =>
        one`
          INSERT INTO marginalia_part (name, sha256, rows, cols, zero_rows, ids, machine)
          VALUES (${name}, ${sha256}, ${rows}, ${cols}, ${zeroRows}, ${ids}, ${machine}) ON CONFLICT DO NOTHING
        `
      )
    }
  })
  yield* asking(shown)(inTurn(sql, enter))
})

/** A machine's word that it serves some parts. */
export const heard = (machine: string, address: string, parts: ReadonlyArray<string>) =>
  query((sql) =>
    sql`
      INSERT INTO marginalia_serving (machine, part, address)
      SELECT ${machine}, name, ${address} FROM marginalia_part WHERE name IN ${sql.in(parts)}
      ON CONFLICT (machine, part) DO UPDATE SET seen = clock_timestamp()
    `
  )

/** A machine that goes. */
export const gone = (machine: string) => query((sql) => sql`DELETE FROM marginalia_serving WHERE machine = ${machine}`)

/** Who serves which part. */
export interface Serving {
  /** What the machine is called. */
  readonly machine: string
  /** The part's name. */
  readonly part: string
  /** Where others reach the machine, `host:port`. */
  readonly address: string
  /** Seconds since it said so. */
  readonly silent: number
}

/** Who serves which part, or did within a day. Fails with `QueueError`. */
export const servings = query((sql) =>
  sql<Serving>`
    SELECT machine, part, address, extract(epoch FROM clock_timestamp() - seen)::float8 AS silent FROM marginalia_serving
    WHERE seen > clock_timestamp() - INTERVAL '1 day' ORDER BY part, silent
  `
)

/** Forgets parts by name; those that were there. The pool without parts has no secret and no variant any more. Fails with `QueueError`. */
export const forgetParts = Effect.fn("forgetParts")(function*(names: ReadonlyArray<string>) {
  const gone = yield* query((sql) =>
    sql<{ readonly name: string }>`DELETE FROM marginalia_part WHERE name IN ${sql.in(names)} RETURNING name`
  )
  yield* query((sql) => sql`DELETE FROM marginalia_pool WHERE NOT EXISTS (SELECT 1 FROM marginalia_part)`)
  return gone.map(({ name }) => name)
})
