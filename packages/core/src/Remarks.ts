/**
 * Facts that a part learns on its way and that belong into the trace: the recall of an approximate search, say.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Notes } from "./Frame.ts"

/** Who takes remarks down; nobody by default. The engine listens to every step. */
export const Remarks = Context.Reference<{ readonly add: (notes: Notes) => Effect.Effect<void> }>(
  "@marginalia/core/Remarks",
  { defaultValue: () => ({ add: () => Effect.void }) }
)

/**
 * Adds facts, `notes` by name, to the trace of the step that is running. A later remark of the same name replaces an
 * earlier one.
 */
export const add = (notes: Notes): Effect.Effect<void> => Effect.flatMap(Remarks, (remarks) => remarks.add(notes))

/** Runs an effect and takes down its remarks. */
export const collect = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<readonly [A, Notes], E, R> =>
  Effect.suspend(() => {
    let taken: Notes = {}
    const listener = {
      add: (notes: Notes) =>
        Effect.sync(() => {
          taken = { ...taken, ...notes }
        })
    }
    return Effect.map(Effect.provideService(effect, Remarks, listener), (value) => [value, taken] as const)
  })
