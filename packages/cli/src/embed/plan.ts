/**
 * The encoder that `--encoder` names, with the options that flags of their own give.
 */
import { Named, Registry } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { type EncoderPlan, encoderRegistry, encoders } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { settingOf } from "../render.ts"
import type { EmbedInput } from "./flags.ts"

/** What decides about the encoder. */
export type Asked = Pick<EmbedInput, "encoder" | "plugin" | "preprocess" | "pooling" | "output">

/** The flags that stand for an option of the same name. */
const optional = ["preprocess", "pooling", "output"] as const

const anyOf = (names: ReadonlyArray<string>): string =>
  [names.slice(0, -1).join(", "), names.at(-1)].filter((part) => part !== "").join(" and ")

/** A flag that says nothing to this encoder is refused rather than passed over; `names` are the encoders that it is for. */
export const idle = (flag: string, encoder: string, names: ReadonlyArray<string>): UsageProblem =>
  new UsageProblem({
    problem: `--${flag} says nothing to ${encoder}`,
    hint: `it is for ${anyOf(names)}`,
    reason: "Idle",
    setting: settingOf(flag),
    value: encoder,
    allowed: names
  })

/** The encoders of this library, and those of plugins. */
export const readEncoders = Effect.fn("readEncoders")(function*(plugins: ReadonlyArray<string>) {
  return Registry.merge(encoderRegistry, (yield* readRegistry(plugins)).registry)
})

/** The encoders that a trait or an option belongs to. */
const having = (known: ReadonlyMap<string, Named.Named<EncoderPlan>>, option: string): ReadonlyArray<string> =>
  [...known.values()].filter(({ options }) => Object.hasOwn(options.fields, option)).map(({ name }) => name)

/**
 * Reads `--encoder`. Fails with `InvalidName` and `InvalidOptions`, as plugins do, and with `UsageProblem` for a flag that
 * is no option of the encoder.
 */
export const readPlan = Effect.fn("readPlan")(function*(asked: Asked) {
  const registry = yield* readEncoders(asked.plugin)
  const { spec, value } = yield* Named.read(encoders, asked.encoder, registry)
  const given = optional.flatMap((flag) => Option.toArray(asked[flag]).map((text) => [flag, text] as const))
  if (given.length === 0) return value
  const known = Named.all(registry, encoders), { fields } = known.get(spec.name)!.options
  const wrong = given.find(([flag]) => !Object.hasOwn(fields, flag))
  if (wrong !== undefined) return yield* idle(wrong[0], spec.name, having(known, wrong[0]))
  return (yield* Named.change(encoders, asked.encoder, Object.fromEntries(given), registry)).value
})
