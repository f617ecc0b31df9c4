/**
 * The npm package `hnswlib-node` as a search for neighbors: approximate, for groups so large that the exact search costs
 * too much. Distances are float64 as in the exact search; only who is a neighbor is approximate, and how often it is
 * right is measured on a sample and told in the table's `notes`.
 *
 * An optional peer dependency: add it with `npm install hnswlib-node` (it is compiled then, which takes a C++ compiler).
 *
 * @module
 */
import { Kernels, Matrix, Neighbors, Options as PartOptions, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { HierarchicalNSW } from "hnswlib-node"

/** How the index is built and searched. */
export interface Options {
  /** Links an item has in the index (16). */
  readonly M: number
  /** Candidates looked at when an item is added (200). */
  readonly efConstruction: number
  /** Candidates looked at in a search, never fewer than the neighbors sought plus one (100). */
  readonly efSearch: number
  /** Draws the index's levels and the sample that recall is measured on (0). */
  readonly seed: number
  /** Groups of at most so many members are searched exactly (2,000). */
  readonly smallest: number
  /** Items on which recall is measured (50). */
  readonly sample: number
}

/** How the index is built and searched where nothing else is said. */
export const defaults: Options = { M: 16, efConstruction: 200, efSearch: 100, seed: 0, smallest: 2000, sample: 50 }

type Index = typeof HierarchicalNSW

const LIBRARY = "hnswlib-node"

const HOW = "the package hnswlib-node cannot be loaded; add it: npm install hnswlib-node (it needs a C++ compiler), "
  + "or leave out this layer: the exact search needs no package"

const load = Effect.tryPromise({
  try: async (): Promise<Index> => (await import("hnswlib-node")).default.HierarchicalNSW,
  catch: (cause) => new Neighbors.NeighborsError({ reason: "Missing", problem: HOW, package: LIBRARY, cause })
})

const refused = (cause: unknown): Neighbors.NeighborsError =>
  new Neighbors.NeighborsError({
    reason: "Library",
    problem: `${LIBRARY}: ${String(cause)}`,
    library: LIBRARY,
    cause
  })

/** Runs `body` for 0 … n − 1 and yields now and then; `cost` multiply-adds each. */
const each = (n: number, cost: number, body: (i: number) => void): Effect.Effect<void, Neighbors.NeighborsError> => {
  const size = Math.max(1, Math.floor(2 ** 23 / cost))
  const chunk = (from: number) =>
    Effect.andThen(
      Effect.try({
        try: () => {
          for (let i = from; i < Math.min(n, from + size); i++) body(i)
        },
        catch: refused
      }),
      Kernels.giveWay
    )
  return Effect.forEach(Array.from({ length: Math.ceil(n / size) }, (_, c) => c * size), chunk, { discard: true })
}

/** One group with its table; `rows` are indices into the members. */
interface Task {
  readonly request: Neighbors.WithinRequest
  readonly table: Neighbors.NeighborTable
  readonly group: Neighbors.Group
}

/** Distance and position of some members from one, nearest first, ties to the smaller position. */
const ranked = ({ request: { matrix, members } }: Task, row: number, others: ReadonlyArray<number>) =>
  others.filter((other) => other !== row).map((other) => {
    const position = members[other]!
    return { position, distance: Neighbors.distance(matrix.data, matrix.cols, members[row]!, position) }
  }).sort((a, b) => a.distance - b.distance || a.position - b.position)

/**
 * A power of two that brings the largest number of a group to about 1: the library squares in single precision, where large
 * numbers overflow and small ones vanish. Exact, so that it changes no distance's rank.
 */
const scaleOf = ({ group: { rows }, request: { matrix, members } }: Task): number => {
  let most = 0
  for (const row of rows) for (const x of Matrix.row(matrix, members[row]!)) most = Math.max(most, Math.abs(x))
  return most === 0 ? 1 : 2 ** -Math.floor(Math.log2(most))
}

const point = ({ request: { matrix, members } }: Task, row: number, scale: number): Array<number> =>
  Array.from(Matrix.row(matrix, members[row]!), (x) => x * scale)

const fill = (task: Task, row: number, found: ReadonlyArray<number>): void => {
  const { counts, distances, indices, width } = task.table
  const nearest = ranked(task, row, found).slice(0, task.group.k)
  counts[row] = nearest.length
  nearest.forEach(({ distance, position }, n) => {
    indices[row * width + n] = position
    distances[row * width + n] = distance
  })
}

/** Builds the index of a group, and looks up each of its members. */
const approximate = Effect.fnUntraced(function*(options: Options, HNSW: Index, task: Task) {
  const { group: { k, rows, sought = rows }, request: { matrix } } = task
  const index = yield* Effect.try({
    try: () => {
      const made = new HNSW("l2", matrix.cols)
      const { M: m, efConstruction, seed: randomSeed } = options
      made.initIndex({ maxElements: sought.length, m, efConstruction, randomSeed })
      made.setEf(Math.max(options.efSearch, k + 1))
      return made
    },
    catch: refused
  })
  const cost = matrix.cols * options.efConstruction * 4, scale = scaleOf(task)
  const at = (row: number) => point(task, row, scale)
  yield* each(sought.length, cost, (i) => index.addPoint(at(sought[i]!), sought[i]!))
  yield* each(
    rows.length,
    cost,
    (i) => fill(task, rows[i]!, index.searchKnn(at(rows[i]!), Math.min(k + 1, sought.length)).neighbors)
  )
})

/** The share of what was found that is as near as what an exact search finds, for some members drawn by key. */
const recall = Effect.fnUntraced(function*(options: Options, tasks: ReadonlyArray<Task>) {
  const all = tasks.flatMap((task) => [...task.group.rows].map((row) => ({ task, row })))
  const order = Rng.permutation(Rng.derive(Rng.fromSeed(options.seed), "hnswlib/recall"), all.length)
  const sample = Array.from(order.subarray(0, options.sample), (i) => all[i]!)
  let right = 0, wanted = 0
  for (const { row, task } of sample) {
    const { group: { k, rows, sought = rows }, table: { counts, distances, width } } = task
    const nearest = ranked(task, row, [...sought]).slice(0, k), limit = nearest.at(-1)?.distance ?? 0
    right += distances.subarray(row * width, row * width + counts[row]!).filter((d) => d <= limit).length
    wanted += nearest.length
    yield* Kernels.giveWay
  }
  return { recall: wanted === 0 ? 1 : right / wanted, sample: sample.length }
})

/** Members of small groups, exactly, into the table. */
const exactly = Effect.fnUntraced(
  function*(request: Neighbors.WithinRequest, table: Neighbors.NeighborTable, large: ReadonlySet<number>) {
    const group = request.group.map((_, position) => large.has(position) ? -1 : request.group[position]!)
    const part = yield* Neighbors.exact.within({ ...request, group })
    for (let row = 0; row < request.members.length; row++) {
      const count = part.counts[row]!, from = row * part.width
      table.counts[row] = count
      table.indices.set(part.indices.subarray(from, from + count), row * table.width)
      table.distances.set(part.distances.subarray(from, from + count), row * table.width)
    }
  }
)

/**
 * Approximate neighbors by an HNSW index (Malkov & Yashunin 2020) a group. Small groups are searched exactly.
 *
 * `options` default to {@link defaults}. The notes tell `recall` (of what an exact search finds, in large groups) and
 * on how many items it was measured (`sample`). Fails with `NeighborsError`, reason `Missing`, where the package is not
 * installed. Throws `InvalidOptions` on an option that it does not have.
 */
export const hnswlib = (options: Partial<Options> = {}): Neighbors.Service => {
  const settings = { ...defaults, ...PartOptions.exact("hnswlib", options, Object.keys(defaults)) }
  return {
    name: "hnswlib",
    within: Effect.fnUntraced(function*(request: Neighbors.WithinRequest) {
      const HNSW = yield* load
      const groups = Neighbors.groupsOf(request)
      const table = Neighbors.emptyTable(request.members, groups)
      const large = groups.filter(({ k, rows, sought = rows }) => k > 0 && sought.length > settings.smallest)
      const positions = new Set(large.flatMap(({ rows }) => Array.from(rows, (row) => request.members[row]!)))
      yield* exactly(request, table, positions)
      const tasks = large.map((group) => ({ request, table, group }))
      for (const task of tasks) yield* approximate(settings, HNSW, task)
      return { ...table, notes: { library: "hnswlib-node", ...(yield* recall(settings, tasks)) } }
    })
  }
}

/** Puts {@link hnswlib} in place of the exact search; `options` default to {@link defaults}. */
export const layer = (options: Partial<Options> = {}): Layer.Layer<never> => Neighbors.layer(hnswlib(options))
