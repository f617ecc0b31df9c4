/**
 * k-means over rows that others have, who compute near them: the clusters of one memory, to the bit.
 */
import * as Effect from "effect/Effect"
import { factorFor, farPoint, type Frame, isIdle, leave, sampled } from "../kmeans/frame.ts"
import { type Result, spread, strideOf } from "../kmeans/kmeans.ts"
import type { TilesRequest } from "../kmeans/tiles-request.ts"
import * as Rng from "../Rng.ts"
import { assemble, type Crew } from "./crew.ts"
import { begin, descend, type Means, measure } from "./means.ts"
import type { Owner } from "./owner.ts"
import { seed } from "./seeding.ts"

/** What to cluster into, and how. */
type Asked = Omit<TilesRequest, "tiles">

/** Where the rows are to stand, but for their size. */
const originOf = Effect.fnUntraced(function*(crew: Crew) {
  const { cols, rows } = crew, positions = sampled(rows), { data } = yield* crew.rowsAt(positions)
  const point = farPoint({ data, rows: positions.length, cols })
  if (point === undefined) return new Float64Array(cols)
  const parts = yield* crew.all<"Exact">(() => ({ _tag: "Exact", point }))
  return point.map((x, j) => parts.every((part) => part.point[j] === x) ? x : 0)
})

/** Puts the rows into their frame; it, and the length of the longest row in it. */
const frame = Effect.fnUntraced(function*(crew: Crew) {
  const origin = yield* originOf(crew), none = new Float64Array(crew.cols)
  const stand = (at: Float64Array, factor: number, point: Float64Array) =>
    Effect.map(
      crew.all<"Squares">(() => ({ _tag: "Squares", origin: at, factor: Float64Array.of(factor), point })),
      (parts) => parts.reduce((most, part) => Math.max(most, part.most[0]!), 0)
    )
  const most = yield* stand(none, 1, origin), found: Frame = { origin, factor: factorFor(most) }
  const there = isIdle(found) ? most : yield* stand(found.origin, found.factor, none)
  return { frame: found, longest: Math.sqrt(there) }
})

/** The unit of the tolerance, from every so many rows. */
const unitOf = Effect.fnUntraced(function*(crew: Crew) {
  const { cols, rows: n } = crew, step = strideOf(n)
  const { data } = yield* crew.rowsAt(Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step))
  const row = (i: number) => Effect.succeed(data.subarray(i / step * cols, (i / step + 1) * cols))
  return yield* spread({ n, cols, row, weight: () => 1 })
})

const sumsOfSquares = Effect.fnUntraced(function*({ members }: Crew) {
  let total: Float64Array = Float64Array.of(0)
  for (const { ask } of members) total = (yield* ask<"Inertia">({ _tag: "Inertia", total })).total
  return total[0]!
})

const assignmentOf = Effect.fnUntraced(function*(crew: Crew, names: Int32Array) {
  const parts = yield* crew.all<"Assignment">(() => ({ _tag: "Assignment" }))
  const assignment = new Int32Array(crew.rows)
  let at = 0
  for (const { own } of parts) for (const j of own) assignment[at++] = names[j]!
  return assignment
})

/** The outcome, out of its frame and without empty clusters. */
const finish = Effect.fnUntraced(function*(crew: Crew, means: Means, { factor, origin }: Frame) {
  const { cols } = crew, { k, sizes } = means
  yield* measure(crew, means)
  const inertia = yield* sumsOfSquares(crew)
  const kept = [...sizes.keys()].filter((j) => sizes[j]! > 0), names = new Int32Array(k)
  const centers = new Float64Array(kept.length * cols)
  kept.forEach((j, name) => {
    names[j] = name
    centers.set(means.centers.subarray(j * cols, (j + 1) * cols), name * cols)
  })
  return {
    assignment: yield* assignmentOf(crew, names),
    sizes: Uint32Array.from(kept, (j) => sizes[j]!),
    centers: { data: leave({ factor, origin }, centers), rows: kept.length, cols },
    inertia: inertia / factor / factor
  }
})

/** Where the rows stand, and the length of the longest. */
interface Stands {
  readonly frame: Frame
  readonly longest: number
}

/** Clusters once. */
const once = Effect.fnUntraced(function*(crew: Crew, { frame, longest }: Stands, request: Asked, key: Rng.Key) {
  const { k, maxIterations = 100, onProgress = () => Effect.void, tolerance = 1e-4 } = request
  const tell = (done: number) => onProgress(done, k + maxIterations)
  const means = yield* begin(crew, yield* seed(crew, { k, key, onCenter: tell }), longest)
  const stop = {
    maxIterations,
    tolerance: tolerance * (yield* unitOf(crew)),
    onIteration: (done: number) => tell(k + done)
  }
  const descent = yield* descend(crew, means, stop)
  return { ...(yield* finish(crew, means, frame)), ...descent } satisfies Result as Result
})

/**
 * The partition that `kmeans` finds of the same rows in memory, scaled to unit length where `unit` says so; each owner's rows are passed
 * over by that owner alone. Owners cover all rows, one at least, in this order. What is sent of an iteration is the centers to each owner
 * and the sums of its rows from it.
 *
 * Fails with `TilesError` where an owner does.
 */
export const clusterNear = Effect.fnUntraced(
  function*(owners: ReadonlyArray<Owner>, cols: number, asked: Asked, unit: boolean) {
    const crew = yield* assemble(owners, cols, unit), request = { ...asked, k: Math.min(asked.k, crew.rows) }
    const stands: Stands = yield* frame(crew)
    let best = yield* once(crew, stands, request, Rng.derive(request.key, 0))
    for (let run = 1; run < (request.starts ?? 1); run++) {
      const next = yield* once(crew, stands, request, Rng.derive(request.key, run))
      if (next.inertia < best.inertia) best = next
    }
    return best
  },
  Effect.scoped
)
