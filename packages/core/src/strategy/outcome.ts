/**
 * What running a strategy gives, before ids are put to it.
 */
import * as Frame from "../Frame.ts"
import type { PseudoLabel } from "../Select.ts"
import type * as Trace from "../Trace.ts"

/** Picks in visiting order, the score that decided each, and why; and what happened on the way. */
export interface Outcome {
  readonly positions: Uint32Array
  readonly scores: Float64Array
  readonly why: ReadonlyArray<Trace.Why>
  readonly pseudo: ReadonlyArray<PseudoLabel>
  readonly trace: ReadonlyArray<Trace.Entry>
}

/** No picks. */
export const empty: Outcome = {
  positions: new Uint32Array(),
  scores: new Float64Array(),
  why: [],
  pseudo: [],
  trace: []
}

/** Two outcomes, one after the other. */
export const concat = (a: Outcome, b: Outcome): Outcome => ({
  positions: Frame.concat(a.positions, b.positions),
  scores: Float64Array.from([...a.scores, ...b.scores]),
  why: [...a.why, ...b.why],
  pseudo: [...a.pseudo, ...b.pseudo],
  trace: [...a.trace, ...b.trace]
})

/** Some of the picks, by their indices. */
export const only = (outcome: Outcome, kept: ReadonlyArray<number>): Outcome => ({
  ...outcome,
  positions: Uint32Array.from(kept, (i) => outcome.positions[i]!),
  scores: Float64Array.from(kept, (i) => outcome.scores[i]!),
  why: kept.map((i) => outcome.why[i]!)
})

/** An entry of the trace. */
export const note = (
  step: string,
  status: Trace.Entry["status"],
  candidates: number,
  notes: Frame.Notes = {}
): Trace.Entry => ({
  step,
  spec: undefined,
  status,
  candidates,
  milliseconds: 0,
  notes
})

/** The same picks, of a branch by that name. */
export const branded = (outcome: Outcome, branch: string): Outcome => ({
  ...outcome,
  why: outcome.why.map((why) => ({ ...why, branch: why.branch === undefined ? branch : `${branch} / ${why.branch}` }))
})

/**
 * The order in which parts take turns: always the part that lags most behind its share, ties to the earlier part.
 * Gives part numbers, each as often as its count.
 */
export const interleave = (counts: ReadonlyArray<number>): ReadonlyArray<number> => {
  const total = counts.reduce((a, b) => a + b, 0)
  const taken = counts.map(() => 0)
  return Array.from({ length: total }, (_, turn) => {
    const lag = counts.map((count, i) => taken[i]! < count ? count * (turn + 1) - taken[i]! * total : -Infinity)
    const next = lag.reduce((best, value, i) => value > lag[best]! ? i : best, 0)
    taken[next]! += 1
    return next
  })
}

/** The picks of several parts, which take turns. */
export const weave = (outcomes: ReadonlyArray<Outcome>): Outcome => {
  const next = outcomes.map(() => 0)
  const order = interleave(outcomes.map((outcome) => outcome.positions.length)).map((part) =>
    [part, next[part]!++] as const
  )
  return {
    positions: Uint32Array.from(order, ([part, i]) => outcomes[part]!.positions[i]!),
    scores: Float64Array.from(order, ([part, i]) => outcomes[part]!.scores[i]!),
    why: order.map(([part, i]) => outcomes[part]!.why[i]!),
    pseudo: outcomes.flatMap((outcome) => outcome.pseudo),
    trace: outcomes.flatMap((outcome) => outcome.trace)
  }
}
