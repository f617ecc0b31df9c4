/**
 * When the next request may be sent: at most so many a minute, and none while a server asks to wait.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** See the module. */
export interface Pace {
  /** Waits until a request may be sent. */
  readonly turn: Effect.Effect<void>
  /** Nothing is sent for so many milliseconds from now. */
  readonly hold: (milliseconds: number) => Effect.Effect<void>
}

/** A pace of at most `rate` requests a minute, evenly spaced; undefined: as fast as they come. */
export const makePace = (rate: number | undefined): Pace => {
  const gap = rate === undefined ? 0 : 60_000 / rate
  let next = 0, held = 0
  /** Takes the next place in the row, and says how long it is until then. */
  const place = Effect.map(Clock.currentTimeMillis, (now) => {
    const at = Math.max(now, next)
    next = at + gap
    return at - now
  })
  const left = Effect.map(Clock.currentTimeMillis, (now) => held - now)
  const turn = Effect.gen(function*() {
    const wait = yield* place
    if (wait > 0) yield* Effect.sleep(wait)
    for (let more = yield* left; more > 0; more = yield* left) yield* Effect.sleep(more)
  })
  const hold = (milliseconds: number) =>
    Effect.map(Clock.currentTimeMillis, (now) => void (held = Math.max(held, now + milliseconds)))
  return { turn, hold }
}
