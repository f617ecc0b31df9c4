/** What a strategy does on a pool of the plane: its picks, and its score of every item. */
import { type Column, type Frame, type Query, Select, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { answer, questionOf } from "./ask.ts"
import type { Plane } from "./pools.ts"

/** Picks of each drawing. */
export const BUDGET = 5

/** A pool with what a strategy said. */
export interface Scene {
  readonly plane: Plane
  /** In the order of the picks. */
  readonly picks: ReadonlyArray<number>
  /** By position; NaN where the strategy gives none: what is labeled, or was filtered. */
  readonly scores: ReadonlyArray<number>
  /** Why it does nothing on this pool, where it refuses to. */
  readonly refusal?: string
}

type Heard = (evidence: ReadonlyArray<Frame.Evidence>) => void

const listening = <R>(select: Select.Select<Column, R>, heard: Heard): Select.Select<Column, R> =>
  Select.make({
    spec: select.spec,
    needs: select.needs,
    pick: (frame: Frame.Any) =>
      Effect.tap(select.pick(frame), ({ evidence = [] }) => Effect.sync(() => heard(evidence)))
  })

/** The same strategy, whose selectors tell what they ranked by. */
const overheard = (strategy: Strategy.Any, heard: Heard): Strategy.Any => {
  const { node } = strategy, inner = (one: Strategy.Any): Strategy.Any => overheard(one, heard)
  if (node._tag === "Pipeline") {
    return Strategy.fromNode(strategy.name, { ...node, select: listening(node.select, heard) })
  }
  if (node._tag === "Mix") {
    return Strategy.fromNode(strategy.name, {
      ...node,
      parts: node.parts.map((part) => ({ ...part, strategy: inner(part.strategy) }))
    })
  }
  if (node._tag === "Switch") {
    return Strategy.fromNode(strategy.name, {
      ...node,
      whenTrue: inner(node.whenTrue),
      whenFalse: inner(node.whenFalse)
    })
  }
  if (node._tag === "OrElse") {
    return Strategy.fromNode(strategy.name, { ...node, first: inner(node.first), second: inner(node.second) })
  }
  return Strategy.fromNode(strategy.name, { ...node, strategy: inner(node.strategy) })
}

/** The deciding score of each item, were it alone to choose from: for selectors that rank by no score of all. */
const alone = (strategy: Strategy.Any, input: Query.Input, { labeled, points }: Plane): ReadonlyArray<number> =>
  points.map((_, at) => {
    if (labeled.includes(at)) return Number.NaN
    const asked = answer(strategy, { ...input, candidates: [at], budget: 1 })
    return Result.isSuccess(asked) ? asked.success.scores[0] ?? Number.NaN : Number.NaN
  })

/**
 * Runs a strategy on a pool. The score of an item is the one that its selector ranked by, last; of a selector that ranks by what was picked
 * before (farthest first, say), the item's as a first pick.
 */
export const sceneOf = (strategy: Strategy.Any, plane: Plane): Scene => {
  const heard: Array<Frame.Evidence> = [], input = questionOf(plane, BUDGET)
  const asked = answer(overheard(strategy, (evidence) => heard.push(...evidence)), input)
  if (Result.isFailure(asked)) {
    return {
      plane,
      picks: [],
      scores: plane.points.map(() => Number.NaN),
      refusal: asked.failure
    }
  }
  const scores = heard.at(-1)?.values ?? alone(strategy, input, plane)
  return { plane, picks: [...asked.success.positions], scores: [...scores] }
}
