/**
 * The choice at the end of a pipeline: checked, and with filters that starve the budget dropped.
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import type { SelectionError } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import { type Amiss, amiss } from "../ports/amiss.ts"
import * as Rng from "../Rng.ts"
import type * as Select from "../Select.ts"
import * as Trace from "../Trace.ts"
import { described, guarded } from "./guarded.ts"
import { concat, type Outcome } from "./outcome.ts"
import { evidenceProblem } from "./patch.ts"
import * as spans from "./spans.ts"
import { timed } from "./timed.ts"

const stray = ({ candidates, size }: Frame.Any, positions: Uint32Array): Amiss | undefined => {
  const [FREE, PICKED] = [1, 2], state = new Uint8Array(size)
  for (const position of candidates) state[position] = FREE
  const at = positions.findIndex((position) => {
    if (state[position] !== FREE) return true
    state[position] = PICKED
    return false
  })
  if (at < 0) return undefined
  const position = positions[at]!,
    found = (rest: string, expected: string) =>
      amiss(`it picked position ${position}, ${rest}`, position, expected, position)
  if (state[position] === PICKED) return found(`and again at place ${at + 1}; each item once`, "each item once")
  return position >= size
    ? found(`and the pool has ${size} items`, `a position below ${size}`)
    : found("which is labeled, filtered out or already picked", "a candidate")
}

const guessProblem = ({ size }: Frame.Any, guesses: Select.Picks["pseudo"]): Amiss | undefined => {
  const odd = guesses?.find(({ class: c, position }) =>
    !(Number.isInteger(position) && position >= 0 && position < size && Number.isInteger(c) && c >= 0)
  )
  if (odd === undefined) return undefined
  const problem = `it guessed class ${odd.class} for position ${odd.position}, which cannot be`
  return amiss(problem, odd.class, "a class of an item", odd.position)
}

const kindProblem = ({ positions, scores }: Select.Picks): Amiss | undefined => {
  const check = (name: string, value: unknown, kind: string) => {
    if (Object.prototype.toString.call(value) === `[object ${kind}]`) return undefined
    return amiss(`its ${name} are ${described(value)}, not a ${kind}`, described(value), `a ${kind}`)
  }
  return check("positions", positions, "Uint32Array") ?? check("scores", scores, "Float64Array")
}

/** What is wrong with a selector's answer, if anything is. */
const problemOf = (frame: Frame.Any, picks: Select.Picks): Amiss | undefined => {
  if (typeof picks !== "object" || picks === null) {
    const what = described(picks)
    return amiss(`it gave ${what}, not positions and scores`, what, "positions and scores")
  }
  const { positions, scores } = picks
  const odd = kindProblem(picks) ?? stray(frame, positions)
  if (odd !== undefined) return odd
  const { length } = positions
  if (length > frame.budget) {
    return amiss(`it picked ${length} items for a budget of ${frame.budget}`, length, `at most ${frame.budget}`)
  }
  if (scores.length !== length) {
    return amiss(`it gave ${scores.length} scores for ${length} picks`, scores.length, length)
  }
  return evidenceProblem(frame, picks) ?? guessProblem(frame, picks.pseudo)
}

const nothing: Select.Picks = { positions: new Uint32Array(), scores: new Float64Array() }

/** One call of the selector, checked. With no candidates left there is nothing to ask it. */
const pickOnce = Effect.fnUntraced(function*<R>(
  select: Select.Select<Column, R>,
  frame: Frame.Any
): Effect.fn.Return<Outcome, SelectionError, R> {
  const { name } = select.spec
  const key = Rng.derive(frame.key, `select ${name}`)
  const ask = () => select.pick({ ...frame, key })
  const answer = guarded(name, "selector", frame, ask, (picks) => problemOf(frame, picks))
  const [picks, milliseconds, remarks] = frame.candidates.length === 0
    ? [nothing, 0, {}] as const
    : yield* spans.around(
      select.spec,
      frame,
      timed(answer),
      ([{ notes, positions }]) => spans.leaving(positions.length, notes)
    )
  const { evidence = [], notes = {}, positions, pseudo = [], scores } = picks
  const known = [...frame.evidence, ...evidence]
  const why = yield* Trace.explained(frame, known, positions)
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
