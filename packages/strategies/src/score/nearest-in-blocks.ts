/**
 * The nearest members of a group whose rows do not fit into memory together: block against block of them.
 */
import { Frame, Kernels, Neighbors, Remarks, type Tiles } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { gathered, upTo, withRoom } from "../slices.ts"

/** Who looks for how many neighbors, and how many rows are in memory at a time. */
export interface Asked {
  /** Positions, ascending. */
  readonly members: Uint32Array
  readonly neighbors: number
  /** The most rows that are in memory together. */
  readonly rows: number
}

type Table = Neighbors.NeighborTable

/** Elementary steps a neighbor of putting two lists together. */
const MERGE = 16

const emptyTable = (members: Uint32Array, width: number): Table => ({
  members,
  width,
  counts: new Uint32Array(members.length),
  indices: new Uint32Array(members.length * width),
  distances: new Float64Array(members.length * width)
})

/** Whether a neighbor comes before another: it is nearer, or as near and at a smaller position. */
const isBefore = (distance: number, index: number, other: number, at: number): boolean =>
  distance < other || (distance === other && index < at)

/** Puts the neighbors of one row of `more` into a row of `all`, nearest first; one that is in both is there once. */
const merge = (all: Table, row: number, more: Table, other: number, positions: Uint32Array, kept: Table): void => {
  const [a, b] = [row * all.width, other * more.width], [m, n] = [all.counts[row]!, more.counts[other]!]
  let i = 0, j = 0, count = 0
  while (count < all.width && (i < m || j < n)) {
    const index = i < m ? all.indices[a + i]! : Infinity, distance = i < m ? all.distances[a + i]! : Infinity
    const next = j < n ? positions[more.indices[b + j]!]! : Infinity, far = j < n ? more.distances[b + j]! : Infinity
    const isOwn = j >= n || (i < m && isBefore(distance, index, far, next))
    kept.indices[count] = isOwn ? index : next
    kept.distances[count++] = isOwn ? distance : far
    if (isOwn || index === next) i++
    if (!isOwn) j++
  }
  all.indices.set(kept.indices.subarray(0, count), a)
  all.distances.set(kept.distances.subarray(0, count), a)
  all.counts[row] = count
}

/** The blocks that meet, each pair once: in a pair the rows of one block meet each other, too. */
const pairsOf = (blocks: number): ReadonlyArray<readonly [number, number]> =>
  Array.from({ length: blocks }, (_, a) => a).flatMap((a) =>
    Array.from({ length: blocks - 1 - a }, (_, n) => [a, a + 1 + n] as const)
  )

/** The neighbors that were found of rows at `positions`, put into the table of all: `placeOf` says where a row belongs, or −1. */
const put = (
  all: Table,
  kept: Table,
  found: Table,
  positions: Uint32Array,
  placeOf: (row: number) => number
): Effect.Effect<void> =>
  Effect.suspend(() => {
    for (const [n, row] of found.members.entries()) {
      const place = placeOf(row)
      if (place >= 0) merge(all, place, found, n, positions, kept)
    }
    return Kernels.breathe(MERGE * all.width * found.members.length)
  })

/**
 * The nearest of each member, as a search among all of them finds them, ties to the smaller position. Two blocks are in memory at a time, of
 * half as many rows as may be; O(n² d) time, twice that of a search among rows in memory, and O(n · neighbors) memory. There are more members than
 * rows. Fails with `NeighborsError`, and where a tile cannot be read.
 */
export const nearestInBlocks = Effect.fnUntraced(function*(
  part: string,
  tiles: Tiles.Tiles,
  { members, neighbors, rows }: Asked
) {
  const blocks = Math.ceil(members.length / Math.max(1, Math.floor(rows / 2))),
    size = Math.ceil(members.length / blocks)
  const all = emptyTable(members, neighbors), kept = emptyTable(new Uint32Array(1), neighbors)
  yield* Remarks.count({ passes: blocks - 1 })
  yield* withRoom(tiles, 2 * size, (room) =>
    Effect.forEach(pairsOf(blocks), ([a, b]) =>
      Effect.gen(function*() {
        const first = members.subarray(a * size, (a + 1) * size), last = members.subarray(b * size, (b + 1) * size)
        const positions = Frame.concat(first, last), matrix = yield* gathered(part, tiles, positions, room)
        const request = {
          matrix,
          members: upTo(positions.length),
          group: new Int32Array(positions.length),
          neighbors: () => neighbors
        }
        const placeOf = (row: number) => row < first.length ? a * size + row : b * size + row - first.length
        yield* Neighbors.inParts(Neighbors.exact, request, (found) => put(all, kept, found, positions, placeOf))
      }), { discard: true }))
  return all
})

/** Two ascending lists as one. */
const union = (a: Uint32Array, b: Uint32Array): Uint32Array => Uint32Array.from(new Set([...a, ...b])).sort()

/** The rows of a list in pieces. */
const pieces = (list: Uint32Array, size: number): ReadonlyArray<Uint32Array> =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.subarray(n * size, (n + 1) * size))

/**
 * The nearest of each member among those of `sought` (ascending, members too), as a search in memory finds them: those that are sought are in
 * memory, as many as half of the rows, and the members beside them a piece after the other. O(n · sought · d) time and O(n · neighbors) memory. Fails
 * with `NeighborsError`, and where a tile cannot be read.
 */
export const nearestAgainst = Effect.fnUntraced(function*(
  part: string,
  tiles: Tiles.Tiles,
  { members, neighbors, rows, sought }: Asked & { readonly sought: Uint32Array }
) {
  const all = emptyTable(members, neighbors), kept = emptyTable(new Uint32Array(1), neighbors)
  const most = Math.min(sought.length, Math.max(1, Math.floor(rows / 2))), size = Math.max(1, rows - most)
  yield* withRoom(
    tiles,
    most + Math.min(size, members.length),
    (room) =>
      Effect.forEach(pieces(sought, most), (some) =>
        Effect.andThen(
          Remarks.count({ passes: 1 }),
          Effect.forEach(pieces(members, size), (slice, n) =>
            Effect.gen(function*() {
              const positions = union(some, slice),
                among = new Set(some),
                places = new Int32Array(positions.length).fill(-1)
              const matrix = yield* gathered(part, tiles, positions, room)
              let next = 0
              positions.forEach((position, row) => {
                if (position === slice[next]) places[row] = n * size + next++
              })
              const request = {
                matrix,
                members: upTo(positions.length),
                group: new Int32Array(positions.length),
                neighbors: () => neighbors,
                sought: Uint8Array.from(positions, (position) => among.has(position) ? 1 : 0)
              }
              const use = (found: Table) => put(all, kept, found, positions, (row) => places[row]!)
              yield* Neighbors.inParts(Neighbors.exact, request, use)
            }), { discard: true })
        ), { discard: true })
  )
  return all
})
