/**
 * What plugins import: the library and effect of this very command, wherever the plugin lies and whatever is installed
 * beside it, so that the parts of both fit together.
 */
import * as Effect from "effect/Effect"
import * as nodeModule from "node:module"

const ours = /^(?:@marginalia\/(?:core|strategies|datasets|models|experiments)|effect)(?:\/|$)/

/** The tfjs of models, of which there has to be one: a backend registers with the one that computes. */
const tfjs = /^@tensorflow\/tfjs-(?:core|backend-cpu|backend-wasm)(?:\/|$)/

const models = import.meta.resolve("@marginalia/models/training")

const parentOf = (specifier: string): string | undefined => {
  if (tfjs.test(specifier)) return models
  return ours.test(specifier) ? import.meta.url : undefined
}

let registered = false

/** Bun has none: imported by its name, it would keep this whole library from being loaded there. */
const { registerHooks }: { readonly registerHooks?: typeof nodeModule.registerHooks } = nodeModule

const register = (): void => {
  if (registered) return
  registered = true
  registerHooks?.({
    resolve: (specifier, context, next) => {
      const parentURL = parentOf(specifier)
      return next(specifier, parentURL === undefined ? context : { ...context, parentURL })
    }
  })
}

/** From now on imports of the library and of effect find ours; without hooks, what is installed beside the plugin. */
export const resolveToOurs: Effect.Effect<void> = Effect.sync(register)
