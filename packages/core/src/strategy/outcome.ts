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
