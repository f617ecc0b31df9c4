/**
 * The machines that work for a queue: each says every few seconds that it is there. Tested in queue.test.ts.
 */
import { version } from "@marginalia/experiments/version"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import { randomBytes } from "node:crypto"
import { hostname } from "node:os"
import { ask, Queue } from "./database.ts"

/** A machine that works, or worked not long ago. */
export interface Machine {
  /** The host, the process, and a few letters that tell it from one of the same numbers in another container. */
  readonly name: string
  /** The marginalia there. */
  readonly version: string
  /** Units that it runs at a time. */
  readonly slots: number
  /** Units that it is at now. */
  readonly running: number
  /** Seconds since it was heard last. */
  readonly silent: number
  /** Why it cannot run what waits, if it is so. */
  readonly note: string | null
}

/** A name for this process. */
export const machineName = (): string => `${hostname()}/${process.pid}-${randomBytes(2).toString("hex")}`

const HEARD = "5 seconds"

const heard = (name: string, slots: number, note: string | undefined) =>
  ask((sql) =>
    sql`
      INSERT INTO marginalia_machine (name, version, slots, note)
      VALUES (${name}, ${version}, ${slots}, ${note ?? null})
      ON CONFLICT (name) DO UPDATE SET seen = clock_timestamp(), note = EXCLUDED.note
    `
  )

const forget = (name: string) =>
  ask((sql) => sql`DELETE FROM marginalia_machine WHERE name = ${name} OR seen < clock_timestamp() - INTERVAL '1 day'`)

/** Enters a machine into the list until the scope closes. What `note` holds is told with it. Fails with `QueueError`. */
export const enter = Effect.fn("enter")(function*(name: string, slots: number, note: Ref.Ref<string | undefined>) {
  yield* Queue
  const tell = Effect.flatMap(Ref.get(note), (text) => heard(name, slots, text))
  yield* tell
  yield* Effect.addFinalizer(() => Effect.ignore(Effect.timeout(forget(name), "2 seconds")))
  yield* Effect.forkScoped(Effect.repeat(Effect.ignore(tell), Schedule.spaced(HEARD)))
})

/** The machines that were heard within a day, those at work first. Fails with `QueueError`. */
export const machines = Effect.fn("machines")(function*() {
  const { tables } = yield* Queue
  if (!tables) return []
  return yield* ask((sql) =>
    sql<Machine>`
      SELECT m.name, m.version, m.slots, m.note,
        extract(epoch FROM clock_timestamp() - m.seen)::float8 AS silent,
        (SELECT count(*)::integer FROM marginalia_unit u WHERE u.machine = m.name AND u.state = 'running') AS running
      FROM marginalia_machine m WHERE m.seen > clock_timestamp() - INTERVAL '1 day' ORDER BY m.seen DESC, m.name
    `
  )
})
