/**
 * The port through which a strategy asks a trained classifier about the pool.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Factors } from "./Columns.ts"
import type { PartFailed } from "./Errors.ts"
import type { Matrix } from "./Matrix.ts"

/**
 * What a classifier says of the pool, without augmentation; N rows each.
 *
 * `probability` N × C; `passes` T stochastic passes of it; `feature` N × any width, the penultimate activations;
 * `projection` N × (C − 1) of a maximum-separation network; `gradient` the factors of BADGE's gradient embedding. A model of sets
 * of labels gives `labelProbability`, N × K, and one of numbers `estimate`, N × T, a column a pass or member; others leave both out.
 */
export class Classifier extends Context.Service<Classifier, {
  readonly probability: Effect.Effect<Matrix, PartFailed>
  readonly passes: Effect.Effect<ReadonlyArray<Matrix>, PartFailed>
  readonly feature: Effect.Effect<Matrix, PartFailed>
  readonly projection: Effect.Effect<Matrix, PartFailed>
  readonly gradient: Effect.Effect<Factors, PartFailed>
  readonly labelProbability?: Effect.Effect<Matrix, PartFailed>
  readonly estimate?: Effect.Effect<Matrix, PartFailed>
}>()("@marginalia/core/Classifier") {}
