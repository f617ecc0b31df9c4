/**
 * Whether items can be embedded, looked at before they are read: reading thousands of images takes minutes.
 */
import { Named } from "@marginalia/core"
import { encoders } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import { library } from "../engine/library.ts"
import type { Embedding } from "../unit.ts"

/**
 * Looks at what an encoder that is named needs: its package, its model. Fails with `EncoderError` where it is not here, and with
 * `InvalidName` or `InvalidOptions` where nothing has the name. Says nothing of other embeddings.
 */
export const lookAhead = Effect.fn("lookAhead")(function*(embedding: Embedding) {
  if (embedding.kind !== "encoder") return
  const { value: plan } = yield* Named.read(encoders, embedding.text, library())
  yield* plan.look ?? Effect.void
})
