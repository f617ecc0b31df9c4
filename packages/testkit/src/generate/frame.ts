/**
 * Frames: what a part sees in the middle of a pipeline.
 */
import { type Columns, Frame, Query, Rng } from "@marginalia/core"
import { draw } from "./draw.ts"
import type { Input } from "./query.ts"

/** A frame of which the columns are known by name. */
export type Full = Frame.Any & Partial<Columns>

/** The frame at the start of a pipeline for a query's `input`. */
export const frameOf = (input: Input): Full => {
  const query = Query.makeUnsafe(input)
  const { budget, candidates, classes, columns, labeled, labels, round, size } = query
  const key = Rng.derive(Rng.fromSeed(query.seed), "part")
  const picked = new Uint32Array()
  return { size, labeled, labels, classes, candidates, picked, budget, round, key, wider: [], evidence: [], ...columns }
}

/**
 * A frame further on: a filter has left some of the candidates (none, now and then), and some others were picked
 * already, in an order of their own.
 *
 * `input` is the query's.
 */
export const laterFrame = (input: Input): Full => {
  const start = frameOf(input)
  const from = draw(input.seed, "later")
  const share = from.below(5) / 4
  const kept = start.candidates.filter(() => from.unit() <= share)
  const picked = kept.filter(() => from.below(6) === 0).reverse()
  return {
    ...start,
    candidates: Frame.without(kept, picked),
    picked,
    wider: [Frame.without(start.candidates, picked)]
  }
}
