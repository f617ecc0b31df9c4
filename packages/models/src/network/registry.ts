/** The networks and the heads of this library: each of them an entry here. */
import * as Named from "@marginalia/core/Named"
import * as Options from "@marginalia/core/Options"
import * as Registry from "@marginalia/core/Registry"
import * as Schema from "effect/Schema"
import { heads, networks, shared } from "./named.ts"
import { network } from "./spec.ts"

const Count = Schema.Int.check(Schema.isGreaterThan(0))

/** A last layer whose weights are all learned. */
export const learned = Named.define(heads, {
  name: "learned",
  summary: "a linear layer, learned like the others",
  make: () => ({ kind: "learned" as const })
})

/** Fixed prototypes that lie as far from each other as they can. */
export const maxSeparation = Named.define(heads, {
  name: "max-separation",
  summary: "fixed prototypes, one a class, as far from each other as they can be",
  source: "Kasarla et al. 2022",
  options: Schema.Struct({
    radius: Options.field(Schema.Finite.check(Schema.isGreaterThan(0)), 1, "how long the prototypes are")
  }),
  positional: ["radius"],
  make: ({ radius }) => ({ kind: "max-separation" as const, radius })
})

/** One linear layer. */
export const linear = Named.define(networks, {
  name: "linear",
  summary: "one linear layer on the numbers",
  options: Schema.Struct(shared),
  make: (options) => network({ kind: "linear", ...options })
})

/** Linear layers with relu in between. */
export const mlp = Named.define(networks, {
  name: "mlp",
  summary: "linear layers with relu in between",
  options: Schema.Struct({
    hidden: Options.field(Schema.Array(Count), [256], "the widths of the hidden layers"),
    ...shared
  }),
  rest: "hidden",
  make: (options) => network({ kind: "mlp", ...options })
})

const resnet = <const D extends 18 | 34>(depth: D) =>
  Named.define(networks, {
    name: `resnet${depth}`,
    summary: `a ResNet-${depth} on images`,
    source: "He et al. 2016",
    options: Schema.Struct({
      stem: Options.field(
        Schema.Literals(["3x3", "3x3-pool", "7x7"]),
        "3x3",
        "how it begins: a 3 × 3 convolution without or with a pool after it, or the papers' 7 × 7"
      ),
      front: Options.field(
        Schema.Boolean,
        false,
        "whether a 1 × 1 convolution makes three channels of however many first"
      ),
      width: Options.field(Count, 64, "channels of the first stage"),
      ...shared
    }),
    make: (options) => network({ kind: "resnet", depth, ...options })
  })

/** A ResNet-18 on images (He et al. 2016): see `Resnet` for what its options mean. */
export const resnet18 = resnet(18)

/** A ResNet-34 on images (He et al. 2016): see `Resnet` for what its options mean. */
export const resnet34 = resnet(34)

/** What `--network` and `--head` may name. Merge your own into it with `Registry.merge`. */
export const registry: Registry.Registry = Registry.make([learned, maxSeparation, linear, mlp, resnet18, resnet34])
