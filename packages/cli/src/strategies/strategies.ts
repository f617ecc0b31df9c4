/**
 * `marginalia strategies`: what there is to choose from.
 */
import { type Part, type Registry, Suggest } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { describeAll, describePart, type Doc } from "@marginalia/strategies/describe"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { printData } from "../terminal/print.ts"
import { listLines, nouns, pageLines } from "./page.ts"

/** What was asked for. */
export interface StrategiesInput {
  readonly name: Option.Option<string>
  readonly parts: boolean
  readonly format: "text" | "json"
  readonly plugin: ReadonlyArray<string>
}

const parts = ["stage", "score", "select"] as const

const kindsOf = (asked: boolean): ReadonlyArray<Part.Kind> => asked ? parts : ["strategy"]

const unknownName = (name: string, registry: Registry.Registry): UsageProblem => {
  const known = [...parts, "strategy" as const].flatMap((kind) => [...registry[kind].keys()])
  const problem = `there is no strategy and no part "${name}"`
  return new UsageProblem({
    problem,
    hint: `marginalia strategies lists them.${Suggest.hint(name, known)}`,
    ...Suggest.fault(name, known),
    reason: "Unknown"
  })
}

const find = (name: string, asked: boolean, registry: Registry.Registry): ReadonlyArray<Doc> => {
  const order: ReadonlyArray<Part.Kind> = asked ? [...parts, "strategy"] : ["strategy", ...parts]
  return order.flatMap((kind) => {
    const part = registry[kind].get(name)
    return part === undefined ? [] : [describePart(part)]
  })
}

const page = Effect.fnUntraced(
  function*(name: string, { format, parts }: StrategiesInput, registry: Registry.Registry) {
    const found = find(name, parts, registry)
    const [first, ...others] = found
    if (first === undefined) return yield* unknownName(name, registry)
    if (format === "json") return JSON.stringify(first, undefined, 2)
    const also = others.map((doc) => `There is also a ${nouns[doc.kind]} of this name.`)
    return [...pageLines(first), ...also.flatMap((line) => ["", line])].join("\n")
  }
)

const list = ({ format, parts }: StrategiesInput, registry: Registry.Registry): string => {
  const docs = describeAll(registry, kindsOf(parts))
  if (format === "json") return JSON.stringify(docs, undefined, 2)
  const tables = kindsOf(parts).map((kind) =>
    [...(parts ? [`${nouns[kind]}s`] : []), ...listLines(docs.filter((doc) => doc.kind === kind))].join("\n")
  )
  const more = parts ? "a part" : "one"
  return [...tables, `marginalia strategies NAME tells more of ${more}.`].join("\n\n")
}

/** Prints the list, or one page. */
export const strategies = Effect.fn("strategies")(function*(input: StrategiesInput) {
  const { registry } = yield* readRegistry(input.plugin)
  yield* printData(Option.isSome(input.name) ? yield* page(input.name.value, input, registry) : list(input, registry))
})
