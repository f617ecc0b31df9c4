/** Sliders and choices for the options of a strategy, from their Schemas. */
import { Options, type Part, Registry, type Spec, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type { Control } from "./protocol.ts"

interface Check {
  readonly annotations?: {
    readonly arbitraryConstraint?: { readonly minimum?: number; readonly maximum?: number; readonly number?: string }
  }
}

/** As much of a Schema's tree as is looked at. */
interface Ast {
  readonly _tag: string
  readonly checks?: ReadonlyArray<Check>
  readonly types?: ReadonlyArray<Ast>
  readonly literal?: unknown
}

const literals = ({ types = [] }: Ast): ReadonlyArray<string> | undefined => {
  const all = types.map(({ _tag, literal }) => _tag === "Literal" && typeof literal === "string" ? literal : undefined)
  return all.length > 0 && all.every((one) => one !== undefined) ? all as ReadonlyArray<string> : undefined
}

const numberIn = (ast: Ast): Ast | undefined =>
  ast._tag === "Number" ? ast : ast.types?.find(({ _tag }) => _tag === "Number")

/** A range around a number: up to four times as far, within what the Schema allows. */
const range = ({ checks = [] }: Ast, value: number): Control["kind"] => {
  const bounds = checks.map(({ annotations }) => annotations?.arbitraryConstraint ?? {})
  const whole = bounds.some(({ number }) => number === "integer")
  const least = Math.max(-Infinity, ...bounds.map(({ minimum = -Infinity }) => minimum))
  const most = Math.min(Infinity, ...bounds.map(({ maximum = Infinity }) => maximum))
  const far = Math.max(whole ? 8 : 1, Math.abs(value) * 4), step = whole ? 1 : far / 100
  return {
    _tag: "Number",
    least: whole ? Math.max(least + (least === 0 ? 1 : 0), -far) : Math.max(least + (least === 0 ? step : 0), -far),
    most: Math.min(most, far),
    step
  }
}

const kindOf = (ast: Ast, value: unknown): Control["kind"] | undefined => {
  if (typeof value === "boolean") return { _tag: "Switch" }
  const among = literals(ast)
  if (typeof value === "string") return among === undefined ? undefined : { _tag: "Choice", among }
  const number = numberIn(ast)
  return typeof value === "number" && number !== undefined ? range(number, value) : undefined
}

const partOf = (registry: Registry.Registry, name: string): Part.Part | undefined =>
  Registry.all(registry).find((part) => part.name === name)

/** The parts of a strategy that stand side by side in its text: a recipe, or the steps of a pipeline. */
const partsOf = (strategy: Strategy.Any): ReadonlyArray<Spec.Spec> => {
  const json = Strategy.json(strategy)
  return "recipe" in json ? [json.recipe] : "pipeline" in json ? json.pipeline : []
}

/** A control for each option whose value is a number, one of some words, or true or false. */
export const controlsOf = (strategy: Strategy.Any, registry: Registry.Registry): ReadonlyArray<Control> =>
  partsOf(strategy).flatMap((spec, at) => {
    const part = partOf(registry, spec.name)
    if (part === undefined) return []
    return Object.entries(part.options.fields).flatMap(([option, field]): ReadonlyArray<Control> => {
      const value = spec.options[option], kind = kindOf(field.ast as unknown as Ast, value)
      if (kind === undefined) return []
      return [{ part: at, of: spec.name, option, about: Options.description(field), value: value as number, kind }]
    })
  })

/** The same strategy with another value of an option. Throws what the option's Schema refuses. */
export const edited = (
  strategy: Strategy.Any,
  registry: Registry.Registry,
  { option, part, value }: { readonly part: number; readonly option: string; readonly value: number | string | boolean }
): string => {
  const parts = partsOf(strategy).map((spec, at) => {
    if (at !== part) return spec
    return { name: spec.name, options: { ...spec.options, [option]: value } }
  })
  const json = "recipe" in Strategy.json(strategy) ? { recipe: parts[0]! } : { pipeline: parts }
  return Strategy.text(Effect.runSync(Strategy.readJson(json, registry)))
}
