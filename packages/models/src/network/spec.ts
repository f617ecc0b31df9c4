/** Networks as data: what `--network` and an experiment file say. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const withDefault = <T, E>(schema: Schema.Codec<T, E>, value: E) =>
  schema.pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

const Rate = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0), Schema.isLessThan(1))
const Count = Schema.Int.check(Schema.isGreaterThan(0))

/** C logits from a linear layer of its own. */
export const LearnedHead = Schema.Struct({ kind: Schema.Literal("learned") })

/**
 * C logits ρ Pᵀ Φ(x) over the fixed maximally separated prototypes P, with Φ(x) the C − 1 outputs of a linear layer,
 * not normalized (Kasarla et al. 2022). `radius` is ρ: 0.1 for MSAL on MNIST, 1 elsewhere.
 */
export const SeparatedHead = Schema.Struct({
  kind: Schema.Literal("max-separation"),
  radius: withDefault(Schema.Finite.check(Schema.isGreaterThan(0)), 1)
})

/** The last layer: learned, or fixed and maximally separated. */
export const Head = Schema.Union([LearnedHead, SeparatedHead])

/** See {@link Head}. */
export type Head = typeof Head.Type

const shared = {
  /** Before the last layer. */
  dropout: withDefault(Rate, 0),
  head: withDefault(Head, { kind: "learned" } as const)
}

/** One linear layer; with dropout, on its input. */
export const Linear = Schema.Struct({ kind: Schema.Literal("linear"), ...shared })

/** Linear layers with relu in between. `hidden`: the widths of the hidden ones. */
export const Mlp = Schema.Struct({
  kind: Schema.Literal("mlp"),
  hidden: withDefault(Schema.Array(Count), [256]),
  ...shared
})

/**
 * A ResNet (He et al. 2016). `stem`: a 3 × 3 convolution with or without the max-pool after it, or the 7 × 7 one with
 * it. `front`: a 1 × 1 convolution from however many channels to three before it. `width`: channels of the first
 * stage, 64 in the papers; less for small machines.
 */
export const Resnet = Schema.Struct({
  kind: Schema.Literal("resnet"),
  depth: withDefault(Schema.Literals([18, 34]), 18),
  stem: withDefault(Schema.Literals(["3x3", "3x3-pool", "7x7"]), "3x3"),
  front: withDefault(Schema.Boolean, false),
  width: withDefault(Count, 64),
  ...shared
})

/** A network of someone's own, by the name that `defineNetwork` gave it, with its options. */
export const Custom = Schema.Struct({
  kind: Schema.Literal("own"),
  name: Schema.String,
  options: Schema.Record(Schema.String, Schema.Json),
  ...shared
})

/** A network as data: what a flag, an experiment file and a saved model say. */
export const Network = Schema.Union([Linear, Mlp, Resnet, Custom])

/** A network, every option filled in. */
export type Network = typeof Network.Type

/** See {@link Resnet}. */
export type Resnet = typeof Resnet.Type

/**
 * A network from an `input` that may leave out options that have defaults. Throws a SchemaError that names what is
 * wrong.
 */
export const network = (input: typeof Network.Encoded): Network => Schema.decodeSync(Network)(input)
