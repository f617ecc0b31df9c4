/**
 * The learner, whatever carries its messages: it answers one after the other, and nothing that goes wrong ends it.
 */
import * as Audit from "@marginalia/core/Audit"
import { Progress } from "@marginalia/core/Progress"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import { type Told, toldOf } from "../told.ts"
import { futureOf } from "../view/forecast.ts"
import { seenOf } from "./classes.ts"
import { outOfFold } from "./cross-validate.ts"
import { pcaMap, umapMap } from "./draw-map.ts"
import { keptMap } from "./kept-map.ts"
import { learn, type Lesson } from "./learn.ts"
import type {
  DrawMap,
  FindMistakes,
  Foresee,
  FromLearner,
  Learn,
  Similar,
  Start,
  ToLearner,
  Trouble,
  Working
} from "./protocol.ts"
import { prepare, type Prepared } from "./ready.ts"
import { similarTo } from "./similar.ts"

/** Sends a message to who asked. */
export type Tell = (message: FromLearner) => Effect.Effect<void>

type Ask = Similar | DrawMap | FindMistakes

const toldIn = (cause: Cause.Cause<unknown>): Told => {
  const failure = cause.reasons.find(Cause.isFailReason)
  return toldOf(failure === undefined ? Cause.squash(cause) : failure.error)
}

const trouble = (of: Partial<Trouble>, told: Told): Trouble => ({
  _tag: "Trouble",
  request: undefined,
  model: undefined,
  lost: false,
  ...of,
  told
})

/** Tells what goes wrong, and goes on; interruption alone ends. */
const guarded = <A, E, R>(tell: Tell, of: Partial<Trouble>, effect: Effect.Effect<A, E, R>) =>
  Effect.catchCauseIf(
    Effect.asVoid(effect),
    (cause) => !Cause.hasInterruptsOnly(cause),
    (cause) => tell(trouble(of, toldIn(cause)))
  )

const working = (tell: Tell, doing: Working["doing"]) => (done: number, total: number): Effect.Effect<void> =>
  tell({ _tag: "Working", doing, done, total })

/** Images that were decoded come as one step, vectors as another; people see one. */
const progress = (tell: Tell) => {
  let last = -1
  return {
    report: ({ done, total }: { readonly done: number; readonly total: number }) => {
      const percent = Math.floor(100 * done / Math.max(1, total))
      if (percent === last) return Effect.void
      last = percent
      return working(tell, "embedding")(done, total)
    }
  }
}

const begin = Effect.fnUntraced(function*(start: Start, tell: Tell) {
  yield* working(tell, "embedding")(0, 1)
  const prepared = yield* Effect.provideService(prepare(start), Progress, progress(tell))
  const { embedded: { advice, bad, encoder }, matrix: { cols, rows } } = prepared
  yield* tell({ _tag: "Ready", items: rows, width: cols, encoder, advice, bad })
  return prepared
})

/** What is still to come of a lesson: the order of the whole pool last, which can take minutes. */
const finish = ({ learned, rest }: Lesson, tell: Tell) =>
  guarded(
    tell,
    {},
    Effect.gen(function*() {
      if (rest === undefined) return
      yield* working(tell, "choosing")(0, 1)
      if (learned.probability === undefined) yield* Effect.ignore(Effect.flatMap(rest.clusters, tell))
      yield* tell(yield* rest.order)
    })
  )

const draw = Effect.fnUntraced(function*({ matrix, start: { folder, seed } }: Prepared, { kind }: DrawMap, tell: Tell) {
  const points = kind === "pca"
    ? yield* pcaMap(matrix, seed)
    : yield* keptMap({ matrix, seed, folder }, umapMap(matrix, seed, working(tell, "drawing")))
  yield* tell({ _tag: "Drawn", kind, points })
})

const findMistakes = Effect.fnUntraced(
  function*({ matrix, scaling, start: { seed } }: Prepared, message: FindMistakes, tell: Tell) {
    const { classes, items, labels, request } = message
    const lesson = { at: items, labels, classes: classes.length }
    if (seenOf(items, labels).classes < 2) return yield* tell({ _tag: "Mistakes", request, issues: [] })
    const probability = yield* outOfFold(matrix, lesson, scaling, seed)
    const found = { data: probability, rows: items.length, cols: classes.length }
    yield* tell({ _tag: "Mistakes", request, issues: Audit.labelIssues({ probability: found, labels }).issues })
  }
)

const foresee = (tell: Tell) => ({ curve, request }: Foresee) =>
  guarded(tell, { request }, Effect.suspend(() => tell({ _tag: "Foreseen", request, future: futureOf(curve) })))

const answer = (prepared: Prepared, message: Ask, tell: Tell) => {
  switch (message._tag) {
    case "Similar":
      return Effect.flatMap(
        similarTo(prepared.likeness, message.item, message.count),
        (found) => tell({ _tag: "Alike", request: message.request, ...found })
      )
    case "DrawMap":
      return draw(prepared, message, tell)
    case "FindMistakes":
      return findMistakes(prepared, message, tell)
  }
}

const requestOf = (message: Ask): Partial<Trouble> => message._tag === "DrawMap" ? {} : { request: message.request }

/** A learner that waits for messages. */
export interface Learner {
  /** Takes a message in. `Learn` replaces one that waits; the others wait for their turn. */
  readonly hear: (message: ToLearner) => Effect.Effect<void>
}

/**
 * A learner that answers by `tell`, in the scope. Lessons, quick questions and slow ones each have a line of their own, so that
 * a map that is being drawn holds nothing up.
 */
export const makeLearner = Effect.fn("studio.makeLearner")(function*(tell: Tell) {
  const ready = yield* Deferred.make<Prepared>()
  const foresights = yield* Queue.unbounded<Foresee>()
  const lessons = yield* Queue.sliding<Learn>(1)
  const quick = yield* Queue.unbounded<Ask>(), slow = yield* Queue.unbounded<Ask>()
  const starts = yield* Queue.unbounded<Start>()
  const line = (queue: Queue.Dequeue<Ask>) =>
    Effect.gen(function*() {
      const message = yield* Queue.take(queue), prepared = yield* Deferred.await(ready)
      yield* guarded(tell, requestOf(message), answer(prepared, message, tell))
    }).pipe(Effect.forever, Effect.forkScoped)
  const scope = yield* Effect.scope
  let rest: Fiber.Fiber<void, unknown> | undefined
  yield* line(quick)
  yield* line(slow)
  yield* Effect.flatMap(Queue.take(foresights), foresee(tell)).pipe(Effect.forever, Effect.forkScoped)
  yield* Effect.gen(function*() {
    const prepared = yield* Deferred.await(ready), message = yield* Queue.take(lessons)
    // A newer lesson is worth more than the rest of the one before.
    if (rest !== undefined) yield* Fiber.interrupt(rest)
    rest = undefined
    yield* guarded(
      tell,
      { model: message.model },
      Effect.gen(function*() {
        const lesson = yield* learn(prepared, message, (doing) => working(tell, doing)(0, 1))
        yield* tell(lesson.learned)
        if (lesson.rest !== undefined) rest = yield* Effect.forkIn(finish(lesson, tell), scope)
      })
    )
  }).pipe(Effect.forever, Effect.forkScoped)
  yield* Effect.gen(function*() {
    const start = yield* Queue.take(starts)
    const begun = Effect.flatMap(begin(start, tell), (prepared) => Deferred.succeed(ready, prepared))
    yield* guarded(tell, { lost: true }, begun)
  }).pipe(Effect.forever, Effect.forkScoped)
  const hear: Learner["hear"] = (message) => {
    if (message._tag === "Start") return Effect.asVoid(Queue.offer(starts, message))
    if (message._tag === "Learn") return Effect.asVoid(Queue.offer(lessons, message))
    if (message._tag === "Foresee") return Effect.asVoid(Queue.offer(foresights, message))
    return Effect.asVoid(Queue.offer(message._tag === "Similar" ? quick : slow, message))
  }
  return { hear } satisfies Learner as Learner
})
