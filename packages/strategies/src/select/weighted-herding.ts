/**
 * Picks that make the items that count most similar to something labeled.
 */
import { type Column, Frame, Kernels, type Part, Score, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { tooHeavy } from "../score/too-heavy.ts"
import { covering, type Weigh } from "./covering.ts"
import { bandwidth, type HerdingOptions, kernel } from "./herding.ts"
import { reference } from "./sample.ts"

const NAME = "weighted-herding"

/** Elementary steps an item of finding out whom the score is asked about. */
const LOOK = 8

/** Everything that has no label and was not picked, candidate or not: all of it counts, though not all may be picked. */
const everyoneOpen = (frame: Frame.Base): Uint32Array => {
  const taken = Frame.mask(frame.size, frame.labeled)
  for (const position of frame.picked) taken[position] = 1
  const open = new Uint32Array(taken.reduce((count, is) => count + 1 - is, 0))
  for (let position = 0, at = 0; position < frame.size; position++) if (taken[position] === 0) open[at++] = position
  return open
}

/** A weight for each of some items: 0 with a label, and where the score is not defined; all alike where every score among them is 0. */
const weighing = (size: number, open: Uint32Array, scores: Float64Array): Weigh => {
  const isOpen = Frame.mask(size, open)
  const own = (position: number): number => isOpen[position] === 1 ? scores[position]! || 0 : 0
  return (positions) => {
    const weights = Float64Array.from(positions, own)
    return weights.some((weight) => weight > 0)
      ? weights
      : Float64Array.from(positions, (position) => isOpen[position]!)
  }
}

const definition = Select.defineOver({
  name: NAME,
  summary: "the candidates that make the items with high scores most similar to something labeled or picked",
  source:
    "Bae, Sutherland & Oliveira 2025, Uncertainty herding: one active learning method for all label budgets, ICLR",
  options: Schema.Struct({ kernel, bandwidth, reference }),
  needs: ["embedding"],
  tiles: ({ reference }) => reference === "none" ? [] : ["embedding"],
  pick: (score, settings) => (frame) =>
    Effect.gen(function*() {
      yield* Kernels.breathe(LOOK * frame.size)
      const open = everyoneOpen(frame)
      const scores = yield* Score.nonnegative(NAME, score, { ...frame, candidates: open })
      const infinite = open.find((position) => scores[position] === Infinity)
      if (infinite !== undefined) return yield* tooHeavy(NAME, score.spec.name, infinite)
      const found = yield* covering(NAME, settings, frame, weighing(frame.size, open, scores))
      const values = Score.scatter(frame, Score.gather(frame, scores))
      return { ...found, evidence: [{ name: score.spec.name, values }] }
    })
})

/**
 * As `herding`, with items that count as much as their score says: the candidate x with the largest Σ_i u_i max(0, k(x, x_i) − m_i), u_i the
 * score of item i, 0 where it is labeled or picked. All unlabeled items count, also those that may not be picked. Where every score
 * is 0 all items count alike; one that is undefined counts nothing. Ties go to the smaller position. O(N² d) time for the first pick at worst, O(N d) memory, and up to 256 MiB of distances that are remembered.
 *
 * With `reference: R` it is that of a sample of the pool, drawn as in `herding`, with the same facts in the trace: coverage is the share of the weight.
 * Where every score in the sample is 0, all in it count alike.
 *
 * Fails on a negative or infinite score, and as `herding` does.
 *
 * Needs `embedding`, and what the score needs.
 *
 * Source: Bae, Sutherland & Oliveira 2025, Uncertainty herding: one active learning method for all label budgets, ICLR.
 */
export const weightedHerding = definition as Part.Maker<
  <N extends Column, R>(
    score: Score.Score<N, R>,
    options?: HerdingOptions
  ) => Select.Select<N | "embedding", R>,
  Select.Any
>
