/**
 * The choice at the end of a pipeline: checked, and with filters that starve the budget dropped.
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import { PartFailed, type SelectionError } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import * as Rng from "../Rng.ts"
import type * as Select from "../Select.ts"
import * as Trace from "../Trace.ts"
import { concat, type Outcome } from "./outcome.ts"
import * as spans from "./spans.ts"
import { timed } from "./timed.ts"

/** What is wrong with a selector's answer, if anything is. */
const defect = (frame: Frame.Any, { positions, scores }: Select.Picks): string | undefined => {
  const allowed = new Set(frame.candidates)
  const stray = positions.find((position) => !allowed.delete(position))
  if (stray !== undefined) return `it picked position ${stray}, which is labeled, filtered out or already picked`
  if (positions.length > frame.budget) return `it picked ${positions.length} items for a budget of ${frame.budget}`
  return scores.length === positions.length
    ? undefined
    : `it gave ${scores.length} scores for ${positions.length} picks`
}

const nothing: Select.Picks = { positions: new Uint32Array(), scores: new Float64Array() }

/** One call of the selector, checked. With no candidates left there is nothing to ask it. */
const pickOnce = Effect.fnUntraced(function*<R>(
  select: Select.Select<Column, R>,
  frame: Frame.Any
): Effect.fn.Return<Outcome, SelectionError, R> {
  const { name } = select.spec
  const key = Rng.derive(frame.key, `select ${name}`)
  const [picks, milliseconds, remarks] = frame.candidates.length === 0
    ? [nothing, 0, {}] as const
    : yield* spans.around(
      select.spec,
      frame,
      timed(select.pick({ ...frame, key })),
      ([{ notes, positions }]) => spans.leaving(positions.length, notes)
    )
  const problem = defect(frame, picks)
  if (problem !== undefined) {
    return yield* new PartFailed({ part: name, problem: `${problem}; this is a defect of the selector` })
  }
  const { evidence = [], notes = {}, positions, pseudo = [], scores } = picks
  const why = Trace.explain(frame, [...frame.evidence, ...evidence], positions)
  const trace = [Trace.ran(select.spec, positions.length, milliseconds, { ...remarks, ...notes })]
  return { positions, scores, why, pseudo, trace }
})

const dropped = (frame: Frame.Any): Trace.Entry => ({
  step: "drop the last filter",
  spec: undefined,
  status: "widened",
  candidates: frame.candidates.length,
  milliseconds: 0,
  notes: { missing: frame.budget }
})

/** The choice; while it falls short of the budget, the last filter is dropped and the choice goes on. */
export const pick = Effect.fnUntraced(function*<R>(
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
    outcome = concat(outcome, { ...more, trace: [dropped(frame), ...more.trace] })
    last = more.positions
  }
  return outcome
})
