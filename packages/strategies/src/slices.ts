/**
 * Some items with their rows, a slice at a time: all at once where the pool is in memory, as many as fit where it stays in its file.
 */
import {
  type Clusters,
  type Frame,
  Kernels,
  type Matrix,
  PartFailed,
  Partition,
  Remarks,
  type Tiles
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import { inSpace, type Space, tilesIn } from "./space.ts"
import { inBlocks } from "./uncertainty/blocks.ts"

/** Items `from … to − 1` of a list: the rows of a matrix that they are. */
export interface Slice<M = Matrix.Matrix> {
  readonly matrix: M
  readonly rows: Uint32Array
  readonly from: number
  readonly to: number
}

/** A frame whose vectors are in memory, or in their file. */
type View = Pick<Frame.Any, "embedding" | "tiled">

/** Bytes that a row takes while its neighbors are sought: itself, its sketch, and who may be near. */
const bytesOfRow = (cols: number): number => 6 * cols + 820

/** How many rows of a pool that stays in its file are in memory at a time. */
export const rowsAtOnce = ({ cols }: Tiles.Tiles): Effect.Effect<number> =>
  Effect.map(Kernels.Kernels, ({ settings }) => Math.max(1, Math.floor(settings.gathered / bytesOfRow(cols))))

/** 0, 1, … to before `count`. */
export const upTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i)

/**
 * The rows at ascending positions, at the beginning of `into` where that is given. Fails, in the name of `part`, where the file cannot be
 * read.
 */
export const gathered = (part: string, tiles: Tiles.Tiles, positions: Uint32Array, into?: Float32Array) =>
  Effect.flatMap(
    Kernels.Kernels,
    (kernels) => Effect.mapError(kernels.gatherRows(tiles, positions, into), PartFailed.from(part))
  )

/** Lends room for so many rows of a pool that stays in its file. */
export const withRoom = <A, E, R>(
  { cols }: Tiles.Tiles,
  rows: number,
  use: (room: Float32Array) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => Effect.flatMap(Kernels.Kernels, (kernels) => kernels.withRoom(rows * cols, use))

/** Looks at slices, one after the other. */
type Each = <E, R>(use: (slice: Slice) => Effect.Effect<void, E, R>) => Effect.Effect<void, E | PartFailed, R>

/**
 * Lends ascending items, to be looked at a slice after the other as often as one likes: rows that are read go into one room, and stay
 * there where all have room together. The trace says how often all were read. Fails, in the name of `part`, where a file cannot be read.
 */
export const withSlices = Effect.fnUntraced(function*<A, E, R>(
  part: string,
  { embedding, tiled }: View,
  items: Uint32Array,
  use: (each: Each) => Effect.Effect<A, E, R>
) {
  const tiles = tiled?.embedding
  if (tiles === undefined) {
    return yield* use((look) => look({ matrix: embedding!, rows: items, from: 0, to: items.length }))
  }
  const size = Math.max(1, Math.min(items.length, yield* rowsAtOnce(tiles)))
  return yield* withRoom(tiles, size, (room) => {
    let there: Slice | undefined
    const each: Each = Effect.fnUntraced(function*(look) {
      if (there !== undefined) return yield* look(there)
      for (let from = 0; from < items.length; from += size) {
        yield* Remarks.count({ passes: 1 })
        const some = items.subarray(from, from + size), matrix = yield* gathered(part, tiles, some, room)
        const slice = { matrix, rows: upTo(some.length), from, to: from + some.length }
        if (some.length === items.length) there = slice
        yield* look(slice)
      }
    })
    return use(each)
  })
})

/** Where rows of vectors are: in memory, or in their file. */
export type Source<M = Matrix.Matrix> = { readonly matrix: M } | { readonly tiles: Tiles.Tiles }

/** The vectors of a space, wherever they are. */
export const sourceOf = (frame: Frame.Any, space: Space): Source => {
  const tiles = tilesIn(frame, space)
  return tiles === undefined ? { matrix: inSpace(frame, space) } : { tiles }
}

/** The rows at ascending positions: a matrix, and which of its rows each is. Fails, in the name of `part`, where a file cannot be read. */
export const rowsAt = (part: string, source: Source, positions: Uint32Array) =>
  "tiles" in source
    ? Effect.map(gathered(part, source.tiles, positions), (matrix) => ({ matrix, rows: upTo(positions.length) }))
    : Effect.succeed({ matrix: source.matrix, rows: positions })

/** Where the items of the next tile end: those from `from` on that are in one tile with it. */
const tileEnd = (items: Uint32Array, from: number, tile: number): number => {
  const end = (Math.floor(items[from]! / tile) + 1) * tile
  let to = from + 1
  while (to < items.length && items[to]! < end) to++
  return to
}

/**
 * Looks at ascending items, in their order: all at once where they are in memory, else those of a tile after those of the one before, whose
 * rows are then no longer there. The trace says that it is a pass. Fails, in the name of `part`, where a file cannot be read.
 */
export const eachTile = Effect.fnUntraced(function*<M, E, R>(
  part: string,
  source: Source<M>,
  items: Uint32Array,
  use: (slice: Slice<M | Matrix.Matrix>) => Effect.Effect<void, E, R>
) {
  if (!("tiles" in source)) return yield* use({ matrix: source.matrix, rows: items, from: 0, to: items.length })
  const { tiles } = source
  yield* Remarks.count({ passes: 1 })
  yield* withRoom(tiles, Math.min(items.length, tiles.tile), (room) =>
    Effect.gen(function*() {
      for (let from = 0; from < items.length;) {
        const to = tileEnd(items, from, tiles.tile), some = items.subarray(from, to)
        const matrix = yield* gathered(part, tiles, some, room)
        yield* use({ matrix, rows: upTo(some.length), from, to })
        from = to
      }
    }))
})

/** The means of the members of each cluster, added in the order of positions. */
const meansOf = Effect.fnUntraced(function*(part: string, tiles: Tiles.Tiles, cluster: Clusters) {
  const { cols } = tiles,
    source: Source = { tiles },
    k = Partition.count(cluster),
    sums = new Float64Array(k * cols),
    { assignment } = cluster
  yield* eachTile<Matrix.Matrix, never, never>(
    part,
    source,
    upTo(assignment.length),
    ({ from, matrix: { data }, to }) =>
      Effect.suspend(() => {
        for (let position = from; position < to; position++) {
          const own = assignment[position]!, at = (position - from) * cols
          for (let j = 0; own >= 0 && j < cols; j++) sums[own * cols + j]! += data[at + j]!
        }
        return Kernels.breathe(2 * (to - from) * cols)
      })
  )
  const sizes = Partition.sizes(cluster, undefined, k)
  return { data: sums.map((sum, at) => sum / sizes[Math.floor(at / cols)]!), rows: k, cols }
})

/** The centers of clusters: those of the column, else the means of their members. Fails, in the name of `part`, where a file cannot be read. */
export const centersOf = Effect.fnUntraced(function*(part: string, source: Source, cluster: Clusters) {
  if (cluster.centers !== undefined) return cluster.centers
  return "tiles" in source
    ? yield* meansOf(part, source.tiles, cluster)
    : yield* Partition.findCenters(cluster, source.matrix)
})

/** Elementary steps a number of a row. */
const COST = 4

/**
 * By position, minus the distance of each candidate to the center of its cluster, in float64; −∞ in no cluster, NaN off the candidates.
 * Fails, in the name of `part`, where a file cannot be read.
 */
export const proximities = Effect.fnUntraced(function*(
  part: string,
  { candidates, cluster, size }: Frame.Frame<"cluster">,
  source: Source
) {
  const { data: centers } = yield* centersOf(part, source, cluster)
  const values = new Float64Array(size).fill(Number.NaN)
  yield* eachTile(
    part,
    source,
    candidates,
    ({ from: first, matrix: { cols, data }, rows, to: last }) =>
      inBlocks(last - first, COST * cols, (from, to) => {
        for (let n = from; n < to; n++) {
          const position = candidates[first + n]!, own = cluster.assignment[position]!, at = rows[n]! * cols
          let sum = 0
          for (let j = 0; own >= 0 && j < cols; j++) sum += (data[at + j]! - centers[own * cols + j]!) ** 2
          values[position] = own < 0 ? -Infinity : -Math.sqrt(sum)
        }
      })
  )
  return values
})
