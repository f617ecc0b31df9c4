/**
 * Room for the event loop between pieces of work, however many queries are at work on this thread: between two of its turns
 * all of them together do about one budget of work. Fibers that merely yield would each do a budget in the same turn.
 */
import * as Effect from "effect/Effect"
import * as Scheduler from "effect/Scheduler"
import { BUDGET } from "./settings.ts"
import type { Variant } from "./variant.ts"

/** Work in this turn, as a part of the budget, counted over all fibers of this thread: tiny calls do not pay for a yield each. */
let spent = 0

/** Those that wait for a turn, the longest waiting first. */
const waiting = new Set<() => void>()

const { setImmediate: soon } = new Scheduler.MixedScheduler()

/** Whether a turn is on its way: there is never more than one, or two would do a budget each. */
let due = false

const schedule = (): void => {
  if (due || waiting.size === 0) return
  due = true
  soon(turn)
}

/** Lets one go on; the event loop turns before the next. */
const turn = (): void => {
  due = false
  const [next] = waiting
  if (next === undefined) return
  waiting.delete(next)
  spent = 0
  schedule()
  next()
}

const ownTurn = Effect.callback<void>((resume) => {
  const go = (): void => resume(Effect.void)
  waiting.add(go)
  schedule()
  return Effect.sync(() => waiting.delete(go))
})

/** Lets the event loop turn, after a piece of work that took its time. A synchronous run cannot wait for it. */
export const giveWay: Effect.Effect<void> = Effect.flatMap(Scheduler.Scheduler, ({ executionMode }) => {
  if (executionMode === "async") return ownTurn
  spent = 0
  return Effect.yieldNow
})

/** Counts work that is about to be done on this thread (or was), and waits for a turn where it no longer fits into this one. */
export const breathe = (variant: Variant, cost: number): Effect.Effect<void> => {
  const share = cost / BUDGET[variant]
  if (spent + share <= 1) {
    spent += share
    return Effect.void
  }
  return Effect.map(giveWay, () => {
    spent += share
  })
}
