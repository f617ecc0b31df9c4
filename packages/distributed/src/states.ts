/**
 * What becomes of a unit: begun, handed back, done, failed. Tested in queue.test.ts.
 */
import type * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { ask, persistently } from "./database.ts"
import type { Ticket } from "./lease.ts"
import type { UnitKey } from "./rounds.ts"

/** A unit that is begun, as it is stored. */
export interface Begun {
  /** The unit as JSON. */
  readonly body: string
  /** How often it was begun and its worker was not heard any more. */
  readonly lost: number
  readonly variant: string
  /** How the kernels round on the machine that submitted it; empty where that is not known. */
  readonly rounding: string
  /** experiment.json without its units. */
  readonly experiment: string
}

/** So often a unit is begun whose workers are lost: it may be what loses them. */
export const MOST_LOST = 20

/** Writes down that a machine works on a unit. Undefined where there is nothing left to do: it is done, failed or gone. */
export const begin = ({ experiment, generation, unit }: Ticket, machine: string) =>
  persistently(ask((sql) =>
    sql<Begun>`
      UPDATE marginalia_unit u SET
        lost = lost + CASE WHEN state = 'running' THEN 1 ELSE 0 END, state = 'running', machine = ${machine},
        changed = clock_timestamp()
      FROM marginalia_experiment e
      WHERE u.experiment = ${experiment} AND u.number = ${unit} AND u.generation = ${generation}
        AND u.state IN ('waiting', 'running') AND e.id = u.experiment
      RETURNING u.body, u.lost, e.variant, e.rounding, e.body AS experiment
    `
  )).pipe(Effect.map(([row]) => row))

/** The files that an experiment needs, as JSON. */
export const storedAssets = (experiment: string) =>
  persistently(
    ask((sql) => sql<{ readonly assets: string }>`SELECT assets FROM marginalia_experiment WHERE id = ${experiment}`)
  ).pipe(Effect.map(([row]) => row?.assets ?? "[]"))

/** Writes down that nobody works on a unit, unless it is another machine's by now. Not insisted on. */
export const handBack = ({ experiment, unit }: UnitKey, machine: string) =>
  Effect.ignore(Effect.timeout(
    ask((sql) =>
      sql`
      UPDATE marginalia_unit SET state = 'waiting', machine = NULL, changed = clock_timestamp()
      WHERE experiment = ${experiment} AND number = ${unit} AND state = 'running' AND machine = ${machine}
    `
    ),
    "2 seconds"
  ))

/** Writes down that a unit is at its end. One that failed on another machine stays so: they disagreed. */
export const finish = ({ experiment, unit }: UnitKey, machine: string) =>
  persistently(ask((sql) =>
    sql`
      UPDATE marginalia_unit SET state = 'done', machine = ${machine}, changed = clock_timestamp()
      WHERE experiment = ${experiment} AND number = ${unit} AND state IN ('waiting', 'running')
    `
  ))

/**
 * Writes down why a unit cannot be run to its end, with the exit code of that. One that is done stays so, unless `anyway`:
 * where machines disagree, nobody knows who is right.
 */
export const fail = (
  { experiment, unit }: UnitKey,
  machine: string,
  reason: { readonly problem: Message.Message; readonly code: number },
  anyway = false
) =>
  persistently(ask((sql) =>
    sql`
      UPDATE marginalia_unit SET state = 'failed', machine = ${machine}, problem = ${JSON.stringify(reason.problem)},
        code = ${reason.code}, changed = clock_timestamp()
      WHERE experiment = ${experiment} AND number = ${unit} AND (state IN ('waiting', 'running') OR ${anyway}::boolean)
    `
  ))
