/**
 * How far a long step has come.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** `done` of `total` units of a step's work. */
export interface Event {
  readonly step: string
  readonly done: number
  readonly total: number
}

/**
 * Where progress is reported to; by default nowhere. Provide your own to draw a bar. The step waits for the report, which may
 * ask the same pool again, as an effect or as a promise: while it takes its time, others may work in the memory that the step
 * counted on.
 */
export const Progress = Context.Reference<{ readonly report: (event: Event) => Effect.Effect<void> }>(
  "@marginalia/core/Progress",
  { defaultValue: () => ({ report: () => Effect.void }) }
)
