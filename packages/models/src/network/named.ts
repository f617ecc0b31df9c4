/** Networks and heads by name: what `--network`, `--head`, an experiment's learner and a plugin speak of. */
import * as Named from "@marginalia/core/Named"
import * as Options from "@marginalia/core/Options"
import type { InputShape } from "@marginalia/datasets/items"
import * as Schema from "effect/Schema"
import { declareBody } from "./custom.ts"
import type { Layer } from "./layer/Layer.ts"
import { Head, type Network, network } from "./spec.ts"

/** Last layers that have names. */
export const heads: Named.Kind<Head> = Named.kind("head")

/** Networks that have names. */
export const networks: Named.Kind<Network> = Named.kind("network")

const Rate = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0), Schema.isLessThan(1))

/** The options that every network has. */
export const shared = {
  dropout: Options.field(Rate, 0, "the share of the features that is dropped before the last layer, in training"),
  head: Options.field(Options.named<Head, Head>(heads, Schema.toType(Head)), { kind: "learned" }, "the last layer")
}

/** What {@link defineNetwork} takes: see `Named.Definition`. */
export interface Definition<F extends Options.Fields> extends Omit<Named.Definition<F, Network>, "make"> {
  /** Options of its own, beside `dropout` and `head`. Their values must be plain data. */
  readonly options?: Schema.Struct<F>
  /** The layers up to the features, for items of a shape; undefined where these are the input itself. */
  readonly body: (options: Schema.Struct<F>["Type"], input: InputShape) => Layer | undefined
}

/**
 * Defines a network of one's own, which gets dropout and a head like any other: in a plugin, say. Models of it can be built,
 * saved and loaded wherever the definition has been imported.
 */
export const defineNetwork = <F extends Options.Fields = {}>(
  { body, name, options, positional, ...definition }: Definition<F>
): Named.Maker<F & typeof shared, Network> => {
  const own = (options ?? Options.none) as Options.Options
  declareBody(name, { options: own, body })
  return Named.define<Network, F & typeof shared>(networks, {
    ...definition,
    name,
    options: Schema.Struct({ ...own.fields, ...shared }) as Schema.Struct<F & typeof shared>,
    ...(positional !== undefined && { positional }),
    make: (given): Network => {
      const { dropout, head, ...rest } = given as { readonly dropout: number; readonly head: Head }
      return network({ kind: "own", name, options: rest as never, dropout, head })
    }
  })
}
