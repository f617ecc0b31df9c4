/**
 * Neighbors of members of a pool that stays in its file: some groups after the other. Tested in slices.test.ts.
 */
import { Neighbors, PartFailed, Remarks, type Tiles } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { gathered, rowsAtOnce, upTo, withRoom } from "../slices.ts"
import { nearestAgainst, nearestInBlocks } from "./nearest-in-blocks.ts"

/** Who is compared with whom, and with how many; `sought` as a search for neighbors has it. */
export type Grouped = Omit<Neighbors.WithinRequest, "matrix">

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
  { group, neighbors, sought }: Grouped,
  { most, positions, room }: Batch,
  use: (table: Neighbors.NeighborTable) => Effect.Effect<void>
) {
  const size = positions.length
  if (size > most) {
    if (service !== Neighbors.exact) return yield* tooLarge(service.name, group[positions[0]!]!, size, most)
    const asked = { members: positions, neighbors: neighbors(size), rows: most }
    const some = sought && positions.filter((position) => sought[position] === 1)
    const table = some === undefined || some.length === size
      ? nearestInBlocks("typicality", tiles, asked)
      : nearestAgainst("typicality", tiles, { ...asked, sought: some })
    return yield* use(yield* table)
  }
  yield* Remarks.count({ passes: 1 })
  const matrix = yield* gathered("typicality", tiles, positions, room),
    own = Int32Array.from(positions, (at) => group[at]!)
  const part = {
    matrix,
    members: upTo(size),
    group: own,
    neighbors,
    ...(sought === undefined ? {} : { sought: Uint8Array.from(positions, (position) => sought[position]!) })
  }
  yield* Neighbors.inParts(
    service,
    part,
    (table) => use({ ...table, members: table.members.map((n) => positions[n]!) })
  )
})

/** The neighbors of members of a pool that stays in its file, given to `use` some groups after the other. */
export const neighborsOver = Effect.fnUntraced(function*(
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
