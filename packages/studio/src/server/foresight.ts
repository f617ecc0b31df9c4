/**
 * What further labels will bring, as it is known now: the learner is asked, so that the server does not wait for it.
 */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type { Busy } from "../learning/requests.ts"
import type { Future } from "../view/forecast.ts"
import type { Measured } from "./wire.ts"

/** See the functions. */
export interface Foresight {
  /** The last answer; another is asked for where the curve says more than it did then. */
  readonly of: (curve: Measured["curve"]) => Future
  /** Grows with each answer. */
  readonly version: () => number
}

/** Whether it was the same, or grew by a tenth at most: nothing follows from that. */
const isNear = (now: number, then: number): boolean => now >= then && now <= 1.1 * then

/**
 * Asks with `ask` when there are a tenth more models, or labels to measure with, than at the last; calls `told` when the answer is
 * another. A question that waits gives way to a newer one; one that has no answer is asked again with the next curve.
 */
export const makeForesight = Effect.fnUntraced(function*(
  ask: (curve: Measured["curve"]) => Effect.Effect<Future, Busy>,
  told: Effect.Effect<unknown>
) {
  const wanted = yield* Queue.sliding<Measured["curve"]>(1)
  let models = -1, labels = -1, version = 0
  let last: Future = { forecast: [], missing: null }
  const known = (future: Future): Effect.Effect<unknown> => {
    const isSame = JSON.stringify(future) === JSON.stringify(last)
    last = future
    if (isSame) return Effect.void
    version++
    return told
  }
  const failed = ({ message: problem }: Busy): Effect.Effect<unknown> => {
    models = -1
    // What is known stays; where nothing is, it is said why.
    return last.forecast.length > 0 ? Effect.void : known({ forecast: [], missing: problem })
  }
  yield* Effect.flatMap(
    Queue.take(wanted),
    (curve) => Effect.matchEffect(ask(curve), { onSuccess: known, onFailure: failed })
  )
    .pipe(Effect.forever, Effect.forkScoped)
  return {
    of: (curve) => {
      const of = curve.at(-1)?.of ?? 0
      if (isNear(curve.length, models) && isNear(of, labels)) return last
      models = curve.length
      labels = of
      Queue.offerUnsafe(wanted, curve)
      return last
    },
    version: () => version
  } satisfies Foresight as Foresight
})
