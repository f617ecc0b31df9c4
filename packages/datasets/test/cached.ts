/** A cache of a test's own. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { folderOf } from "./pictures.ts"

/** Work with a cache that goes away with it. */
export const cached = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.scoped(
    Effect.flatMap(folderOf({}), (root) =>
      effect.pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ MARGINALIA_CACHE: root })))))
  )
