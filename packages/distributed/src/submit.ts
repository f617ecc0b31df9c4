/**
 * An experiment, put into the queue: whole or not at all, and a second time harmlessly. Tested in queue.test.ts.
 */
import { Kernels } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { sha256 } from "@marginalia/datasets/hash"
import { UsageProblem } from "@marginalia/datasets/problems"
import { Experiment, roundsOf, Unit } from "@marginalia/experiments/unit"
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type { PersistedQueueError } from "effect/persistence/PersistedQueue"
import * as Schema from "effect/Schema"
import type { SqlClient } from "effect/sql/SqlClient"
import { SqlError, UnknownError } from "effect/sql/SqlError"
import { type Asset, assetsOf } from "./assets.ts"
import { asking, Queue } from "./database.ts"
import { openTickets, ticketId, type Tickets } from "./lease.ts"
import { roundingOf } from "./rounding.ts"
import { checkSent, sendFiles } from "./sent.ts"

/** How an experiment is submitted. */
export interface SubmitOptions {
  /** The build of the kernels that all machines take. Default: the fastest of this one, as a run here would. */
  readonly variant?: Kernels.Variant | undefined
  /** Whether the files go through the database to machines that lack them. Default false. */
  readonly send?: boolean | undefined
  /** Whether units that failed are begun anew. Default false. */
  readonly again?: boolean | undefined
}

/** What was submitted. */
export interface Submitted {
  /** The sha256 of all that its results follow from: the same experiment has the same. */
  readonly id: string
  /** Whether it was there already. */
  readonly attached: boolean
}

const checkOracle = ({ units }: Experiment): Effect.Effect<void, UsageProblem> => {
  const asking = units.find(({ unit: { oracle } }) => oracle.kind === "terminal" || oracle.kind === "files")
  if (asking === undefined) return Effect.void
  const { kind } = asking.unit.oracle
  return Effect.fail(
    new UsageProblem({
      problem: `the oracle ${kind} asks somebody on this machine, and the units run on others`,
      hint: "run it here, without a queue",
      setting: "oracle",
      value: kind,
      reason: "Value",
      expected: "an oracle that answers by itself"
    })
  )
}

const bodyOf = (experiment: Experiment): string =>
  JSON.stringify(Schema.encodeSync(Experiment)({ ...experiment, units: [] }))

const encodeUnit = Schema.encodeSync(Unit)

interface Rows {
  readonly id: string
  readonly body: string
  readonly units: ReadonlyArray<{ readonly file: string; readonly body: string; readonly rounds: number }>
}

/** The build of the kernels, and how it rounds. */
interface KernelsAsked {
  readonly variant: string
  readonly rounding: string
}

/** What is stored, and the hash of all of it, of the kernels, and of the files' contents. */
const rowsOf = (experiment: Experiment, kernels: KernelsAsked, assets: ReadonlyArray<Asset>): Rows => {
  const units = experiment.units.map(({ file, unit }) => ({
    file,
    body: JSON.stringify(encodeUnit(unit)),
    rounds: roundsOf(unit)
  }))
  const body = bodyOf(experiment)
  const id = sha256([
    body,
    kernels.variant,
    kernels.rounding,
    ...assets.map(({ path, sha256: hash }) => `${path} ${hash}`),
    ...units.map((unit) => `${unit.file} ${unit.body}`)
  ].join("\n"))
  return { id, body, units }
}

type Row = Record<string, unknown>

/** Units that are inserted by one statement. */
const TOGETHER = 200

const insertUnits = Effect.fnUntraced(function*(sql: SqlClient, { id, units }: Rows) {
  for (let at = 0; at < units.length; at += TOGETHER) {
    const rows = units.slice(at, at + TOGETHER).map(({ body, file, rounds }, i): Row => ({
      experiment: id,
      number: at + i,
      file,
      body,
      of_rounds: rounds
    }))
    if (isReadonlyArrayNonEmpty(rows)) yield* sql`INSERT INTO marginalia_unit ${sql.insert(rows)}`
  }
})

/** What the database says against an offer. */
const offered = ({ cause }: PersistedQueueError): SqlError => {
  const found = Cause.isCause(cause) ? Cause.squash(cause) : cause
  return found instanceof SqlError ? found : new SqlError({ reason: new UnknownError({ cause: found }) })
}

const offerAll = (
  tickets: Tickets,
  all: ReadonlyArray<{ readonly unit: number; readonly generation: number }>,
  id: string
) =>
  Effect.forEach(all, ({ generation, unit }) => {
    const ticket = { experiment: id, unit, generation }
    return tickets.offer(ticket, { id: ticketId(ticket) }).pipe(
      Effect.catch((error) => error._tag === "SchemaError" ? Effect.die(error) : Effect.fail(offered(error)))
    )
  }, { discard: true })

const insertAll = Effect.fnUntraced(function*(
  sql: SqlClient,
  experiment: Experiment,
  rows: Rows,
  { assets, kernels, send }: {
    readonly assets: ReadonlyArray<Asset>
    readonly send: boolean
    readonly kernels: KernelsAsked
  }
) {
  const { body, id, units } = rows
  const rounds = units.reduce((sum, unit) => sum + unit.rounds, 0)
  const inserted = yield* sql`
    INSERT INTO marginalia_experiment (id, name, version, variant, rounding, body, assets, units, rounds)
    VALUES (${id}, ${experiment.name}, ${experiment.version}, ${kernels.variant}, ${kernels.rounding}, ${body}, ${
    JSON.stringify(assets)
  }, ${units.length}, ${rounds})
    ON CONFLICT DO NOTHING RETURNING id
  `
  if (inserted.length > 0) yield* insertUnits(sql, rows)
  if (send) yield* sendFiles(sql, id, assets)
  return inserted.length > 0
})

/** Begins the failed units anew; gives how many there are. */
const reviveFailed = (sql: SqlClient, id: string) =>
  sql`
    UPDATE marginalia_unit
    SET state = 'waiting', generation = generation + 1, lost = 0, problem = NULL, code = NULL, machine = NULL,
      changed = clock_timestamp()
    WHERE experiment = ${id} AND state = 'failed' RETURNING number
  `

const openUnits = (sql: SqlClient, id: string) =>
  sql<{ readonly unit: number; readonly generation: number }>`
    SELECT number AS unit, generation FROM marginalia_unit
    WHERE experiment = ${id} AND state IN ('waiting', 'running') ORDER BY number
  `

/**
 * Puts an experiment into the open queue, as the `options` say (by default with this machine's kernels, without its files): its units, the hashes of the files that they name, and the build of the kernels.
 * One that is there already, with all of that the same, is attached to; nothing is done twice.
 *
 * Fails with `QueueError`, with `UsageProblem` where somebody on this machine would be asked for labels, and with
 * `FileProblem` where a file cannot be read.
 */
export const submit = Effect.fn("submit")(function*(experiment: Experiment, options: SubmitOptions = {}) {
  yield* checkOracle(experiment)
  const { shown, sql } = yield* Queue
  const { again = false, send = false, variant = Kernels.best() } = options
  const assets = yield* assetsOf(experiment)
  if (send) yield* checkSent(assets)
  const kernels = { variant, rounding: roundingOf(variant) }
  const rows = rowsOf(experiment, kernels, assets)
  const tickets = yield* openTickets()
  const isNew = yield* asking(shown)(sql.withTransaction(Effect.gen(function*() {
    const isNew = yield* insertAll(sql, experiment, rows, { assets, send, kernels })
    if (again) yield* reviveFailed(sql, rows.id)
    yield* offerAll(tickets, yield* openUnits(sql, rows.id), rows.id)
    return isNew
  })))
  if (!isNew) yield* note(`${experiment.name} is in the queue already (${rows.id.slice(0, 8)}); attached to it`)
  return { id: rows.id, attached: !isNew } satisfies Submitted as Submitted
}, Effect.scoped)
