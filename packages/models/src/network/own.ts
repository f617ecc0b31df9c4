/** The bodies of networks that were defined elsewhere, by name. */
import * as Options from "@marginalia/core/Options"
import type { InputShape } from "@marginalia/datasets/items"
import type { Layer } from "./layer/Layer.ts"
import type { Network } from "./spec.ts"

/** The layers up to the features; undefined where these are the input itself. */
export type Body = (options: never, input: InputShape) => Layer | undefined

interface Definition {
  readonly options: Options.Options
  readonly body: Body
}

/** Where a network of one's own keeps how it is built. */
const bodyOf: unique symbol = Symbol.for("@marginalia/models/network/body")

const bodies = new Map<string, Definition>()

/** From now on a network of this name can be built in this process; a later one takes the place of an earlier one. */
export const declareBody = (name: string, definition: Definition): void => {
  bodies.set(name, definition)
}

/** Puts how it is built on what is known of a network. */
export const withBody = <P extends object>(part: P, definition: Definition): P =>
  Object.defineProperty(part, bodyOf, { value: definition })

/**
 * Networks that a plugin has defined, its `parts`, can be built in this process from now on, also where the plugin has
 * found another copy of this module.
 */
export const declareBodies = (parts: Iterable<{ readonly name: string; readonly [bodyOf]?: Definition }>): void => {
  for (const part of parts) {
    const definition = part[bodyOf]
    if (definition !== undefined) declareBody(part.name, definition)
  }
}

/**
 * The body of a network that someone defined. Throws a `RangeError` where nobody has in this process, and `InvalidOptions`
 * for options that it does not take.
 */
export const ownBody = ({ name, options }: Extract<Network, { readonly kind: "own" }>, input: InputShape) => {
  const found = bodies.get(name)
  if (found !== undefined) return found.body(Options.decode(name, found.options, options) as never, input)
  throw new RangeError(`the network ${name} is not known here; it is a plugin's, so name that`)
}
