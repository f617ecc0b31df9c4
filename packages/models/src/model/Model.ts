/** A network with weights. It lives as long as its scope. */
import * as Rng from "@marginalia/core/Rng"
import type { Normalization } from "@marginalia/datasets/normalization"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Built } from "../network/build.ts"
import { initialize } from "../network/initialize.ts"
import type { Mode, Run } from "../network/layer/Layer.ts"

/** A network with its weights, which lives as long as its scope. `weights` hold what training or loading put there. */
export interface Model {
  /** The network. */
  readonly built: Built
  readonly weights: Map<string, tf.Tensor>
  /** What its training items were normalized by; items to predict on are normalized the same way. */
  readonly normalization: Normalization | undefined
}

const dispose = (weights: ReadonlyMap<string, tf.Tensor>): void => tf.dispose([...weights.values()])

/** A model whose weights are freed when the scope closes. */
export const scoped = (
  built: Built,
  normalization: Normalization | undefined,
  weights: () => Map<string, tf.Tensor>
): Effect.Effect<Model, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => ({ built, normalization, weights: weights() })),
    (model) => Effect.sync(() => dispose(model.weights))
  )

/** A model with weights drawn from a key. */
export const fresh = (built: Built, normalization: Normalization | undefined, key: Rng.Key) =>
  scoped(built, normalization, () => initialize(built.weights, key))

/** What the layers work with for one batch. */
export const runOf = (model: Model, mode: Mode, key: Rng.Key = Rng.fromSeed(0)): Run => ({
  mode,
  key,
  weights: model.weights,
  gradients: new Map(),
  updates: new Map()
})
