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

const bodies = new Map<string, Definition>()

/** From now on a network of this name can be built in this process; a later one takes the place of an earlier one. */
export const declareBody = (name: string, definition: Definition): void => {
  bodies.set(name, definition)
}

/**
 * The body of a network that someone defined. Throws a `RangeError` where nobody has in this process, and `InvalidOptions`
 * for options that it does not take.
 */
export const customBody = ({ name, options }: Extract<Network, { readonly kind: "own" }>, input: InputShape) => {
  const found = bodies.get(name)
  if (found !== undefined) return found.body(Options.decode(name, found.options, options) as never, input)
  throw new RangeError(`the network ${name} is not known here; it is a plugin's, so name that`)
}
