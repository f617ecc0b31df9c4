/**
 * What plugins import: the library and effect of this very command, wherever the plugin lies and whatever is installed
 * beside it, so that the parts of both fit together.
 */
import * as Effect from "effect/Effect"
import { registerHooks } from "node:module"

const ours = /^(?:@marginalia\/(?:core|strategies|datasets|models|experiments)|effect)(?:\/|$)/

let registered = false

const register = (): void => {
  if (registered) return
  registered = true
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, ours.test(specifier) ? { ...context, parentURL: import.meta.url } : context)
  })
}

/** From now on imports of the library and of effect find ours. */
export const resolveToOurs: Effect.Effect<void> = Effect.sync(register)
