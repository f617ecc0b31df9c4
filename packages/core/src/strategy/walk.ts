/**
 * Going over a strategy's tree.
 */
import type { Column } from "../Columns.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import { fromNode, type Node, type Strategy } from "./node.ts"

type Pipeline<R> = Extract<Node<R>, { readonly _tag: "Pipeline" }>

/** The strategies directly below a combination. */
export const children = <R>(self: Strategy<Column, R>): ReadonlyArray<Strategy<Column, R>> => {
  const node = self.node
  switch (node._tag) {
    case "Pipeline":
      return []
    case "Mix":
      return node.parts.map((part) => part.strategy)
    case "Switch":
      return [node.whenTrue, node.whenFalse]
    case "OrElse":
      return [node.first, node.second]
    case "Subsample":
    case "PerGroup":
    case "AtMostPer":
      return [node.strategy]
  }
}

const isSpec = (value: Spec.OptionValue): value is Spec.Spec =>
  typeof value === "object" && !Array.isArray(value) && "name" in value

const specsIn = (value: Spec.OptionValue): ReadonlyArray<Spec.Spec> => {
  if (Array.isArray(value)) return (value as ReadonlyArray<Spec.OptionValue>).flatMap(specsIn)
  return isSpec(value) ? [value, ...Object.values(value.options).flatMap(specsIn)] : []
}

/** The parts of a step: itself, the scores among its options, and the parts of the strategies that it asks. */
const specsOfStep = <R>({ inner = [], spec }: Stage.Step<R>): ReadonlyArray<Spec.Spec> => [
  ...specsIn(spec),
  ...inner.flatMap(specs)
]

/**
 * Every part of the strategy `self` by name and options, with recipes written out: stages and selectors, and the scores among
 * their options, in the order of the text.
 */
export const specs = <R>(self: Strategy<Column, R>): ReadonlyArray<Spec.Spec> => {
  const node = self.node
  return node._tag === "Pipeline"
    ? [...node.steps.flatMap(specsOfStep), ...specsIn(node.select.spec)]
    : children(self).flatMap(specs)
}

/** The columns that a pipeline needs from outside, when some are given already, in the order of first need. */
export const pipelineNeeds = (node: Pipeline<unknown>, given: ReadonlySet<Column>): ReadonlySet<Column> => {
  const needed = Stage.needsOf(node.steps, given)
  const known = new Set([...given, ...node.steps.flatMap((step) => step.adds)])
  for (const column of node.select.needs) if (!known.has(column)) needed.add(column)
  return needed
}

/**
 * The columns that a strategy needs from the query or a service, when the columns in `given` are there already (default
 * none): the needs of every branch.
 */
export const needs = (self: Strategy<Column, unknown>, given: ReadonlySet<Column> = new Set()): ReadonlySet<Column> => {
  const node = self.node
  if (node._tag === "Pipeline") return pipelineNeeds(node, given)
  const own = "column" in node && !given.has(node.column) ? [node.column] : []
  return new Set([...own, ...children(self).flatMap((child) => [...needs(child, given)])])
}

/** The columns by which a strategy groups items, those of `per-group` and `at-most-per`, in the order of the text, each once. */
export const groupedBy = (self: Strategy<Column, unknown>): ReadonlyArray<Column> => {
  const { node } = self, own = "column" in node ? [node.column] : []
  return [...new Set([...own, ...children(self).flatMap(groupedBy)])]
}

type Taking = Pick<Stage.Step<unknown>, "needs" | "spec" | "tiles">

/**
 * The parts of a strategy that take a column (`embedding`) whole: as texts, in the order of the pipelines, each once. Where there
 * are none, the column may stay in its file.
 */
export const takingWhole = (self: Strategy<Column, unknown>, column: Column): ReadonlyArray<string> => {
  const { node } = self
  const parts: ReadonlyArray<Taking> = node._tag === "Pipeline" ? [...node.steps, node.select] : []
  const own = parts.filter(({ needs, tiles = [] }) => needs.includes(column) && !tiles.includes(column))
  const grouped = "column" in node && node.column === column ? [node._tag] : []
  return [
    ...new Set([
      ...grouped,
      ...own.map(({ spec }) => Spec.print(spec)),
      ...children(self).flatMap((child) => takingWhole(child, column))
    ])
  ]
}

const defaultNames = {
  Pipeline: "pipeline",
  Mix: "mix",
  Switch: "switch",
  OrElse: "orElse",
  Subsample: "subsample",
  PerGroup: "per-group",
  AtMostPer: "at-most-per"
} as const

/** The same tree with every pipeline in it changed. It is no longer the recipe that it came from. */
export const mapPipelines = <R1, R2>(
  self: Strategy<Column, R1>,
  f: (node: Pipeline<R1>) => Pipeline<R2>
): Strategy<Column, R2> => {
  const into = (strategy: Strategy<Column, R1>) => mapPipelines(strategy, f)
  const node = ((node: Node<R1>): Node<R2> => {
    switch (node._tag) {
      case "Pipeline":
        return f(node)
      case "Mix":
        return { ...node, parts: node.parts.map((part) => ({ ...part, strategy: into(part.strategy) })) }
      case "Switch":
        return { ...node, whenTrue: into(node.whenTrue), whenFalse: into(node.whenFalse) }
      case "OrElse":
        return { ...node, first: into(node.first), second: into(node.second) }
      case "Subsample":
      case "PerGroup":
      case "AtMostPer":
        return { ...node, strategy: into(node.strategy) }
    }
  })(self.node)
  return fromNode(defaultNames[node._tag], node)
}
