/**
 * Questions to the learner that are answered by their number.
 */
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"

/** The learner cannot say it now; `problem` says why, and what to do. */
export class Busy extends Data.TaggedError("Busy")<{ readonly problem: string }> {
  readonly exitCode = 2
  override get message(): string {
    return this.problem
  }
}

/** Questions that wait. */
export interface Requests<A> {
  /** Asks, and waits for the answer, at most half a minute. */
  readonly ask: (send: (request: number) => Effect.Effect<void>) => Effect.Effect<A, Busy>
  readonly answer: (request: number, value: A) => Effect.Effect<void>
  readonly answerAll: (value: A) => Effect.Effect<void>
  readonly fail: (request: number, problem: string) => Effect.Effect<void>
  readonly failAll: (problem: string) => Effect.Effect<void>
}

/** Nothing was asked yet. `next` numbers the questions. */
export const makeRequests = <A>(next: () => number): Requests<A> => {
  const waiting = new Map<number, Deferred.Deferred<A, Busy>>()
  const settle = (request: number, how: (one: Deferred.Deferred<A, Busy>) => Effect.Effect<unknown>) => {
    const found = waiting.get(request)
    waiting.delete(request)
    return found === undefined ? Effect.void : Effect.asVoid(how(found))
  }
  const fail = (request: number, problem: string) => settle(request, Deferred.fail(new Busy({ problem })))
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
          duration: "30 seconds",
          orElse: () => new Busy({ problem: "this takes long; ask again in a moment" })
        }),
        Effect.ensuring(Effect.sync(() => waiting.delete(request)))
      )
    }),
    answer,
    answerAll: (value) => each((request) => answer(request, value)),
    fail,
    failAll: (problem) => each((request) => fail(request, problem))
  }
}
