/**
 * What plugins import: the library and effect of this very command, wherever the plugin lies and whatever is installed
 * beside it, so that the parts of both fit together.
 */
import * as Effect from "effect/Effect"
import { registerHooks } from "node:module"

const ours = /^(?:@marginalia\/(?:core|strategies|datasets|models)|effect)(?:\/|$)/

const own = /^@marginalia\/experiments(?:\/(.+))?$/

/** A module of this very package, which lies beside this one. */
const beside = (name = "index"): string =>
  new URL(`../${name}${/\.\w+$/.exec(import.meta.url)![0]}`, import.meta.url).href

let registered = false

const register = (): void => {
  if (registered) return
  registered = true
  registerHooks({
    resolve: (specifier, context, next) => {
      const mine = own.exec(specifier)
      if (mine !== null) return next(beside(mine[1]), context)
      return next(specifier, ours.test(specifier) ? { ...context, parentURL: import.meta.url } : context)
    }
  })
}

/** From now on imports of the library and of effect find ours. */
export const resolveToOurs: Effect.Effect<void> = Effect.sync(register)
