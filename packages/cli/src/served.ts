/**
 * Commands that serve until they are stopped: Ctrl-C is how they end, and no failure.
 */
import { exit } from "@marginalia/experiments/exit-code"
import * as Effect from "effect/Effect"

let isServing = false

/** What an interrupted command ends with. */
export const interruptedCode = (): number => isServing ? exit.ok : exit.interrupted

/** Waits until the command is stopped; from here on, that is its end. */
export const served: Effect.Effect<never> = Effect.suspend(() => {
  isServing = true
  return Effect.never
})
