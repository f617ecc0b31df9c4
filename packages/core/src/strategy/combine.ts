/**
 * Running a tree of strategies: quotas and interleaving of a mix, the branch of a switch, what falls to the second.
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import * as Condition from "../Condition.ts"
import * as Count from "../Count.ts"
import type { SelectionError } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import * as Rng from "../Rng.ts"
import { runAtMostPer, runPerGroup } from "./grouped.ts"
import { BY_CLASS } from "./groups.ts"
import type { Node, Strategy } from "./node.ts"
import { branded, concat, empty, note, type Outcome, weave } from "./outcome.ts"
import { run as runPipeline, withColumns } from "./pipeline.ts"
import * as print from "./print.ts"
import { carried } from "./quotas.ts"
import type { Surroundings } from "./surroundings.ts"

export { interleave } from "./outcome.ts"
export { quotas } from "./quotas.ts"

type Branch<R, T extends Node["_tag"]> = Extract<Node<R>, { readonly _tag: T }>
type Run<R> = Effect.Effect<Outcome, SelectionError, R>

/** The frame for a later strategy: what was picked is gone from the candidates. */
const after = (frame: Frame.Any, picks: Uint32Array, budget: number): Frame.Any => ({
  ...frame,
  candidates: Frame.without(frame.candidates, picks),
  picked: Frame.concat(frame.picked, picks),
  again: undefined,
  budget
})

/** What a part of a mix had in earlier rounds. */
const pastOf = (rounds: ReadonlyArray<ReadonlyArray<number>>, part: number): ReadonlyArray<number> =>
  rounds.slice(0, -1).map((quota) => quota[part]!)

const runMix = Effect.fnUntraced(function*<R>(
  node: Branch<R, "Mix">,
  frame: Frame.Any,
  around: Surroundings
): Effect.fn.Return<Outcome, SelectionError, R> {
  const rounds = carried(node.parts.map((part) => part.weight), [...around.past, frame.budget])
  const quota = rounds.at(-1)!
  const outcomes: Array<Outcome> = []
  let picks = new Uint32Array()
  for (const [i, { strategy, weight }] of node.parts.entries()) {
    const name = print.title(strategy)
    const start = { ...after(frame, picks, quota[i]!), key: Rng.derive(frame.key, `mix ${i}`) }
    const outcome = quota[i] === 0
      ? empty
      : branded(yield* run(strategy, start, { ...around, past: pastOf(rounds, i) }), name)
    const head = note(`mix: ${name}`, "branch", start.candidates.length, { weight, quota: quota[i]! })
    outcomes.push({ ...outcome, trace: [head, ...outcome.trace] })
    picks = new Uint32Array(Frame.concat(picks, outcome.positions))
  }
  return weave(outcomes)
})

const runSwitch = <R>(node: Branch<R, "Switch">, frame: Frame.Any, around: Surroundings): Run<R> => {
  const holds = Condition.holds(node.condition, frame)
  if (holds === undefined) {
    return Effect.fail(Count.unknownClasses("switch", Condition.print(node.condition), frame))
  }
  const taken = holds ? node.whenTrue : node.whenFalse
  const head = note(`switch: ${Condition.print(node.condition)}`, "branch", frame.candidates.length, {
    holds,
    taken: print.title(taken)
  })
  return Effect.map(run(taken, frame, around), (outcome) => ({
    ...branded(outcome, print.title(taken)),
    trace: [head, ...outcome.trace]
  }))
}

const runOrElse = Effect.fnUntraced(function*<R>(
  node: Branch<R, "OrElse">,
  frame: Frame.Any,
  around: Surroundings
): Effect.fn.Return<Outcome, SelectionError, R> {
  const failed = (error: SelectionError): Outcome => ({
    ...empty,
    trace: [note(`orElse: ${print.title(node.first)}`, "failed", frame.candidates.length, { problem: error.message })]
  })
  const first = yield* Effect.catch(run(node.first, frame, around), (error) => Effect.succeed(failed(error)))
  const left = frame.budget - first.positions.length
  if (left === 0) return branded(first, print.title(node.first))
  const rest = yield* run(node.second, after(frame, first.positions, left), around)
  return concat(branded(first, print.title(node.first)), branded(rest, print.title(node.second)))
})

const runSubsample = <R>(node: Branch<R, "Subsample">, frame: Frame.Any, around: Surroundings): Run<R> => {
  const key = Rng.derive(frame.key, "subsample")
  const candidates = Rng.subset(key, frame.candidates, Math.max(node.size, frame.budget))
  const head = note(`subsample: ${node.size}`, "branch", candidates.length)
  return Effect.map(run(node.strategy, { ...frame, candidates }, around), (outcome) => ({
    ...outcome,
    trace: [head, ...outcome.trace]
  }))
}

/** The frame of several strategies: none of them may write over what the others still need. */
const shared = (frame: Frame.Any): Frame.Any => ({ ...frame, owned: new Set() })

/** The frame with what items are grouped by: a service may say of which class they are. */
const grouping = (node: Branch<unknown, "PerGroup" | "AtMostPer">, frame: Frame.Any, around: Surroundings) =>
  node.column !== BY_CLASS || around.given.has(BY_CLASS)
    ? Effect.succeed(frame)
    : withColumns([[BY_CLASS, node._tag === "PerGroup" ? "per-group" : "at-most-per"]], frame, around)

/** Runs a strategy's tree on a frame. */
export const run = <R>(self: Strategy<Column, R>, frame: Frame.Any, around: Surroundings): Run<R> => {
  const node = self.node
  switch (node._tag) {
    case "Pipeline":
      return runPipeline(node, frame, around)
    case "Mix":
      return runMix(node, shared(frame), around)
    case "Switch":
      return runSwitch(node, frame, around)
    case "OrElse":
      return runOrElse(node, shared(frame), around)
    case "Subsample":
      return runSubsample(node, frame, around)
    case "PerGroup":
      return Effect.flatMap(
        grouping(node, frame, around),
        (full) => runPerGroup(node, shared(full), (part) => run(node.strategy, part, around))
      )
    case "AtMostPer":
      return Effect.flatMap(
        grouping(node, frame, around),
        (full) => runAtMostPer(node, shared(full), (part) => run(node.strategy, part, around))
      )
  }
}
