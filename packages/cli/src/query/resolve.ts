/**
 * What plugins import: the library and effect of this very command, wherever the plugin lies and whatever is installed
 * beside it, so that the parts of both fit together.
 */
import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { registerHooks } from "node:module"

const ours = /^(?:@marginalia\/(?:core|strategies)|effect)(?:\/|$)/

/** In the bundle the library has no files of its own, but for these. */
const bundled = (specifier: string): URL | undefined => {
  const name = /^@marginalia\/(core|strategies)$/.exec(specifier)?.[1]
  const url = name === undefined ? undefined : new URL(`library-${name}.js`, import.meta.url)
  return url !== undefined && existsSync(url) ? url : undefined
}

let registered = false

const register = (): void => {
  if (registered) return
  registered = true
  registerHooks({
    resolve: (specifier, context, next) => {
      if (!ours.test(specifier)) return next(specifier, context)
      const url = bundled(specifier)
      return url === undefined
        ? next(specifier, { ...context, parentURL: import.meta.url })
        : { url: url.href, shortCircuit: true }
    }
  })
}

/** From now on imports of the library and of effect find ours. */
export const resolveToOurs: Effect.Effect<void> = Effect.sync(register)
