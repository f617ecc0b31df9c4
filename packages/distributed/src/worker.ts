/**
 * A worker: pulls units from a queue, as many at a time as it has slots, until it is stopped. Tested in queue.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import type { Worker } from "@marginalia/experiments/work/process"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Ref from "effect/Ref"
import * as References from "effect/References"
import * as Schedule from "effect/Schedule"
import { childSlot } from "./child-slot.ts"
import { ask, persistently } from "./database.ts"
import { type Lease, openTickets, type Tickets, ticketsName } from "./lease.ts"
import { enter, machineName } from "./machines.ts"
import { runUnit, type UnitEnd } from "./run-unit.ts"
import { handBack } from "./states.ts"
import { NotHere, type Place } from "./task.ts"

/** How a worker works. */
export interface WorkerOptions {
  /** What the machine is called. Default its host, its process, and a few letters. */
  readonly machine?: string | undefined
  /** Units at a time, each in a process of its own. */
  readonly slots: number
  /** Folders below which the experiments' files are looked for. Default none: only where they lay there. */
  readonly roots?: ReadonlyArray<string> | undefined
  /** Whether it ends when nothing is left to do. Default false. */
  readonly drain?: boolean | undefined
  /** How long a unit stays its own when it is not heard. Default 20 seconds, heard every 5. */
  readonly lease?: Lease | undefined
  /** Hears how each unit ended. Default nobody. */
  readonly heard?: ((end: UnitEnd) => Effect.Effect<void>) | undefined
  /** Starts the process that does units. Default a child process. */
  readonly start?: (() => Worker) | undefined
}

/** A machine that lacks what waits looks again after so many milliseconds at first, and this much at last. */
const PAUSES = { first: 1000, most: 30_000 }

interface Crew {
  readonly tickets: Tickets
  readonly machine: string
  readonly lacking: Ref.Ref<string | undefined>
  readonly heard: NonNullable<WorkerOptions["heard"]>
}

const take = (crew: Crew, place: Place) =>
  crew.tickets.take((ticket) =>
    runUnit(ticket, place).pipe(
      Effect.tap((end) => crew.heard(end)),
      Effect.onExit((exit) => exit._tag === "Success" ? Effect.void : handBack(ticket, crew.machine))
    )
  )

/** What a slot could not do is said once, and told with the machine. */
const lack = Effect.fnUntraced(function*({ lacking }: Crew, problem: string) {
  const before = yield* Ref.getAndSet(lacking, problem)
  if (before !== problem) yield* note(`note: left to other machines: ${problem}`)
})

/** The queue hands the unit out again; the slot stays at work, a little later. */
const goOn = Effect.fnUntraced(function*(crew: Crew, cause: Cause.Cause<unknown>, pause: number) {
  const error = Cause.squash(cause)
  yield* error instanceof NotHere ? lack(crew, error.problem) : note(Message.text`note: ${Message.of(error)}`)
  yield* Effect.sleep(pause)
})

const slot = Effect.fnUntraced(function*(crew: Crew, place: Place) {
  yield* Effect.addFinalizer(() => Effect.sync(place.process.end))
  let pause = PAUSES.first
  while (true) {
    const end = yield* take(crew, place).pipe(Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.failCause(cause as Cause.Cause<never>)
        : Effect.as(goOn(crew, cause, pause), undefined)
    ))
    pause = end === undefined ? Math.min(2 * pause, PAUSES.most) : PAUSES.first
    if (end?._tag === "Done") yield* Ref.set(crew.lacking, undefined)
  }
}, Effect.scoped)

const openCount = persistently(ask((sql) =>
  sql<{ readonly open: number }>`
    SELECT count(*)::integer AS open FROM marginalia_queue WHERE queue_name = ${ticketsName} AND state = 'pending'
  `
))

/** Ends when nothing of this version waits or runs anywhere. */
const untilDrained = openCount.pipe(
  Effect.repeat({ until: ([row]) => row?.open === 0, schedule: Schedule.spaced("1 second") })
)

/**
 * Works for the open queue, as the `options` say, until it is interrupted, or with `drain` until nothing is left to do. A unit runs in a child
 * process; interrupted, it is handed back at once, and what it wrote is kept.
 *
 * A database that is away is waited for. Fails with `QueueError` where the queue cannot be used at the start.
 */
export const work = Effect.fn("work")(
  function*(options: WorkerOptions) {
    const { drain = false, heard = () => Effect.void, lease, roots = [], slots, start } = options
    const fs = yield* FileSystem.FileSystem
    const { machine = machineName() } = options, lacking = yield* Ref.make<string | undefined>(undefined)
    const received = yield* Effect.orDie(fs.makeTempDirectoryScoped({ prefix: "marginalia-worker-" }))
    const tickets = yield* openTickets(lease), known: Place["known"] = new Map()
    yield* enter(machine, slots, lacking)
    const crew: Crew = { tickets, machine, lacking, heard }
    const slotOf = Effect.suspend(() => slot(crew, { machine, roots, received, known, process: childSlot(start) }))
    const all = Effect.all(Array.from({ length: slots }, () => slotOf), { concurrency: "unbounded", discard: true })
    yield* drain ? Effect.raceFirst(all, untilDrained) : all
  },
  Effect.scoped,
  Effect.provideService(References.MinimumLogLevel, "None")
)
