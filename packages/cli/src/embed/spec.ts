/**
 * What `--encoder` says.
 */
import { type InvalidOptions, Nearest, Options } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Call, readCall } from "../call.ts"

const Count = Schema.Int.check(Schema.isGreaterThan(0))
const Positive = Schema.Finite.check(Schema.isGreaterThan(0))

const PcaOptions = Schema.Struct({ components: Options.field(Count, 64, "how many components") })

const SimclrOptions = Schema.Struct({
  epochs: Options.field(Count, 500, "how often it goes over the images"),
  width: Options.field(Count, 64, "channels of the ResNet's first stage"),
  depth: Options.field(Schema.Literals([18, 34]), 18, "the ResNet's depth"),
  stem: Options.field(Schema.Literals(["3x3", "3x3-pool", "7x7"]), "3x3", "how the ResNet begins"),
  batch: Options.field(Count, 512, "images a batch"),
  rate: Options.field(
    Schema.NullOr(Positive),
    null,
    "the learning rate at first; 0.4 for batches of 512, else in proportion"
  ),
  temperature: Options.field(Positive, 0.1, "of the loss"),
  projection: Options.field(Count, 128, "numbers of the projection"),
  flip: Options.field(Schema.Boolean, true, "whether views are mirrored")
})

/** What `simclr(…)` takes. */
export type Simclr = typeof SimclrOptions.Type

/** An encoder as it was asked for. */
export type EncoderSpec =
  | { readonly kind: "raw" }
  | { readonly kind: "standardize" }
  | { readonly kind: "pca"; readonly components: number }
  | { readonly kind: "simclr"; readonly options: Simclr }
  | { readonly kind: "model" | "fitted" | "onnx" | "transformers"; readonly path: string }

const names = ["raw", "standardize", "pca", "simclr", "model:", "fitted:", "onnx:", "transformers:"]

const byPath = /^(model|fitted|onnx|transformers):\s*(.*)$/s

const options = <S extends Options.Options>(
  { name, named, positional }: Call,
  schema: S,
  first?: string
): Effect.Effect<S["Type"], UsageProblem | InvalidOptions> =>
  Effect.suspend((): Effect.Effect<S["Type"], UsageProblem | InvalidOptions> => {
    if (positional.length > (first === undefined ? 0 : 1)) {
      const problem = `--encoder ${name} has a value without a name`
      return Effect.fail(new UsageProblem({ problem, hint: "write name=value" }))
    }
    const given = { ...Object.fromEntries(named), ...(positional.length === 1 && { [first!]: positional[0] }) }
    return Effect.try({ try: () => Options.decode(name, schema, given), catch: (error) => error as InvalidOptions })
  })

/** Reads `--encoder`. Fails with `UsageProblem` or `InvalidOptions`. */
export const readEncoderSpec = Effect.fnUntraced(function*(text: string) {
  const [, kind, path] = byPath.exec(text) ?? []
  if (kind !== undefined && path !== undefined) {
    if (path !== "") {
      return { kind: kind as "model" | "fitted" | "onnx" | "transformers", path } satisfies EncoderSpec as EncoderSpec
    }
    return yield* new UsageProblem({ problem: `--encoder ${text} names nothing`, hint: `write ${kind}:PATH` })
  }
  const call = yield* readCall("encoder", text)
  switch (call.name) {
    case "raw":
    case "standardize":
      yield* options(call, Schema.Struct({}))
      return { kind: call.name } satisfies EncoderSpec as EncoderSpec
    case "pca":
      return { kind: "pca", ...yield* options(call, PcaOptions, "components") } satisfies EncoderSpec as EncoderSpec
    case "simclr":
      return { kind: "simclr", options: yield* options(call, SimclrOptions) } satisfies EncoderSpec as EncoderSpec
    default: {
      const hint =
        `use raw, standardize, pca(64), simclr(…), model:FOLDER, fitted:FOLDER, onnx:FILE or transformers:MODEL.`
      const problem = `there is no encoder "${call.name}"`
      return yield* new UsageProblem({ problem, hint: hint + Nearest.hint(call.name, names) })
    }
  }
})
