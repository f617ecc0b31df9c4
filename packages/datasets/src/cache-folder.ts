/** Where large files lie that can be made again. */
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { variable } from "./variable.ts"

/** The folder: `MARGINALIA_CACHE`, else `$XDG_CACHE_HOME/marginalia`, else `~/.cache/marginalia`. */
export const cacheFolder = Effect.gen(function*() {
  const paths = yield* Path.Path
  const own = yield* variable("MARGINALIA_CACHE")
  if (own !== undefined) return own
  const base = (yield* variable("XDG_CACHE_HOME")) ?? paths.join((yield* variable("HOME")) ?? ".", ".cache")
  return paths.join(base, "marginalia")
})
