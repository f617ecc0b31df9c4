/**
 * Before anything runs: is every column that the strategy will need at hand, or can a service supply it?
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import * as Condition from "../Condition.ts"
import { MissingColumn } from "../Errors.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import * as Suppliers from "../Suppliers.ts"
import { BY_CLASS } from "./groups.ts"
import type { Node, Strategy } from "./node.ts"
import { title } from "./print.ts"
import { pipelineNeeds } from "./walk.ts"

type Pipeline = Extract<Node<unknown>, { readonly _tag: "Pipeline" }>

/** The part of a pipeline that first asks for a column. */
const asker = (node: Pipeline, column: Column, given: ReadonlySet<Column>): string => {
  const step = node.steps.find((step) => step.needs.includes(column) && !Stage.isGiven(step, given))
  return Spec.print(step?.spec ?? node.select.spec)
}

/** The columns a pipeline needs that are not given, each with the part that asks for it. */
export const missing = (node: Pipeline, given: ReadonlySet<Column>): ReadonlyArray<readonly [Column, string]> =>
  Array.from(pipelineNeeds(node, given), (column) => [column, asker(node, column, given)] as const)

const checkPipeline = Effect.fnUntraced(function*(name: string, node: Pipeline, given: ReadonlySet<Column>) {
  const lacking: Array<readonly [Column, string]> = []
  for (const pair of missing(node, given)) if (!(yield* Suppliers.isSupplied(pair[0]))) lacking.push(pair)
  const part = lacking[0]?.[1]
  if (part === undefined) return
  const columns = lacking.filter((pair) => pair[1] === part).map(([column]) => column)
  return yield* new MissingColumn({ strategy: name, part, columns, supply: columns.map(Suppliers.supplyOf) })
})

/** A column of groups is never computed on the way: the query has it or not, but for the classes, which a model may say. */
const ungrouped = (column: Column, part: string, strategy: string): MissingColumn =>
  new MissingColumn({ strategy, part, columns: [column], supply: [Suppliers.supplyOf(column)] })

/**
 * Fails with {@link MissingColumn} when a branch that will be taken lacks a column. Of `switch` only the branch taken
 * is looked at; of `orElse` it is enough that one of the two can run.
 */
export const check = (
  self: Strategy<Column, unknown>,
  facts: Condition.Facts,
  given: ReadonlySet<Column>,
  name: string
): Effect.Effect<void, MissingColumn> => {
  const into = (strategy: Strategy<Column, unknown>) => check(strategy, facts, given, name)
  const node = self.node
  switch (node._tag) {
    case "Pipeline":
      return checkPipeline(name, node, given)
    case "Mix":
      return Effect.forEach(node.parts, (part) => into(part.strategy), { discard: true })
    case "Switch": {
      const holds = Condition.holds(node.condition, facts)
      return holds === undefined ? Effect.void : into(holds ? node.whenTrue : node.whenFalse)
    }
    case "OrElse":
      return Effect.catch(into(node.first), () => into(node.second))
    case "Subsample":
      return into(node.strategy)
    case "PerGroup":
    case "AtMostPer": {
      const missing = Effect.fail(ungrouped(node.column, title(self), name))
      if (given.has(node.column)) return into(node.strategy)
      if (node.column !== BY_CLASS) return missing
      return Effect.flatMap(Suppliers.isSupplied(BY_CLASS), (is) => is ? into(node.strategy) : missing)
    }
  }
}
