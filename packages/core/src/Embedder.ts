/**
 * The port through which a strategy asks for embeddings that the query does not hold.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { PartFailed } from "./Errors.ts"
import type { Matrix } from "./Matrix.ts"

/** Embeds the pool: N × d, row `i` for the item at position `i`. */
export class Embedder extends Context.Service<Embedder, {
  readonly embedding: Effect.Effect<Matrix, PartFailed>
}>()("@marginalia/core/Embedder") {}
