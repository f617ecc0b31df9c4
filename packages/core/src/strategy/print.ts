/**
 * A strategy as text and as JSON.
 */
import type { Column } from "../Columns.ts"
import * as Condition from "../Condition.ts"
import * as Spec from "../Spec.ts"
import type * as Stage from "../Stage.ts"
import type { Node, Strategy } from "./node.ts"

type AnyStrategy = Strategy<Column, unknown>

/** The JSON form: a recipe by name and options, a pipeline, or a combination. */
export type Json =
  | { readonly recipe: Spec.Spec }
  | { readonly pipeline: ReadonlyArray<Spec.Spec> }
  | { readonly mix: ReadonlyArray<{ readonly weight: number; readonly strategy: Json }> }
  | { readonly switch: { readonly condition: string; readonly whenTrue: Json; readonly whenFalse: Json } }
  | { readonly orElse: readonly [Json, Json] }
  | { readonly subsample: { readonly size: number; readonly strategy: Json } }
  | { readonly perGroup: { readonly column: string; readonly strategy: Json } }
  | { readonly atMostPer: { readonly column: string; readonly most: number | string; readonly strategy: Json } }

/** A step as text; one that asks strategies with these written `into` text. */
const printStep = ({ inner, spec }: Stage.Step<unknown>, into: (self: AnyStrategy) => string): string =>
  Spec.print(inner === undefined ? spec : Spec.withOption(spec, "strategies", inner.map(into)))

const specsOf = (node: Extract<Node<unknown>, { readonly _tag: "Pipeline" }>): ReadonlyArray<Spec.Spec> => [
  ...node.steps.map((step) => step.spec),
  node.select.spec
]

const printNode = (node: Node<unknown>, into: (self: AnyStrategy) => string): string => {
  switch (node._tag) {
    case "Pipeline":
      return [...node.steps.map((step) => printStep(step, into)), Spec.print(node.select.spec)].join(" | ")
    case "Mix":
      return `mix(${node.parts.map(({ strategy, weight }) => `${weight}: ${into(strategy)}`).join(", ")})`
    case "Switch":
      return `switch(${Condition.print(node.condition)}, ${into(node.whenTrue)}, ${into(node.whenFalse)})`
    case "OrElse":
      return `orElse(${into(node.first)}, ${into(node.second)})`
    case "Subsample":
      return `subsample(${node.size}, ${into(node.strategy)})`
    case "PerGroup":
      return `per-group(${Spec.printValue(node.column)}, ${into(node.strategy)})`
    case "AtMostPer":
      return `at-most-per(${Spec.printValue(node.column)}, ${node.most}, ${into(node.strategy)})`
  }
}

/** The text of a strategy, recipes by name: `mix(0.7: supclust, 0.3: random)`. It can be read back. */
export const text = (self: AnyStrategy): string =>
  self.recipe === undefined ? printNode(self.node, text) : Spec.print(self.recipe)

/** The text with every recipe written out as its pipeline. It can be read back, and picks the same items. */
export const expanded = (self: AnyStrategy): string => printNode(self.node, expanded)

/** The names that nobody gave. */
const unnamed = new Set(["pipeline", "mix", "switch", "orElse", "subsample", "per-group", "at-most-per"])

/** What to call a strategy in a trace: its name if it was given one, else its text. */
export const title = (self: AnyStrategy): string =>
  unnamed.has(self.name) || self.name === self.recipe?.name ? text(self) : self.name

/** The JSON form of a strategy; it can be read back. */
export const json = (self: AnyStrategy): Json => {
  if (self.recipe !== undefined) return { recipe: Spec.toJson(self.recipe) }
  const node = self.node
  switch (node._tag) {
    case "Pipeline":
      return { pipeline: specsOf(node).map(Spec.toJson) }
    case "Mix":
      return { mix: node.parts.map(({ strategy, weight }) => ({ weight, strategy: json(strategy) })) }
    case "Switch":
      return {
        switch: {
          condition: Condition.print(node.condition),
          whenTrue: json(node.whenTrue),
          whenFalse: json(node.whenFalse)
        }
      }
    case "OrElse":
      return { orElse: [json(node.first), json(node.second)] }
    case "Subsample":
      return { subsample: { size: node.size, strategy: json(node.strategy) } }
    case "PerGroup":
      return { perGroup: { column: node.column, strategy: json(node.strategy) } }
    case "AtMostPer":
      return { atMostPer: { column: node.column, most: node.most, strategy: json(node.strategy) } }
  }
}
