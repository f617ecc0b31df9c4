/**
 * Mini-batch k-means of rows in memory: centers follow small random batches; one full assignment at the end. Tested in
 * ../Clusterer.test.ts.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { withRoom } from "../kernels/shared.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import { allocate, type Batching, moved, numbers, type Source } from "./batches.ts"
import * as Centers from "./centers.ts"
import { byPosition, finish, type Request } from "./kmeans.ts"
import { lossOf } from "./loss.ts"
import { moveToMeans, sumRows } from "./means.ts"
import { type Placed, withProblem } from "./problem.ts"
import type { Clustering } from "./request.ts"

/** The rows of a problem in memory: a batch lists some of them, and copies none. */
const inPlace = (problem: Placed): Source => ({
  n: problem.n,
  weight: (place) => Slab.f64(problem.slab, problem.weights, problem.n)[place]!,
  together: () => 1,
  batch: (n, alloc) => {
    const batch = allocate(problem, n, problem.x, alloc)
    let listed: ReadonlyArray<Uint32Array> = []
    const take = (at: number): void => {
      const from = { rows: Slab.u32(problem.slab, problem.rows, problem.n), ...numbers(problem) }
      const to = { rows: Slab.u32(batch.slab, batch.rows, batch.n), ...numbers(batch) }
      listed[at]!.forEach((i, b) => {
        to.rows[b] = from.rows[i]!
        to.weights[b] = from.weights[i]!
        to.squares[b] = from.squares[i]!
      })
    }
    return { problem: batch, read: (batches) => Effect.sync(() => void (listed = batches)), take }
  }
})

/**
 * See the module. Batches of `batchSize` rows drawn with replacement, at most `maxIterations` passes' worth; then every
 * row is assigned, and the centers reported are the means of the clusters. One start; a warm start is not looked at. The notes tell the loss.
 */
export const miniBatch = (engine: Engine, request: Request, batching: Batching): Effect.Effect<Clustering> =>
  withProblem(engine, request.matrix, request, (problem) => {
    const stage = Workspace.arena(
      problem.slab,
      Effect.fnUntraced(function*(alloc) {
        const { slab, n } = problem, source = inPlace(problem)
        const { state, way } = yield* moved(source, problem, request, batching, alloc)
        Slab.i32(slab, state.assignment, n).fill(-1)
        Centers.forget(problem, state)
        yield* Centers.assignRows(problem, state)
        yield* moveToMeans(problem, state, sumRows)
        const { own, ...rest } = yield* finish(problem, state, alloc(8 * n))
        const notes = yield* lossOf(source, problem, rest.centers, request.key, batching.sampled)
        return { assignment: byPosition(own, request), ...rest, ...way, notes }
      })
    )
    return withRoom(request.matrix, Centers.bytesFor(problem.n, request.k), stage)
  })
