/**
 * Running one pipeline: the fold over its steps, the choice, and dropping filters that starve the budget.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Column, Columns } from "../Columns.ts"
import { MissingColumn, PartFailed, type SelectionError } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import * as Rng from "../Rng.ts"
import type * as Select from "../Select.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import type { Node } from "../Strategy.ts"
import * as Suppliers from "../Suppliers.ts"
import * as Trace from "../Trace.ts"
import * as plan from "./plan.ts"

/** What running a strategy gives, before ids are put to it. */
export interface Outcome {
  readonly positions: Uint32Array
  readonly scores: Float64Array
  readonly why: ReadonlyArray<Trace.Why>
  readonly pseudo: ReadonlyArray<Select.PseudoLabel>
  readonly trace: ReadonlyArray<Trace.Entry>
}

type Pipeline<R> = Extract<Node<R>, { readonly _tag: "Pipeline" }>

/** Runs an effect in a span of its own and tells how long it took. */
const timed = <A, E, R>(name: string, effect: Effect.Effect<A, E, R>): Effect.Effect<readonly [A, number], E, R> =>
  Effect.gen(function*() {
    const start = yield* Clock.currentTimeNanos
    const value = yield* effect
    return [value, Number((yield* Clock.currentTimeNanos) - start) / 1e6] as const
  }).pipe(Effect.withSpan(name))

/** Asks services for what the pipeline needs and the frame lacks. */
const supplied = Effect.fnUntraced(function*(node: Pipeline<unknown>, frame: Frame.Any, given: ReadonlySet<Column>) {
  let full = frame
  for (const [column, part] of plan.missing(node, given)) {
    if (column in full) continue
    const value = yield* Suppliers.supply(column)
    if (value === undefined) {
      return yield* new MissingColumn({ strategy: "pipeline", part, columns: [column], hint: Suppliers.advice(column) })
    }
    full = { ...full, [column]: value as Columns[Column] }
  }
  return full
})

const entry = (spec: Spec.Spec, more: Omit<Trace.Entry, "step" | "spec">): Trace.Entry => ({
  step: Spec.print(spec),
  spec: Spec.toJson(spec),
  ...more
})

/** The key of a step: by its name, and by how many steps of that name came before. */
const keyOf = (frame: Frame.Any, node: Pipeline<unknown>, index: number): Rng.Key => {
  const name = node.steps[index]!.spec.name
  const before = node.steps.slice(0, index).filter((step) => step.spec.name === name).length
  return Rng.derive(frame.key, before === 0 ? name : `${name}#${before + 1}`)
}

const runSteps = Effect.fnUntraced(function*<R>(
  node: Pipeline<R>,
  start: Frame.Any,
  given: ReadonlySet<Column>,
  trace: Array<Trace.Entry>
): Effect.fn.Return<Frame.Any, SelectionError, R> {
  let frame = start
  for (const [index, step] of node.steps.entries()) {
    if (Stage.isGiven(step, given)) {
      trace.push(entry(step.spec, { status: "given", candidates: frame.candidates.length, milliseconds: 0, notes: {} }))
      continue
    }
    const [patch, milliseconds] = yield* timed(step.spec.name, step.run({ ...frame, key: keyOf(start, node, index) }))
    frame = { ...Frame.apply(frame, patch), key: start.key }
    const notes = patch.notes ?? {}
    trace.push(entry(step.spec, { status: "ran", candidates: frame.candidates.length, milliseconds, notes }))
  }
  return frame
})

/** Two outcomes, one after the other. */
export const concat = (a: Outcome, b: Outcome): Outcome => ({
  positions: Frame.concat(a.positions, b.positions),
  scores: Float64Array.from([...a.scores, ...b.scores]),
  why: [...a.why, ...b.why],
  pseudo: [...a.pseudo, ...b.pseudo],
  trace: [...a.trace, ...b.trace]
})

/** One call of the selector, checked: distinct candidates only, and no more than wanted. */
const pickOnce = Effect.fnUntraced(function*<R>(
  select: Select.Select<Column, R>,
  frame: Frame.Any
): Effect.fn.Return<Outcome, SelectionError, R> {
  const key = Rng.derive(frame.key, `select ${select.spec.name}`)
  const [picks, milliseconds] = yield* timed(select.spec.name, select.pick({ ...frame, key }))
  const { evidence = [], notes = {}, positions, pseudo = [], scores } = picks
  const allowed = new Set(frame.candidates)
  const strays = positions.filter((position) => !allowed.delete(position))
  if (strays.length > 0 || positions.length > frame.budget) {
    const problem = strays.length > 0
      ? `it picked position ${strays[0]}, which is labeled, filtered out or already picked`
      : `it picked ${positions.length} items for a budget of ${frame.budget}`
    return yield* new PartFailed({ part: select.spec.name, problem: `${problem}; this is a defect of the selector` })
  }
  const why = Trace.explain(frame, [...frame.evidence, ...evidence], positions)
  const trace = [entry(select.spec, { status: "ran", candidates: positions.length, milliseconds, notes })]
  return { positions, scores, why, pseudo, trace }
})

/** The choice; while it falls short of the budget, the last filter is dropped and the choice goes on. */
const pickAll = Effect.fnUntraced(function*<R>(
  select: Select.Select<Column, R>,
  start: Frame.Any
): Effect.fn.Return<Outcome, SelectionError, R> {
  let frame = start
  let outcome = yield* pickOnce(select, frame)
  let last = outcome.positions
  while (last.length < frame.budget) {
    const wider = Frame.widen(frame, last)
    if (wider === undefined) break
    frame = wider
    const more = yield* pickOnce(select, frame)
    const dropped: Trace.Entry = {
      step: "drop the last filter",
      spec: undefined,
      status: "widened",
      candidates: frame.candidates.length,
      milliseconds: 0,
      notes: { missing: frame.budget }
    }
    outcome = concat(outcome, { ...more, trace: [dropped, ...more.trace] })
    last = more.positions
  }
  return outcome
})

/**
 * Runs a pipeline on a frame. Steps whose additions are all `given` are skipped.
 */
export const run = Effect.fnUntraced(function*<R>(
  node: Pipeline<R>,
  start: Frame.Any,
  given: ReadonlySet<Column>
): Effect.fn.Return<Outcome, SelectionError, R> {
  const trace: Array<Trace.Entry> = []
  const frame = yield* runSteps(node, yield* supplied(node, start, given), given, trace)
  const outcome = yield* pickAll(node.select, frame)
  return { ...outcome, trace: [...trace, ...outcome.trace] }
})
