/**
 * What `--encoder` says.
 */
import { type InvalidOptions, Nearest, Options } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Call, readCall } from "../call.ts"
import { UsageProblem } from "../errors.ts"

const Count = Schema.Int.check(Schema.isGreaterThan(0))

const PcaOptions = Schema.Struct({ components: Options.field(Count, 64, "how many components") })

/** An encoder as it was asked for. */
export type EncoderSpec =
  | { readonly kind: "raw" }
  | { readonly kind: "standardize" }
  | { readonly kind: "pca"; readonly components: number }
  | { readonly kind: "model"; readonly path: string }

const names = ["raw", "standardize", "pca", "model:"]

const byPath = /^(model):\s*(.*)$/s

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
    if (path !== "") return { kind: "model", path } satisfies EncoderSpec as EncoderSpec
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
    default: {
      const hint = `use raw, standardize, pca(64) or model:FOLDER.`
      const problem = `there is no encoder "${call.name}"`
      return yield* new UsageProblem({ problem, hint: hint + Nearest.hint(call.name, names) })
    }
  }
})
