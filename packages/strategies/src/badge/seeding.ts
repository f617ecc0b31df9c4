/**
 * The seeding of k-means++ as a choice: far from each other, and long.
 */
import { Frame, Kernels, Rng, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

type Distances = Effect.Success<ReturnType<Kernels.Service["gradientDistances"]>>

/** The index of the largest number below `n`; ties go to the smaller index. */
const longest = (values: Float64Array, n: number): number => {
  let best = 0
  for (let i = 1; i < n; i++) if (values[i]! > values[best]!) best = i
  return best
}

/**
 * An index below `weights`' first `n`, not taken, in proportion to its weight, from a number in [0, 1). When all
 * weights are 0 the first that is not taken.
 */
export const draw = (weights: Float64Array, n: number, taken: Uint8Array, uniform: number): number => {
  let total = 0
  for (let i = 0; i < n; i++) if (taken[i] === 0) total += weights[i]!
  let left = uniform * total
  let last = -1
  for (let i = 0; i < n && total > 0; i++) {
    if (taken[i] === 1 || weights[i] === 0) continue
    last = i
    left -= weights[i]!
    if (left < 0) break
  }
  return last >= 0 ? last : taken.indexOf(0)
}

/** Elementary steps a candidate of a draw. */
const DRAW = 8

/** Draws one after the other. */
const choose = Effect.fnUntraced(function*(
  { budget, candidates, key, picked }: Frame.Base,
  { add, nearest, squaredNorms }: Distances
) {
  const n = candidates.length
  for (let i = 0; i < picked.length; i++) yield* add(n + i)
  const taken = new Uint8Array(n)
  const picks = { positions: new Uint32Array(Math.min(budget, n)), scores: new Float64Array(Math.min(budget, n)) }
  for (let step = 0; step < picks.positions.length; step++) {
    yield* Kernels.breathe(DRAW * n)
    const first = step + picked.length === 0
    const i = first ? longest(squaredNorms, n) : draw(nearest, n, taken, Rng.uniform(key, step))
    taken[i] = 1
    picks.positions[step] = candidates[i]!
    picks.scores[step] = first ? squaredNorms[i]! : nearest[i]!
    yield* add(i)
  }
  return picks
})

/**
 * First the candidate with the longest gradient embedding (ties to the smaller position), then one after the other
 * drawn, from the key, in proportion to the squared distance to the nearest one picked. When all that are left coincide
 * with picks, the smallest positions follow. O(N (C + d)) a pick at most, O(N d) bytes beside the factors.
 *
 * Needs `gradient`.
 *
 * Source: Ash et al. 2020 (BADGE), algorithm 1; Arthur & Vassilvitskii 2007.
 */
export const seeding = Select.define({
  name: "seeding",
  summary: "k-means++ seeding in gradient space, from the longest gradient",
  source: "Ash et al. 2020 (BADGE), algorithm 1; Arthur & Vassilvitskii 2007",
  options: Schema.Struct({}),
  needs: ["gradient"],
  pick: () => (frame) =>
    Effect.flatMap(Kernels.Kernels, (kernels) =>
      kernels.withGradientDistances(
        frame.gradient,
        Frame.concat(frame.candidates, frame.picked),
        (distances) => choose(frame, distances)
      ))
})
