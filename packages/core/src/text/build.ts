/**
 * From a tree to a strategy, with a registry's parts.
 */
import type { Column } from "../Columns.ts"
import * as Condition from "../Condition.ts"
import { InvalidOptions, UnreadableStrategy } from "../Errors.ts"
import type { Kind, Part } from "../Part.ts"
import type { Made, Parts, Registry } from "../Registry.ts"
import * as Stage from "../Stage.ts"
import { atMostPer, type Most, perGroup } from "../strategy/by-group.ts"
import * as Strategy from "../strategy/combinators.ts"
import type { Any as AnyStrategy } from "../strategy/node.ts"
import * as Suggest from "../Suggest.ts"
import { parse } from "./parser.ts"
import type { Argument, Call, Combination, Pipeline, Value } from "./tree.ts"

/** The text and the parts that may stand in it. */
export interface Source {
  readonly text: string
  readonly registry: Registry
}

/** The names that there are, where one is none of them. */
interface Names {
  readonly allowed?: ReadonlyArray<string>
  readonly suggestion?: string | undefined
}

const fail = (source: Source, at: number, problem: string, names: Names = {}): never => {
  throw new UnreadableStrategy({ text: source.text, at, problem, ...names })
}

const nouns: { readonly [K in Kind]: string } = {
  stage: "stage",
  score: "score",
  select: "selector",
  strategy: "strategy"
}

const unknownName = (source: Source, call: Call, kinds: ReadonlyArray<Kind>): never => {
  const known = kinds.flatMap((kind) => [...source.registry[kind].keys()])
  const elsewhere = (Object.keys(nouns) as Array<Kind>).find((kind) => source.registry[kind].has(call.name))
  const wanted = kinds.map((kind) => nouns[kind]).join(" or ")
  const problem = elsewhere === undefined
    ? `there is no ${wanted} "${call.name}".${Suggest.hint(call.name, known)}`
    : `"${call.name}" is a ${nouns[elsewhere]}, and a ${wanted} is wanted here`
  return fail(source, call.at, problem, { allowed: known, suggestion: Suggest.nearest(call.name, known) })
}

const nameOf = (source: Source, part: Part, argument: Argument, index: number): string => {
  if (argument.name !== undefined) return argument.name
  const name = part.positional[index]
  const takes = part.positional.length === 0 ? "none" : part.positional.join(", ")
  return name ?? fail(source, argument.at, `${part.name} takes fewer arguments without a name (${takes})`)
}

const asCall = (value: Value): Call | undefined => {
  if (value._tag === "Call") return value
  if (value._tag === "List") return undefined
  return typeof value.value === "string" ? { _tag: "Call", name: value.value, args: [], at: value.at } : undefined
}

/** The strategies of a part in the JSON form, each its text. */
const strategiesOf = (source: Source, part: Part, value: Value): ReadonlyArray<AnyStrategy> =>
  (value._tag === "List" ? value.items : [value]).map((item) => {
    const text = item._tag === "Scalar" ? item.value : undefined
    if (typeof text !== "string") return fail(source, item.at, `${part.name} takes strategies, such as typiclust`)
    return build({ ...source, text }, parse(text))
  })

const valueOf = (source: Source, part: Part, name: string, value: Value): unknown => {
  if (part.scores.includes(name)) {
    const call = asCall(value) ?? fail(source, value.at, `${part.name}: ${name} takes a score, such as typicality`)
    return make(source, "score", call)
  }
  if (name === part.strategies) return strategiesOf(source, part, value)
  const what = value._tag === "List" ? "list" : "part"
  return value._tag === "Scalar" ? value.value : fail(source, value.at, `${part.name}: ${name} takes no ${what}`)
}

const options = (source: Source, part: Part, call: Call): { [option: string]: unknown } => {
  const { strategies } = part, listed = strategies === undefined ? [] : [strategies]
  const known = [...listed, ...part.scores, ...Object.keys(part.options.fields)]
  const given: { [option: string]: unknown } = {}
  const written = call.strategies ?? []
  if (written.length > 0) { for (const name of listed) given[name] = written.map((tree) => build(source, tree)) }
  call.args.forEach((argument, index) => {
    const name = nameOf(source, part, argument, index)
    if (!known.includes(name)) {
      const takes = known.length === 0 ? "It takes no options." : `It takes ${known.join(", ")}.`
      const problem = `${part.name} has no option "${name}".${Suggest.hint(name, known)} ${takes}`
      fail(source, argument.at, problem, { allowed: known, suggestion: Suggest.nearest(name, known) })
    }
    if (name in given) fail(source, argument.at, `"${name}" is given twice`)
    given[name] = valueOf(source, part, name, argument.value)
  })
  return given
}

const at = (part: Part, call: Call, path: string): number =>
  call.args.find((argument, index) => (argument.name ?? part.positional[index]) === path)?.at ?? call.at

const construct = <A>(source: Source, part: Part<A>, call: Call): A => {
  try {
    return part.make(options(source, part, call))
  } catch (error) {
    if (error instanceof InvalidOptions) return fail(source, at(part, call, error.path), error.message)
    throw error
  }
}

const make = <K extends Kind>(source: Source, kind: K, call: Call): Made[K] => {
  const parts: Parts = source.registry, part = parts[kind].get(call.name)
  return part === undefined ? unknownName(source, call, [kind]) : construct(source, part, call)
}

const last = (source: Source, part: Call | Combination, alone: boolean): AnyStrategy => {
  if (part._tag !== "Call") return combination(source, part)
  const { select, strategy } = source.registry
  if (strategy.has(part.name) && (alone || !select.has(part.name))) return make(source, "strategy", part)
  if (select.has(part.name)) return Strategy.make(make(source, "select", part))
  if (source.registry.stage.has(part.name)) {
    return fail(source, part.at, `"${part.name}" is a stage; a pipeline ends with a selector, such as top(margin)`)
  }
  return unknownName(source, part, ["strategy", "select"])
}

const combination = (source: Source, node: Combination): AnyStrategy => {
  try {
    return combined(source, node)
  } catch (error) {
    if (error instanceof InvalidOptions) return fail(source, within(node, error.path), error.message)
    throw error
  }
}

/** Where the refused option of a combination stands. */
const within = (node: Combination, path: string): number => {
  switch (node._tag) {
    case "Mix":
      return node.parts[Number(path.split(".")[1])]?.at ?? node.at
    case "Switch":
      return node.condition.at
    case "Subsample":
      return node.size.at
    case "PerGroup":
      return node.column.at
    case "AtMostPer":
      return path === "most" ? node.most.at : node.column.at
    case "OrElse":
      return node.at
  }
}

const combined = (source: Source, node: Combination): AnyStrategy => {
  switch (node._tag) {
    case "Mix":
      return Strategy.mix(...node.parts.map((part) => [part.weight, build(source, part.strategy)] as const))
    case "Switch": {
      const { at, value } = node.condition
      const condition = Condition.read(value) ??
        fail(source, at, `"${value}" is not one of labeled < n, labeled < n*classes, round < n`)
      return Strategy.switchWhen(condition, build(source, node.whenTrue), build(source, node.whenFalse))
    }
    case "OrElse":
      return Strategy.orElse(build(source, node.first), build(source, node.second))
    case "Subsample":
      return Strategy.subsample(node.size.value, build(source, node.strategy))
    case "PerGroup":
      return perGroup(node.column.value as Column, build(source, node.strategy))
    case "AtMostPer":
      return atMostPer(node.column.value as Column, node.most.value as Most, build(source, node.strategy))
  }
}

/** The strategy of a tree. Throws {@link UnreadableStrategy}, pointing at the character. */
export const build = (source: Source, tree: Pipeline): AnyStrategy => {
  const stages = tree.calls.map((call) => make(source, "stage", call))
  const end = last(source, tree.last, stages.length === 0)
  if (stages.length === 0) return end
  const stage = stages.reduce((all, next) => Stage.andThen(all, next))
  return Strategy.prepend(stage, end)
}
