/**
 * A unit that was pulled, run in a child process whose events go into the database. Tested in queue.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import { exitCodeOf } from "@marginalia/experiments/exit-code"
import { Unit } from "@marginalia/experiments/unit"
import type { Outcome, Report, Task } from "@marginalia/experiments/work/messages"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ask, persistently, Queue } from "./database.ts"
import { QueueError } from "./errors.ts"
import type { Ticket } from "./lease.ts"
import { brokenAt, eventsOf, writerOf } from "./rounds.ts"
import { begin, fail, finish, MOST_LOST } from "./states.ts"
import { type Place, taskOf } from "./task.ts"

const UnitText = Schema.fromJsonString(Unit)

/** Runs a task in the child; what cannot be kept of its events ends it. */
const attempt = Effect.fnUntraced(function*(ticket: Ticket, task: Task, { machine, process }: Place) {
  const { shown } = yield* Queue, key = { experiment: ticket.experiment, unit: ticket.unit }
  const events = yield* persistently(ask((sql) => eventsOf(sql, key)))
  const broken = brokenAt(events)
  if (broken !== undefined) return yield* corrupt(shown, broken.seq)
  const write = yield* writerOf(key, events, machine)
  const refused = yield* Deferred.make<never, QueueError>()
  const context = yield* Effect.context<never>()
  const child = process.get()
  const hear = (report: Report): void => {
    if (report._tag !== "Event") return
    const { event } = report
    Effect.runForkWith(context)(
      write(event).pipe(
        Effect.andThen(Effect.sync(() => child.answer({ _tag: "Kept", seq: event.seq }))),
        Effect.catch((error) => Deferred.fail(refused, error))
      )
    )
  }
  return yield* Effect.raceFirst(child.run({ ...task, events }, hear), Deferred.await(refused))
})

const corrupt = (queue: string, seq: number): QueueError =>
  new QueueError({
    queue,
    reason: "Corrupt",
    problem: `event ${seq} of the unit is not what was written: its hash differs`,
    hint: "somebody changed the table marginalia_round; remove the experiment and submit it again"
  })

type Ended = Exclude<Outcome, { readonly _tag: "Crashed" }>

/** Once more where the process ended before its task, as on one machine. */
const runToEnd = Effect.fnUntraced(function*(ticket: Ticket, task: Task, place: Place) {
  const once = Effect.tap(
    attempt(ticket, task, place),
    ({ _tag }) => Effect.sync(() => _tag === "Crashed" ? place.process.end() : undefined)
  )
  const first = yield* once
  const last = first._tag === "Crashed" ? yield* once : first
  return last._tag === "Crashed"
    ? { _tag: "Failed", index: last.index, problem: `${last.problem}, twice`, code: 2 } satisfies Ended as Ended
    : last
})

const reasonOf = (error: QueueError) => ({ problem: Message.of(error), code: exitCodeOf(error) })

/** How a unit ended here; `Idle`: there was nothing left to do. */
export type UnitEnd =
  | { readonly _tag: "Done"; readonly unit: Unit }
  | { readonly _tag: "Failed"; readonly unit: Unit; readonly problem: Message.Message; readonly code: number }
  | { readonly _tag: "Idle" }

type Reason = { readonly problem: Message.Message; readonly code: number }

/** What came of a task: its end, or why nobody can say that it is right. */
const outcomeOf = Effect.fnUntraced(function*(ticket: Ticket, task: Task, place: Place) {
  return yield* runToEnd(ticket, task, place).pipe(
    Effect.onInterrupt(() => Effect.sync(place.process.end)),
    Effect.map((ended) => ({ reason: ended._tag === "Done" ? undefined : ended as Reason, anyway: false })),
    Effect.catchIf(
      (error) => error.reason === "Disagree" || error.reason === "Corrupt",
      (error) =>
        Effect.sync(() => {
          place.process.end()
          return { reason: reasonOf(error) as Reason, anyway: true }
        })
    )
  )
})

const lostTooOften = (lost: number, machine: string): Reason => ({
  problem: `${lost} workers were lost while they ran it, the last before ${machine}`,
  code: 2
})

/**
 * Runs the unit of a ticket to its end, or goes on with it, and writes down what came of it. Interrupted, it ends the child;
 * what was kept is kept.
 *
 * Fails with `NotHere` where another machine should take it, and with `QueueError` where the queue cannot be used.
 */
export const runUnit = Effect.fn("runUnit")(function*(ticket: Ticket, place: Place) {
  const { machine } = place, key = { experiment: ticket.experiment, unit: ticket.unit }
  const begun = yield* begin(ticket, machine)
  if (begun === undefined) return { _tag: "Idle" } satisfies UnitEnd as UnitEnd
  const unit = yield* Effect.orDie(Schema.decodeUnknownEffect(UnitText)(begun.body))
  const { anyway, reason } = begun.lost > MOST_LOST
    ? { reason: lostTooOften(begun.lost, machine), anyway: false }
    : yield* outcomeOf(ticket, yield* taskOf(ticket, begun, unit, place), place)
  if (reason === undefined) {
    yield* finish(key, machine)
    return { _tag: "Done", unit } satisfies UnitEnd as UnitEnd
  }
  const { code, problem } = reason
  yield* fail(key, machine, { problem, code }, anyway)
  return { _tag: "Failed", unit, problem, code } satisfies UnitEnd as UnitEnd
})
