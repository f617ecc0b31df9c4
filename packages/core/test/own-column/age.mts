/**
 * A column of one's own, declared from outside the package. A module of its own kind, so that it is compiled only where
 * `Columns.test.ts` asks for it: what it declares would be known everywhere else too.
 */
import { Query, Score, Select, selectSync, Spec, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"

declare module "@marginalia/core" {
  interface Columns {
    readonly age: Float64Array
  }
}

const oldest = Select.make({
  spec: Spec.make("oldest"),
  needs: ["age"],
  pick: ({ age, budget, candidates }) => {
    const positions = candidates.toSorted((a, b) => age[b]! - age[a]! || a - b).slice(0, budget)
    return Effect.succeed({ positions, scores: Float64Array.from(positions, (i) => age[i]!) })
  }
})

/** Needs the column. */
export const strategy: Strategy.Strategy<"age"> = Strategy.make(oldest)

/** Holds it. */
export const chosen = selectSync(strategy, { size: 3, age: Float64Array.of(3, 9, 5), budget: 2, seed: 0 }).ids

/** Does not: Property 'age' is missing in type '{ size: 3; budget: 2; seed: 0; }' */
export const forgotten = () =>
  // @ts-expect-error
  selectSync(strategy, { size: 3, budget: 2, seed: 0 })

/** Type 'string' is not assignable to type 'Float64Array'. */
export const mistyped = () =>
  // @ts-expect-error
  Query.makeUnsafe({ size: 3, age: "old", budget: 2, seed: 0 })

/** Type '"aeg"' is not assignable to type 'keyof Columns'. */
export const misspelt = () =>
  // @ts-expect-error
  Score.make({ spec: Spec.make("misspelt"), needs: ["aeg"], of: () => Effect.never })
