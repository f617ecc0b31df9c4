/** Whether something makes room for the event loop. */
import * as Effect from "effect/Effect"

/** How often the event loop turns while an effect runs, at least: once for each time that it gives way. */
export const turnsOf = async <A, E>(effect: Effect.Effect<A, E>): Promise<number> => {
  let [turns, running] = [0, true]
  const count = (): void => {
    turns++
    if (running) setImmediate(count)
  }
  setImmediate(count)
  await Effect.runPromise(effect)
  running = false
  return turns
}
