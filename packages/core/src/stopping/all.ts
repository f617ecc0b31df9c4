/**
 * The criteria that have names. Tested in `Stopping.test.ts`.
 */
import type { Described } from "../Registry.ts"
import { budget, cost, overallUncertainty, targetAccuracy } from "./levels.ts"
import { classificationChange, deltaF, stabilizingPredictions } from "./predictions.ts"

/**
 * All criteria that have names: `Registry.make(Stopping.all)` reads them from a text.
 *
 * @example
 * ```ts
 * import { Named, Registry, Stopping } from "@marginalia/core"
 *
 * const { value } = Named.readUnsafe(Stopping.criteria, "stabilizing-predictions(rounds=2)", Registry.make(Stopping.all))
 * console.log(value.name) // => stabilizing-predictions(0.99, rounds=2)
 * ```
 */
export const all: ReadonlyArray<Described> = [
  classificationChange,
  overallUncertainty,
  stabilizingPredictions,
  deltaF,
  targetAccuracy,
  budget,
  cost
]
