/**
 * How much an item is like its neighbors.
 */
import { type Frame, Neighbors, Options, PartFailed, Remarks, Score, Sum, type Tiles } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { gathered, rowsAtOnce, upTo, withRoom } from "../slices.ts"
import { inBlocks } from "../uncertainty/blocks.ts"
import { nearestInBlocks } from "./nearest-in-blocks.ts"

const options = Schema.Struct({
  neighbors: Options.field(
    Schema.Int.check(Schema.isGreaterThan(0)),
    20,
    "K: how many neighbors, at most half the members"
  ),
  distance: Options.field(
    Schema.Literals(["euclidean", "squared"]),
    "euclidean",
    "euclidean: 1 / mean distance, as in the paper; squared: 1 / (mean squared distance + 1e-5), as in the authors' code"
  ),
  neighborhood: Options.field(
    Schema.Literals(["cluster", "pool"]),
    "cluster",
    "where neighbors are sought: among the unlabeled members of the item's cluster, or in the whole pool"
  ),
  picked: Options.field(
    Schema.Literals(["in", "out"]),
    "in",
    "whether items already picked in this query still count as neighbors"
  )
})

type Settings = typeof options.Type
type Needed = "embedding" | "cluster"

/** Who is compared with whom, and with how many. */
interface Grouped {
  readonly members: Uint32Array
  readonly group: Int32Array
  readonly neighbors: (size: number) => number
}

/** Who may be a neighbor: the unlabeled, or everyone. */
const membersOf = (frame: Frame.Base, settings: Settings): Uint32Array => {
  const out = new Uint8Array(frame.size)
  if (settings.neighborhood === "cluster") { for (const position of frame.labeled) out[position] = 1 }
  if (settings.picked === "out") { for (const position of frame.picked) out[position] = 1 }
  const members = new Uint32Array(frame.size)
  let count = 0
  for (let position = 0; position < frame.size; position++) if (out[position] === 0) members[count++] = position
  return members.slice(0, count)
}

/** Which of the members a candidate is compared with. */
const groupOf = (frame: Frame.Frame<Needed>, settings: Settings): Int32Array =>
  settings.neighborhood === "pool" ? new Int32Array(frame.size) : frame.cluster.assignment

/** Elementary steps a neighbor. */
const COST = 8

/** Equation 1 for the distances of one item's neighbors; alone it is infinitely typical. */
const typical = (distances: Float64Array, { distance }: Settings): number => {
  if (distances.length === 0) return Infinity
  const squared = distance === "squared"
  const sum = Sum.total(squared ? distances.map((d) => d * d) : distances)
  return 1 / (sum / distances.length + (squared ? 1e-5 : 0))
}

/** Puts the typicality of some members where they stand. */
const rate = (all: Float64Array, table: Neighbors.NeighborTable, settings: Settings): Effect.Effect<void> =>
  inBlocks(table.members.length, COST * (1 + table.width), (from, to) => {
    for (let i = from; i < to; i++) {
      const start = i * table.width
      all[table.members[i]!] = typical(table.distances.subarray(start, start + table.counts[i]!), settings)
    }
  })

const tooLarge = (name: string, cluster: number, size: number, most: number): PartFailed =>
  new PartFailed({
    part: "typicality",
    problem:
      `cluster ${cluster} has ${size} items, whose vectors ${name} takes in memory together, and there is room for ${most}; ` +
      "search exactly, ask for more clusters, or read the pool into memory",
    reason: "Column",
    column: "cluster",
    value: size,
    expected: `clusters of at most ${most} items`
  })

/** The number of members of each group. */
const sizesOf = ({ group, members }: Grouped): ReadonlyArray<number> => {
  const sizes: Array<number> = []
  for (const position of members) {
    const own = group[position]!
    if (own >= 0) sizes[own] = (sizes[own] ?? 0) + 1
  }
  return sizes
}

/** Which groups are in memory together, so that at most `most` members are, or those of one larger group: a number for each group. */
const together = (sizes: ReadonlyArray<number>, most: number): Int32Array => {
  let batch = 0, held = 0
  return Int32Array.from(sizes, (size = 0) => {
    if (held > 0 && held + size > most) {
      batch++
      held = 0
    }
    held += size
    return batch
  })
}

/** Members of the largest batch, of those that have room. */
const largest = (sizes: ReadonlyArray<number>, batches: Int32Array, most: number): number => {
  const held: Array<number> = []
  sizes.forEach((size, group) => held[batches[group]!] = (held[batches[group]!] ?? 0) + size)
  return held.reduce((a, b) => b <= most ? Math.max(a, b) : a, 0)
}

/** What is in memory at a time: the members of some groups, or of one that is larger than there is room. */
interface Batch {
  readonly positions: Uint32Array
  readonly most: number
  /** Where rows go that are in memory together. */
  readonly room: Float32Array
}

/** The neighbors of some members, given to `use`. */
const rateBatch = Effect.fnUntraced(function*(
  service: Neighbors.Service,
  tiles: Tiles.Tiles,
  { group, neighbors }: Grouped,
  { most, positions, room }: Batch,
  use: (table: Neighbors.NeighborTable) => Effect.Effect<void>
) {
  const size = positions.length
  if (size > most) {
    if (service !== Neighbors.exact) return yield* tooLarge(service.name, group[positions[0]!]!, size, most)
    const asked = { members: positions, neighbors: neighbors(size), rows: most }
    return yield* use(yield* nearestInBlocks("typicality", tiles, asked))
  }
  yield* Remarks.count({ passes: 1 })
  const matrix = yield* gathered("typicality", tiles, positions, room),
    own = Int32Array.from(positions, (at) => group[at]!)
  const part = { matrix, members: upTo(size), group: own, neighbors }
  yield* Neighbors.inParts(
    service,
    part,
    (table) => use({ ...table, members: table.members.map((n) => positions[n]!) })
  )
})

/** The typicality of members of a pool that stays in its file: some groups after the other. */
const rateTiles = Effect.fnUntraced(function*(
  service: Neighbors.Service,
  tiles: Tiles.Tiles,
  request: Grouped,
  use: (table: Neighbors.NeighborTable) => Effect.Effect<void>
) {
  const { group, members } = request, most = yield* rowsAtOnce(tiles)
  const sizes = sizesOf(request), batches = together(sizes, most), count = (batches.at(-1) ?? -1) + 1
  yield* withRoom(tiles, largest(sizes, batches, most), (room) =>
    Effect.gen(function*() {
      for (let batch = 0; batch < count; batch++) {
        const positions = members.filter((position) => group[position]! >= 0 && batches[group[position]!] === batch)
        if (positions.length > 0) yield* rateBatch(service, tiles, request, { positions, most, room }, use)
      }
    }))
})

/** The candidates' own: one outside every cluster has no neighbors to be like, and is the least typical of all. */
const ofCandidates = (all: Float64Array, { candidates, size }: Frame.Base, groups: Int32Array) => {
  const scores = new Float64Array(size).fill(Number.NaN)
  const block = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const position = candidates[i]!
      scores[position] = groups[position]! < 0 ? -Infinity : all[position]!
    }
  }
  return Effect.as(inBlocks(candidates.length, 4, block), scores)
}

/** What {@link typicality} takes. */
export interface TypicalityOptions {
  /** K: how many neighbors, at most half the members. Default 20. */
  readonly neighbors?: number
  /**
   * euclidean: 1 / mean distance, as in the paper; squared: 1 / (mean squared distance + 1e-5), as in the authors'
   * code. Default "euclidean".
   */
  readonly distance?: "euclidean" | "squared"
  /**
   * Where neighbors are sought: among the unlabeled members of the item's cluster, or in the whole pool. Default
   * "cluster".
   */
  readonly neighborhood?: "cluster" | "pool"
  /** Whether items already picked in this query still count as neighbors. Default "in". */
  readonly picked?: "in" | "out"
}

/**
 * How typical is an item of its cluster? The inverse of the mean distance to its K nearest neighbors, K =
 * min(`neighbors`, floor(m / 2)), at least 1, among the m unlabeled members of its cluster. An item alone in its
 * cluster, or one among K exact duplicates, is infinitely typical (with `distance: "squared"` duplicates score 1e5).
 *
 * Needs `embedding` and `cluster`; with `neighborhood: "pool"` only `embedding`. Distances in float64.
 *
 * Source: Hacohen et al. 2022, equation for Typicality; SUPClust, equation 1.
 */
export const typicality: Score.Maker<TypicalityOptions, "embedding" | "cluster"> = Score.define({
  name: "typicality",
  summary: "the inverse of the mean distance to the nearest neighbors in the item's cluster",
  source: "Hacohen, Dekel & Weinshall 2022, Active learning on a budget (TypiClust); Ono et al. 2024, equation 1",
  options,
  needs: (settings): ReadonlyArray<Needed> =>
    settings.neighborhood === "pool" ? ["embedding"] : ["embedding", "cluster"],
  tiles: ["embedding"],
  of: (settings) => (frame) =>
    Effect.gen(function*() {
      const service = yield* Neighbors.Neighbors
      const group = groupOf(frame, settings), all = new Float64Array(frame.size).fill(Number.NaN)
      const request = {
        members: membersOf(frame, settings),
        group,
        neighbors: (size: number) => Math.min(settings.neighbors, Math.max(1, Math.floor(size / 2)), size - 1)
      }
      const use = (table: Neighbors.NeighborTable) => {
        const remarks = service === Neighbors.exact ? {} : { neighbors: service.name, ...table.notes }
        return Effect.andThen(Remarks.add(remarks), rate(all, table, settings))
      }
      const tiles = frame.tiled?.embedding
      yield* tiles === undefined
        ? Neighbors.inParts(service, { matrix: frame.embedding, ...request }, use)
        : rateTiles(service, tiles, request, use)
      return yield* ofCandidates(all, frame, group)
    }).pipe(
      Effect.mapError(PartFailed.from("typicality"))
    )
})
