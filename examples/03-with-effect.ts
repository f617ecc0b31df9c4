/**
 * The same with Effect: typed errors, services, spans, interruption.
 *
 * The query holds no embedding, so the strategy asks an `Embedder`, and the type of the effect says so.
 *
 *     node examples/03-with-effect.ts
 */
import { Embedder, Query, Strategy } from "@marginalia/core"
import { loadDigits } from "@marginalia/datasets"
import { typiclust } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const { pool } = await loadDigits()

/** Here the pixels themselves; a network in real life. */
const pixels = Layer.succeed(Embedder, { embedding: Effect.succeed(pool) })

const program = Effect.gen(function*() {
  const query = yield* Query.make({ size: pool.rows, budget: 5, seed: 0 })
  const selection = yield* Strategy.run(typiclust(), query) // Effect<Selection, SelectionError, Embedder>
  for (const { candidates, step } of selection.trace) console.log(`${step}: ${candidates}`)
  return selection.ids
}).pipe(
  Effect.catchTag("InvalidQuery", ({ message }) => Effect.succeed([message]))
)

console.log((await Effect.runPromise(Effect.provide(program, pixels))).join(" "))
