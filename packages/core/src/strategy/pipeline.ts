/**
 * Running one pipeline: the fold over its steps, then the choice.
 */
import * as Effect from "effect/Effect"
import type { Column, Columns } from "../Columns.ts"
import { MissingColumn, PartFailed, type SelectionError } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import * as columns from "../query/columns.ts"
import * as Rng from "../Rng.ts"
import * as Stage from "../Stage.ts"
import * as Suppliers from "../Suppliers.ts"
import * as Trace from "../Trace.ts"
import { guarded, type Noun } from "./guarded.ts"
import type { Node } from "./node.ts"
import type { Outcome } from "./outcome.ts"
import { problemOf } from "./patch.ts"
import { pick } from "./pick.ts"
import * as plan from "./plan.ts"
import * as spans from "./spans.ts"
import type { Surroundings } from "./surroundings.ts"
import { timed } from "./timed.ts"

type Pipeline<R> = Extract<Node<R>, { readonly _tag: "Pipeline" }>

/** Whether a column has other classes than the query: than stated there, or fewer than its labels name. */
const disagrees = (classes: number, frame: Frame.Any): boolean =>
  frame.classes !== undefined && (frame.classesInferred === true ? classes < frame.classes : classes !== frame.classes)

/** Asks services for what the pipeline needs and the caller did not give. */
const supplied = (node: Pipeline<unknown>, frame: Frame.Any, around: Surroundings) =>
  withColumns(plan.missing(node, around.given), frame, around)

/** A frame with columns that services supply, each with the part that needs it. */
export const withColumns = Effect.fnUntraced(
  function*(missing: Iterable<readonly [column: Column, part: string]>, frame: Frame.Any, { supply }: Surroundings) {
    let full = frame
    for (const [column, part] of missing) {
      const value = yield* supply(column, frame.size)
      if (value === undefined) {
        return yield* new MissingColumn({
          strategy: "pipeline",
          part,
          columns: [column],
          supply: [Suppliers.supplyOf(column)]
        })
      }
      const more: Partial<Columns> = { [column]: value }
      const classes = columns.classesOf(more)
      if (classes !== undefined && disagrees(classes, full)) {
        const problem = `${column} has ${classes} classes and the query has ${full.classes}; they must agree`
        const found = { value: classes, expected: Number(full.classes) }
        return yield* new PartFailed({ part: "Classifier", problem, reason: "Column", column, ...found })
      }
      full = { ...full, ...more, ...(classes === undefined ? {} : { classes, classesInferred: false }) }
    }
    return full
  }
)

/** The key of a step: by its name, and by how many steps of that name came before. */
const keyOf = (frame: Frame.Any, node: Pipeline<unknown>, index: number): Rng.Key => {
  const name = node.steps[index]!.spec.name
  const before = node.steps.slice(0, index).filter((step) => step.spec.name === name).length
  return Rng.derive(frame.key, before === 0 ? name : `${name}#${before + 1}`)
}

/** What a step is called in a message: one that computes no column can only be a filter. */
const nounOf = ({ adds, changes }: Stage.Step<unknown>): Noun => adds.length + changes.length > 0 ? "stage" : "filter"

/** One step, checked: a filter leaves out, and does nothing else; columns have a row an item. */
const runStep = Effect.fnUntraced(function*<R>(
  step: Stage.Step<R>,
  frame: Frame.Any,
  key: Rng.Key,
  around: Surroundings
): Effect.fn.Return<readonly [Frame.Any, Trace.Entry], SelectionError, R> {
  const { run, spec } = step
  const answer = guarded(
    spec.name,
    nounOf(step),
    frame,
    () => run({ ...frame, key }, around),
    (patch) => problemOf(step, frame, patch)
  )
  const [patch, milliseconds, remarks] = yield* spans.around(
    spec,
    frame,
    timed(answer),
    ([{ candidates = frame.candidates, notes }]) => spans.leaving(candidates.length, notes)
  )
  const next = Frame.apply(frame, patch)
  return [next, Trace.ran(spec, next.candidates.length, milliseconds, { ...remarks, ...patch.notes })]
})

/**
 * Runs a pipeline on a frame. Steps whose additions are all given are skipped.
 */
export const run = Effect.fnUntraced(function*<R>(
  node: Pipeline<R>,
  start: Frame.Any,
  around: Surroundings
): Effect.fn.Return<Outcome, SelectionError, R> {
  const trace: Array<Trace.Entry> = []
  let frame = yield* supplied(node, start, around)
  for (const [index, step] of node.steps.entries()) {
    if (Stage.isGiven(step, around.given)) {
      trace.push({ ...Trace.ran(step.spec, frame.candidates.length, 0, {}), status: "given" })
      continue
    }
    const [next, entry] = yield* runStep(step, frame, keyOf(start, node, index), around)
    frame = next
    trace.push(entry)
  }
  const outcome = yield* pick(node.select, frame)
  return { ...outcome, trace: [...trace, ...outcome.trace] }
})
