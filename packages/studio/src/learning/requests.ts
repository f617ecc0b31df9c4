/**
 * Questions to the learner that are answered by their number.
 */
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { Told } from "../told.ts"

/** Why the learner cannot say something now. */
export type BusyReason =
  /** There is no learner: it ended, or could not be started; `why` says what became of it. */
  | { readonly _tag: "NoLearner"; readonly why: Told }
  /** It looks at the items still: `done` of `total` are embedded, where that is counted. */
  | { readonly _tag: "Looking"; readonly done: number; readonly total: number }
  /** It did not answer within `seconds`. */
  | { readonly _tag: "Late"; readonly seconds: number }
  /** It tried, and could not; `told` is the error of its process. */
  | { readonly _tag: "Failed"; readonly told: Told }

const sentence = (reason: BusyReason): string => {
  switch (reason._tag) {
    case "NoLearner":
      return `there is no learner: ${reason.why.problem}`
    case "Looking": {
      const how = reason.total > 0 ? ` (${reason.done} of ${reason.total})` : ""
      return `the items are still being looked at${how}; it takes a moment`
    }
    case "Late":
      return "this takes long; it comes in a moment"
    case "Failed":
      return reason.told.problem
  }
}

/** The learner cannot say it now; `reason` says why, and the message what to do. */
export class Busy extends Data.TaggedError("Busy")<{ readonly reason: BusyReason }> {
  readonly exitCode = 2
  override get message(): string {
    return sentence(this.reason)
  }
}

/** Seconds that an answer is waited for. */
const PATIENCE = 30

/** Questions that wait. */
export interface Requests<A> {
  /** Asks, and waits for the answer, at most half a minute. */
  readonly ask: (send: (request: number) => Effect.Effect<void>) => Effect.Effect<A, Busy>
  readonly answer: (request: number, value: A) => Effect.Effect<void>
  readonly answerAll: (value: A) => Effect.Effect<void>
  readonly fail: (request: number, told: Told) => Effect.Effect<void>
  readonly failAll: (told: Told) => Effect.Effect<void>
}

/** Nothing was asked yet. `next` numbers the questions. */
export const makeRequests = <A>(next: () => number): Requests<A> => {
  const waiting = new Map<number, Deferred.Deferred<A, Busy>>()
  const settle = (request: number, how: (one: Deferred.Deferred<A, Busy>) => Effect.Effect<unknown>) => {
    const found = waiting.get(request)
    waiting.delete(request)
    return found === undefined ? Effect.void : Effect.asVoid(how(found))
  }
  const fail = (request: number, told: Told) =>
    settle(request, Deferred.fail(new Busy({ reason: { _tag: "Failed", told } })))
  const answer = (request: number, value: A) => settle(request, Deferred.succeed(value))
  const each = (how: (request: number) => Effect.Effect<void>) =>
    Effect.suspend(() => Effect.forEach([...waiting.keys()], how, { discard: true }))
  return {
    ask: Effect.fnUntraced(function*(send: (request: number) => Effect.Effect<void>) {
      const request = next(), answered = yield* Deferred.make<A, Busy>()
      waiting.set(request, answered)
      yield* send(request)
      return yield* Deferred.await(answered).pipe(
        Effect.timeoutOrElse({
          duration: `${PATIENCE} seconds`,
          orElse: () => new Busy({ reason: { _tag: "Late", seconds: PATIENCE } })
        }),
        Effect.ensuring(Effect.sync(() => waiting.delete(request)))
      )
    }),
    answer,
    answerAll: (value) => each((request) => answer(request, value)),
    fail,
    failAll: (told) => each((request) => fail(request, told))
  }
}
