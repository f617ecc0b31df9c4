/** The encoders that there are, what each takes and what each is worth. Tested in packages/cli/test/encoders.test.ts. */
import * as Named from "@marginalia/core/Named"
import type * as Registry from "@marginalia/core/Registry"
import { importOptional } from "@marginalia/datasets/optional"
import * as Effect from "effect/Effect"
import { type Pretrained, pretrained } from "../pretrained/pretrained.ts"
import { measured } from "./measured.ts"
import { type EncoderPlan, encoders } from "./plan.ts"
import { registry as library } from "./registry.ts"

/** An encoder in the list. */
export interface ListedEncoder {
  /** Its name. */
  readonly name: string
  /** What it makes of items, in a line. */
  readonly summary: string
  /** The optional packages that it takes, and whether each is here; empty where it takes none. */
  readonly needs: ReadonlyArray<{ readonly package: string; readonly here: boolean }>
  /** By data set: the accuracy with 50 labels, and its standard error. */
  readonly fifty: { readonly [on: string]: { readonly mean: number; readonly error: number } }
}

/** A pretrained model in the list: an encoder once it was made ONNX of. */
export interface ListedPretrained extends ListedEncoder, Pick<Pretrained, "package" | "license" | "bytes"> {}

const needed: { readonly [name: string]: string } = {
  onnx: "onnxruntime-node",
  transformers: "@huggingface/transformers"
}

const isHere = (name: string): Effect.Effect<boolean> =>
  Effect.promise(() => importOptional(name).then(() => true, () => false))

const fiftyOf = (name: string): ListedEncoder["fifty"] =>
  Object.fromEntries(
    measured.filter(({ encoder }) => encoder === name).map(({ error, mean, on }) => [on, { mean, error }])
  )

const needsOf = Effect.fnUntraced(function*(name: string) {
  const from = needed[name]
  return from === undefined ? [] : [{ package: from, here: yield* isHere(from) }]
})

const entryOf = Effect.fnUntraced(function*({ name, summary }: Named.Named<EncoderPlan>) {
  return { name, summary, needs: yield* needsOf(name), fifty: fiftyOf(name) } satisfies ListedEncoder as ListedEncoder
})

const ofPretrained = Effect.fnUntraced(function*({ bytes, license, name, package: from, summary }: Pretrained) {
  const entry: ListedPretrained = {
    name,
    summary,
    needs: yield* needsOf("onnx"),
    fifty: fiftyOf(name),
    package: from,
    license,
    bytes
  }
  return entry
})

/**
 * The encoders that have names (`encoders`), those of a `registry` (default: this library's), each with what it takes and what it
 * is worth; and the `pretrained` models that a package registry carries, with the package, the license and the size of their weights,
 * which `convertPretrained` makes ONNX of.
 */
export const listEncoders = Effect.fn("listEncoders")(function*(registry: Registry.Registry = library) {
  const here = yield* Effect.forEach([...Named.all(registry, encoders).values()], entryOf)
  return { encoders: here, pretrained: yield* Effect.forEach(pretrained.values(), ofPretrained) }
})
