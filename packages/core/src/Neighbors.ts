/**
 * Who is near whom: the nearest neighbors of items within their groups (clusters, say; or one group, the pool), the
 * graph of all pairs nearer than a radius, greedy k-center, and greedy covering by similarity.
 *
 * The search for neighbors is a service, so that it can be replaced by an approximate one
 * (`@marginalia/strategies/hnswlib`); by default it is exact. Distances are Euclidean, float64 sums of squared direct
 * differences: duplicates are exactly 0 apart and ties are exact. An item is never its own neighbor.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Kernels } from "./Kernels.ts"
import type { FarthestPicks, FarthestRequest } from "./kernels/farthest-first.ts"
import { farthestOver as farthestIn, type FarthestOverRequest } from "./kernels/farthest-over.ts"
import { farthest } from "./kernels/farthest.ts"
import { herding as herd, type HerdingPicks, type HerdingRequest } from "./kernels/herding.ts"
import { lend } from "./kernels/lend.ts"
import { parts } from "./kernels/nearest-parts.ts"
import * as Nearest from "./kernels/nearest.ts"
import { type RadiusGraph, radiusGraph as graph, type RadiusRequest } from "./kernels/radius-graph.ts"
import type { Similarity } from "./kernels/similarity.ts"
import type { Matrix } from "./Matrix.ts"
import { type CoverOver, coverOver as coverIn, type CoverOverRequest } from "./neighbors/cover-over.ts"
import type { Members, NeighborTable } from "./neighbors/groups.ts"
import type { WithinRequest } from "./neighbors/request.ts"
import { type WholeGraph, wholeGraph } from "./neighbors/whole-graph.ts"
import type { Amiss } from "./ports/amiss.ts"
import { call } from "./ports/call.ts"
import { problemOfNeighbors } from "./ports/neighbors.ts"
import type { TilesError } from "./Tiles.ts"

export { type Copies, copiesOf, countEdgesAmong, distinctOf, edgesAmong, findCopies } from "./neighbors/copies.ts"
export { distance, squaredDistance } from "./neighbors/distance.ts"
export { emptyTable, type Group, groupsOf } from "./neighbors/groups.ts"
export { type Cover, type CoverOptions, maxCover } from "./neighbors/max-cover.ts"
export type { CoverOver, CoverOverRequest }
export { largestPureRadius } from "./neighbors/purity.ts"
export type {
  FarthestOverRequest,
  FarthestPicks,
  FarthestRequest,
  HerdingPicks,
  HerdingRequest,
  Members,
  NeighborTable,
  RadiusGraph,
  RadiusRequest,
  Similarity,
  WholeGraph,
  WithinRequest
}

/** Why a search failed, with the fields that are always there for that reason. */
export type NeighborsFault =
  /** The package that does it, `package`, cannot be loaded. */
  | { readonly reason: "Missing"; readonly package: string; readonly cause: unknown }
  /** The library that does it, `library`, threw `cause`. */
  | { readonly reason: "Library"; readonly library: string; readonly cause: unknown }
  /** The answer does not fit into memory. */
  | { readonly reason: "Memory"; readonly cause: unknown }
  /** The answer of the service, `service`, is none: `value`, where `expected` is due; of the item at `position`, where it is of one. */
  | ({ readonly reason: "Answer"; readonly service: string } & Omit<Amiss, "problem">)
  /** The service, `service`, failed with `cause`. */
  | { readonly reason: "Failed"; readonly service: string; readonly cause: unknown }

/** Why a search failed, to switch on. */
export type NeighborsErrorReason = NeighborsFault["reason"]

/**
 * A search for neighbors failed; the message says what to do, and the fields of {@link NeighborsFault} for its `reason` are always
 * there.
 */
export class NeighborsError extends Data.TaggedError("NeighborsError")<
  {
    readonly problem: string
    readonly reason: NeighborsErrorReason
    readonly package?: string
    readonly library?: string
    readonly service?: string
    readonly cause?: unknown
  } & Partial<Omit<Amiss, "problem">>
> {
  readonly exitCode = 1
  constructor(fields: { readonly problem: string } & NeighborsFault) {
    super({ ...fields })
  }
  override get message(): string {
    return this.problem
  }
}

/** What searches for neighbors: a name for messages and for the trace, and a function. */
export interface Service {
  /** How it is called in messages. */
  readonly name: string
  /**
   * The nearest of each member within its group, nearest first, ties to the smaller position. Fails with {@link
   * NeighborsError}.
   */
  readonly within: (request: WithinRequest) => Effect.Effect<NeighborTable, NeighborsError>
}

/** The exact search: the answer of comparing all float64 distances. O(Σ group² · d) time, O(members · (d + k)) memory. */
export const exact: Service = {
  name: "exact",
  within: (request) => Effect.flatMap(Kernels, (kernels) => Nearest.within(kernels, request.matrix, request))
}

/** The search for neighbors that strategies use, as a service. Defaults to the {@link exact} one. */
export const Neighbors = Context.Reference<Service>("@marginalia/core/Neighbors", { defaultValue: () => exact })

const atFault = (service: string, { problem, ...found }: Amiss) =>
  new NeighborsError({ reason: "Answer", problem: `${service}: the answer is at fault: ${problem}`, service, ...found })

const checked = (name: string, request: WithinRequest, answer: NeighborTable) =>
  Effect.flatMap(
    problemOfNeighbors(request, answer),
    (wrong) => wrong === undefined ? Effect.void : Effect.fail(atFault(name, wrong))
  )

/**
 * Asks a service for neighbors, and checks the answer to the `request`: a row for each member, others of its group,
 * nearest first.
 *
 * Fails with `NeighborsError`, reason `Answer`, where it is something else, and `Failed` where the service broke. Strategies ask by this, never directly.
 */
export const ask = (
  { name, within }: Service,
  request: WithinRequest
): Effect.Effect<NeighborTable, NeighborsError> => {
  const fail = (problem: string, cause?: unknown) =>
    new NeighborsError({ reason: "Failed", problem: `${name}: ${problem}`, service: name, cause })
  return Effect.tap(
    call("search for neighbors", () => within(request), fail),
    (answer) => checked(name, request, answer)
  )
}

/**
 * {@link ask}, with the answer to a `request` given to `use` in parts where the `service` is the exact one.
 *
 * A part holds all members of some groups, each part checked, so that the whole table is never in memory. The order
 * of the parts is not that of the members. Another search answers in one part. Fails with {@link NeighborsError} as
 * `ask` does, and as `use` does.
 */
export const inParts = <E, R>(
  service: Service,
  request: WithinRequest,
  use: (part: NeighborTable) => Effect.Effect<void, E, R>
): Effect.Effect<void, E | NeighborsError, R> => {
  if (service !== exact) return Effect.flatMap(ask(service, request), use)
  const one = (part: NeighborTable) =>
    Effect.andThen(checked(exact.name, { ...request, members: part.members }, part), use(part))
  return Effect.flatMap(Kernels, (kernels) => parts(kernels, request.matrix, request, one))
}

/** A layer with another search, `service`, in place of the exact one. */
export const layer = (service: Service): Layer.Layer<never> => Layer.succeed(Neighbors, service)

const outOfMemory = (cause: unknown): NeighborsError =>
  new NeighborsError({
    reason: "Memory",
    problem: `the graph has more edges than fit into memory (${String(cause)}); make the radius smaller`,
    cause
  })

const orOutOfMemory = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | NeighborsError, R> =>
  Effect.catchDefect(
    effect,
    (defect) => defect instanceof RangeError ? Effect.fail(outOfMemory(defect)) : Effect.die(defect)
  )

/**
 * The graph that joins rows at a Euclidean distance below a radius (strictly), exactly, each row also to itself.
 *
 * The `request` holds the matrix, the rows and the radius. O(N² d) time; fails with `NeighborsError`, reason `Memory`,
 * where the edges do not fit into memory.
 */
export const radiusGraph = (request: RadiusRequest): Effect.Effect<RadiusGraph, NeighborsError> =>
  orOutOfMemory(Effect.flatMap(Kernels, (kernels) => graph(kernels, request)))

/**
 * {@link radiusGraph} of all rows of a `matrix` at a `radius`, lent to `use`: of equal rows one stands for all, and
 * `copies` says for whom (none where the radius is 0). Queries over one pool that ask for the same radius at the same
 * time share one graph, which is let go by the last. O(N² d) time; fails with {@link NeighborsError} as {@link
 * radiusGraph} does, and as `use` does.
 */
export const withRadiusGraph = <A, E, R>(
  { matrix, radius }: Omit<RadiusRequest, "rows">,
  use: (found: WholeGraph) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | NeighborsError, R> =>
  Effect.flatMap(Kernels, (kernels) => {
    const make = () => Effect.result(orOutOfMemory(wholeGraph(kernels, matrix, radius)))
    const wanted = { of: matrix, slab: undefined, name: `radius graph ${radius}`, make }
    return lend(wanted, (made) => Effect.flatMap(Effect.fromResult(made), use))
  })

/**
 * For each of `rows` (positions in `matrix`, ascending), the distance to the nearest row whose `label` (by position)
 * differs; Infinity where there is none. Exact. O(N² d) time, O(N d) memory.
 */
export const nearestOther = (
  { label, matrix, rows }: { readonly matrix: Matrix; readonly rows: Uint32Array; readonly label: Int32Array }
): Effect.Effect<Float64Array> =>
  Effect.flatMap(Kernels, (kernels) => Nearest.nearestOther(kernels, matrix, rows, label))

/**
 * Greedy k-center over a `request`'s candidates: the one farthest from all centers, which becomes a center, and so on.
 *
 * Ties go to the smaller position; without centers the first is the candidate nearest to the mean of all rows. Exact.
 * O(N d) a pick.
 */
export const farthestFirst = (request: FarthestRequest): Effect.Effect<FarthestPicks> =>
  Effect.flatMap(Kernels, (kernels) => farthest(kernels, request))

/**
 * {@link farthestFirst} over rows that stay in their file (`request.tiles`): the same picks and distances, to the bit, in few
 * passes over the file; a pass a pick at worst. O(N) memory, and 16 MB of rows that are kept between two passes.
 *
 * Fails with `TilesError` where the file cannot be read.
 */
export const farthestOver = (request: FarthestOverRequest): Effect.Effect<FarthestPicks, TilesError> =>
  Effect.flatMap(Kernels, (kernels) => farthestIn(kernels, request))

/**
 * Greedy covering (herding, facility location) of a `request`'s matrix: the candidate x that adds most, Σ w_i max(0, k(x, i) − m_i)
 * over all rows i, where m_i is the largest similarity k of row i to what covers already; then the next, and so on.
 *
 * Exact, with ties to the smaller position, also where nothing is gained any more; of rows of zeros under the cosine kernel
 * nothing is gained. Lazy: O(N² d) for the first pick, then far less; O(N d) memory, and up to 256 MiB of bounds that are remembered.
 */
export const herding = (request: HerdingRequest): Effect.Effect<HerdingPicks> =>
  Effect.flatMap(Kernels, (kernels) => herd(kernels, request))

/**
 * {@link maxCover} on the graph of all rows of a pool that stays in its file (`request.tiles`) at a radius: the same picks, gains and coverage, and
 * no graph in memory. Pairs of rows are looked at as often as they are needed, block against block: O(N² d) time, several times that of the graph, and O(N) memory.
 *
 * Fails with `TilesError` where the file cannot be read.
 */
export const coverOver = (request: CoverOverRequest): Effect.Effect<CoverOver, TilesError> =>
  Effect.flatMap(Kernels, (kernels) => coverIn(kernels, request))
