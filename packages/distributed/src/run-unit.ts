/**
 * A unit that was pulled, run in a child process whose events go into the database.
 */
import { Kernels } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import { exitCodeOf } from "@marginalia/experiments/exit-code"
import { Experiment, Unit } from "@marginalia/experiments/unit"
import type { Outcome, Report, Task } from "@marginalia/experiments/work/messages"
import { startWorker, type Worker } from "@marginalia/experiments/work/process"
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Asset } from "./assets.ts"
import { ask, persistently, Queue } from "./database.ts"
import { QueueError } from "./errors.ts"
import type { Ticket } from "./lease.ts"
import { locate } from "./locate.ts"
import { type Moved, relocate } from "./relocate.ts"
import { brokenAt, eventsOf, writerOf } from "./rounds.ts"
import { fetchAsset } from "./sent.ts"
import { begin, type Begun, fail, finish, MOST_LOST } from "./states.ts"

/** Where units are run. */
export interface Place {
  /** What the machine is called. */
  readonly machine: string
  /** Folders below which files are looked for. */
  readonly roots: ReadonlyArray<string>
  /** Where files that were sent are put. */
  readonly received: string
  /** The process that does units, one at a time; started when it is asked for. */
  readonly process: ChildSlot
}

/** This machine cannot run the unit, and another one may. */
export class NotHere extends Data.TaggedError("NotHere")<{ readonly problem: string }> {
  readonly exitCode = 2
  override get message(): string {
    return this.problem
  }
}

/** A child process that is kept from one unit to the next, and replaced where it had to be ended. */
export interface ChildSlot {
  readonly get: () => Worker
  readonly end: () => void
}

/** See {@link ChildSlot}; `start` starts the process, by default a worker of experiments. */
export const childSlot = (start: () => Worker = startWorker): ChildSlot => {
  let child: Worker | undefined
  return {
    get: () => child ??= start(),
    end: () => {
      child?.stop()
      child = undefined
    }
  }
}

const Assets = Schema.fromJsonString(Schema.Array(Asset))
const Header = Schema.fromJsonString(Experiment)
const UnitText = Schema.fromJsonString(Unit)

const isVariant = (name: string): name is Kernels.Variant =>
  name === "relaxed-simd" || name === "simd" || name === "typescript"

const variantOf = (name: string): Effect.Effect<Kernels.Variant, NotHere> =>
  isVariant(name) && Kernels.supports(name)
    ? Effect.succeed(name)
    : Effect.fail(new NotHere({ problem: `the experiment takes the ${name} kernels, which this Node cannot run` }))

/** Where an asset is here; of those that are missing, whether they were sent. */
const placeOf = Effect.fnUntraced(function*(asset: Asset, { received, roots }: Place) {
  return yield* locate(asset, roots).pipe(
    Effect.catchTag("AssetMissing", (missing) =>
      ask((sql) => fetchAsset(sql, asset, received)).pipe(
        Effect.flatMap((path) =>
          path === undefined ? Effect.fail(new NotHere({ problem: missing.message })) : Effect.succeed(path)
        )
      ))
  )
})

/** The assets that a unit or the plugins name: those of other units may be elsewhere. */
const neededBy = (unitText: string, plugins: ReadonlyArray<string>, assets: ReadonlyArray<Asset>) =>
  assets.filter(({ path }) => plugins.includes(path) || unitText.includes(JSON.stringify(path).slice(1, -1)))

const taskOf = Effect.fnUntraced(function*(ticket: Ticket, begun: Begun, written: Unit, place: Place) {
  const { plugins = [] } = yield* Effect.orDie(Schema.decodeUnknownEffect(Header)(begun.experiment))
  const assets = yield* Effect.orDie(Schema.decodeUnknownEffect(Assets)(begun.assets))
  const variant = yield* variantOf(begun.variant)
  const moves = yield* Effect.forEach(
    neededBy(begun.body, plugins, assets),
    (asset) => Effect.map(placeOf(asset, place), (here): Moved => [asset.path, here])
  )
  const here = new Map(moves)
  return {
    index: ticket.unit,
    unit: relocate(written, moves),
    written,
    path: "",
    plugins: plugins.map((path) => here.get(path) ?? path),
    variant
  } satisfies Task as Task
})

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
 * Fails with {@link NotHere} where another machine should take it, and with `QueueError` where the queue cannot be used.
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
