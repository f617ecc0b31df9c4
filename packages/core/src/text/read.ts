/**
 * Reading a strategy from its text or its JSON form.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { UnreadableStrategy } from "../Errors.ts"
import type { Registry } from "../Registry.ts"
import * as Spec from "../Spec.ts"
import type * as Strategy from "../strategy/node.ts"
import type { Json } from "../strategy/print.ts"
import { build } from "./build.ts"
import { excess } from "./excess.ts"
import { treeOf } from "./from-json.ts"
import { parse } from "./parser.ts"

const attempt = (make: () => Strategy.Any): Effect.Effect<Strategy.Any, UnreadableStrategy> =>
  Effect.try({
    try: make,
    catch: (error) => {
      if (error instanceof UnreadableStrategy) return error
      throw error
    }
  })

/** {@link read} a `text` with a `registry`, for callers without Effect: throws {@link UnreadableStrategy}. */
export const readUnsafe = (text: string, registry: Registry): Strategy.Any => build({ text, registry }, parse(text))

/**
 * The strategy of a `text` such as `normalize | kmeans(k=labeled+budget) | one-per-cluster(typicality)`, a recipe's
 * name, or `mix(0.7: supclust, 0.3: random)`, whose names are looked up in a `registry`.
 *
 * Fails with {@link UnreadableStrategy}, whose message points at the character and suggests the nearest name.
 *
 * @example
 * ```ts
 * import { Strategy } from "@marginalia/core"
 * import { registry } from "@marginalia/strategies"
 * import * as Effect from "effect/Effect"
 *
 * const text = "normalize | kmeans(k=labeled+budget) | one-per-cluster(typicality)"
 * const strategy = Effect.runSync(Strategy.read(text, registry))
 * console.log(Strategy.text(strategy)) // => normalize | kmeans(labeled+budget) | one-per-cluster(typicality)
 * const error = Effect.runSync(Effect.flip(Strategy.read("typiclusst", registry)))
 * console.log(error.problem.includes("typiclust")) // => true
 * ```
 */
export const read = (text: string, registry: Registry): Effect.Effect<Strategy.Any, UnreadableStrategy> =>
  attempt(() => readUnsafe(text, registry))

/** The Schema of a part's options as they are written. */
export const OptionsSchema: Schema.Codec<Spec.Spec["options"]> = Schema.Record(
  Schema.String,
  Schema.suspend((): Schema.Codec<Spec.OptionValue> => ValueSchema)
)

const ValueSchema: Schema.Codec<Spec.OptionValue> = Schema.Union([
  Schema.Number,
  Schema.String,
  Schema.Boolean,
  Schema.suspend((): Schema.Codec<Spec.Spec> => SpecSchema),
  Schema.Array(Schema.suspend((): Schema.Codec<Spec.OptionValue> => ValueSchema))
])

const SpecSchema: Schema.Codec<Spec.Spec> = Schema.Struct({ name: Schema.String, options: OptionsSchema })

const nested = Schema.suspend((): Schema.Codec<Json> => JsonSchema)

/** The Schema of a strategy's JSON form. */
export const JsonSchema: Schema.Codec<Json> = Schema.Union([
  Schema.Struct({ recipe: SpecSchema }),
  Schema.Struct({ pipeline: Schema.Array(SpecSchema) }),
  Schema.Struct({ mix: Schema.Array(Schema.Struct({ weight: Schema.Finite, strategy: nested })) }),
  Schema.Struct({ switch: Schema.Struct({ condition: Schema.String, whenTrue: nested, whenFalse: nested }) }),
  Schema.Struct({ orElse: Schema.Tuple([nested, nested]) }),
  Schema.Struct({ subsample: Schema.Struct({ size: Schema.Int, strategy: nested }) }),
  Schema.Struct({ perGroup: Schema.Struct({ column: Schema.String, strategy: nested }) }),
  Schema.Struct({
    atMostPer: Schema.Struct({
      column: Schema.String,
      most: Schema.Union([Schema.Number, Schema.String]),
      strategy: nested
    })
  })
])

/** The text of a JSON form, every option by name. */
export const textOf = (json: Json): string => {
  if ("recipe" in json) return Spec.print(json.recipe)
  if ("pipeline" in json) return json.pipeline.map(Spec.print).join(" | ")
  if ("mix" in json) return `mix(${json.mix.map((part) => `${part.weight}: ${textOf(part.strategy)}`).join(", ")})`
  if ("switch" in json) {
    const { condition, whenFalse, whenTrue } = json.switch
    return `switch(${condition}, ${textOf(whenTrue)}, ${textOf(whenFalse)})`
  }
  if ("orElse" in json) return `orElse(${textOf(json.orElse[0])}, ${textOf(json.orElse[1])})`
  if ("perGroup" in json) {
    return `per-group(${Spec.printValue(json.perGroup.column)}, ${textOf(json.perGroup.strategy)})`
  }
  if ("atMostPer" in json) {
    const { column, most, strategy } = json.atMostPer
    return `at-most-per(${Spec.printValue(column)}, ${most}, ${textOf(strategy)})`
  }
  return `subsample(${json.subsample.size}, ${textOf(json.subsample.strategy)})`
}

/** A form that is refused is printed, so that the message can point into something that people can read. */
const fromForm = (form: Json, registry: Registry): Effect.Effect<Strategy.Any, UnreadableStrategy> =>
  Effect.catch(
    attempt(() => build({ text: "", registry }, treeOf(form))),
    (error) => Effect.flatMap(read(textOf(form), registry), () => Effect.fail(error))
  )

/**
 * The strategy of a `json` form, whose names are looked up in a `registry`. Fails with {@link UnreadableStrategy}, also
 * when it is nested too deep or too large, or with a `SchemaError`.
 */
export const readJson = (
  json: unknown,
  registry: Registry
): Effect.Effect<Strategy.Any, UnreadableStrategy | Schema.SchemaError> => {
  const problem = excess(json)
  return problem === undefined
    ? Effect.flatMap(Schema.decodeUnknownEffect(JsonSchema)(json), (form) => fromForm(form, registry))
    : Effect.fail(new UnreadableStrategy({ text: "", at: 0, problem }))
}
