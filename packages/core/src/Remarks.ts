/**
 * Facts that a part learns on its way and that belong into the trace: the recall of an approximate search, say.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Notes } from "./Frame.ts"

/** Numbers by name. */
type Numbers = { readonly [name: string]: number }

/** Who takes remarks down; nobody by default. The engine listens to every step. */
export const Remarks = Context.Reference<{
  readonly add: (notes: Notes) => Effect.Effect<void>
  readonly count: (numbers: Numbers) => Effect.Effect<void>
}>(
  "@marginalia/core/Remarks",
  { defaultValue: () => ({ add: () => Effect.void, count: () => Effect.void }) }
)

/**
 * Adds facts, `notes` by name, to the trace of the step that is running. A later remark of the same name replaces an
 * earlier one.
 */
export const add = (notes: Notes): Effect.Effect<void> => Effect.flatMap(Remarks, (remarks) => remarks.add(notes))

/**
 * Adds `numbers`, by name, to those that the step which is running has counted under the same names: how often it has read a file, say. The
 * trace tells their sum.
 */
export const count = (numbers: Numbers): Effect.Effect<void> =>
  Effect.flatMap(Remarks, (remarks) => remarks.count(numbers))

const sum = (taken: Notes, numbers: Numbers): Notes =>
  Object.fromEntries(
    Object.entries(numbers).map(([name, number]) => {
      const before = taken[name]
      return [name, typeof before === "number" ? before + number : number]
    })
  )

/** Runs an effect and takes down its remarks. */
export const collect = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<readonly [A, Notes], E, R> =>
  Effect.suspend(() => {
    let taken: Notes = {}
    const take = (notes: () => Notes) =>
      Effect.sync(() => {
        taken = { ...taken, ...notes() }
      })
    const listener = {
      add: (notes: Notes) => take(() => notes),
      count: (numbers: Numbers) => take(() => sum(taken, numbers))
    }
    return Effect.map(Effect.provideService(effect, Remarks, listener), (value) => [value, taken] as const)
  })
