/**
 * What is lost by clusters that are not those of exact k-means, told by two samples of the rows.
 */
import * as Effect from "effect/Effect"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import type { Matrix64 } from "../Matrix.ts"
import * as Rng from "../Rng.ts"
import { type Batch, fill, look, type Source } from "./batches.ts"
import * as Centers from "./centers.ts"
import { enter } from "./frame.ts"
import { bestOf } from "./kmeans.ts"
import type { Problem } from "./problem.ts"
import type { Clustering } from "./request.ts"

type Notes = NonNullable<Clustering["notes"]>

/** Two samples without a row in common, of `size` places each among `n`, ascending. */
export const samplesOf = (key: Rng.Key, n: number, size: number): readonly [Uint32Array, Uint32Array] => {
  const wanted = 2 * size
  // Few of many are drawn until they are enough; many of few are the first of all in a drawn order.
  const places = wanted > n / 2 ? Rng.permutation(key, n).subarray(0, wanted) : new Uint32Array(wanted)
  if (wanted <= n / 2) {
    const seen = new Set<number>()
    for (let draw = 0; seen.size < wanted; draw++) seen.add(Rng.integer(key, draw, n))
    places.set([...seen])
  }
  return [places.slice(0, size).sort(), places.slice(size).sort()]
}

/** The mean squared distance of a batch's rows to the nearest of some centers. */
const meanOf = (batch: Batch<unknown>, centers: Matrix64) =>
  Workspace.arena(batch.problem.slab, (alloc) =>
    Effect.suspend(() => {
      const { problem } = batch, { frame, n, slab } = problem
      const state = Centers.make(problem, centers.rows, alloc(4 * n), alloc)
      Slab.f64(slab, state.centers, centers.data.length).set(enter(frame, centers))
      return look(problem, state, alloc(8 * n))
    }))

const weightOf = ({ problem: { n, slab, weights } }: Batch<unknown>): number =>
  Slab.f64(slab, weights, n).reduce((sum, weight) => sum + weight, 0)

/** By what part a mean is above another. */
const above = (mean: number, other: number): number | string => {
  if (other > 0) return mean / other - 1
  return mean > 0 ? "unbounded: exact k-means leaves no distance" : 0
}

/**
 * By what part the mean squared distance of a row to its nearest center is above what exact k-means of all rows, with as many clusters,
 * would leave: between `lossUnseen` and `lossSeen`. Exact k-means of `sampled` rows is compared on rows that it has not seen,
 * where it does worse than one of all rows, and on its own, where it does better: so it is in the mean over samples, as far as
 * k-means finds the best clusters. There are two samples of at most `most` rows, drawn by the key without replacement, half
 * of the rows each where there are no more. What cannot be measured says why, as `loss`.
 */
export const lossOf = Effect.fnUntraced(function*<E>(
  source: Source<E>,
  { slab }: Problem<unknown>,
  centers: Matrix64,
  given: Rng.Key,
  most: number
) {
  if (most === 0) return {} satisfies Notes as Notes
  const size = Math.min(Math.floor(most), Math.floor(source.n / 2)), key = Rng.derive(given, "loss")
  if (size <= centers.rows) {
    return { loss: `not measured: samples of ${size} rows for ${centers.rows} clusters` } satisfies Notes as Notes
  }
  return yield* Workspace.arena(
    slab,
    Effect.fnUntraced(function*(alloc) {
      const [seen, unseen] = samplesOf(Rng.derive(key, "samples"), source.n, size)
      const batch = source.batch(size, alloc), nothing = { loss: "not measured: the sampled rows weigh nothing" }
      yield* fill(batch, seen)
      if (weightOf(batch) === 0) return nothing satisfies Notes as Notes
      const exact = yield* bestOf(batch.problem, { k: centers.rows, key })
      const lossSeen = above(yield* meanOf(batch, centers), yield* meanOf(batch, exact.centers))
      yield* fill(batch, unseen)
      if (weightOf(batch) === 0) return nothing satisfies Notes as Notes
      const lossUnseen = above(yield* meanOf(batch, centers), yield* meanOf(batch, exact.centers))
      return { sampled: size, lossUnseen, lossSeen } satisfies Notes as Notes
    })
  )
})
