/**
 * Some items with their rows, a slice at a time: all at once where the pool is in memory, as many as fit where it stays in its file.
 */
import { type Clusters, type Frame, Kernels, type Matrix, PartFailed, Partition, type Tiles } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** Items `from … to − 1` of a list: the rows of a matrix that they are. */
export interface Slice {
  readonly matrix: Matrix.Matrix
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

/** The rows at ascending positions. Fails, in the name of `part`, where the file cannot be read. */
export const gathered = (part: string, tiles: Tiles.Tiles, positions: Uint32Array) =>
  Effect.flatMap(
    Kernels.Kernels,
    (kernels) => Effect.mapError(kernels.gatherRows(tiles, positions), PartFailed.from(part))
  )

/** Looks at ascending items, a slice after the other. Fails, in the name of `part`, where a file cannot be read. */
export const eachSlice = Effect.fnUntraced(function*<E, R>(
  part: string,
  { embedding, tiled }: View,
  items: Uint32Array,
  use: (slice: Slice) => Effect.Effect<void, E, R>
) {
  const tiles = tiled?.embedding
  if (tiles === undefined) return yield* use({ matrix: embedding!, rows: items, from: 0, to: items.length })
  const size = yield* rowsAtOnce(tiles)
  for (let from = 0; from < items.length; from += size) {
    const some = items.subarray(from, from + size), matrix = yield* gathered(part, tiles, some)
    yield* use({ matrix, rows: upTo(some.length), from, to: from + some.length })
  }
})

/** The means of the members of each cluster, added in the order of positions. */
const meansOf = Effect.fnUntraced(function*(part: string, view: View, cluster: Clusters, cols: number) {
  const k = Partition.count(cluster), sums = new Float64Array(k * cols), { assignment } = cluster
  yield* eachSlice(part, view, upTo(assignment.length), ({ from, matrix: { data }, to }) =>
    Effect.suspend(() => {
      for (let position = from; position < to; position++) {
        const own = assignment[position]!, at = (position - from) * cols
        for (let j = 0; own >= 0 && j < cols; j++) sums[own * cols + j]! += data[at + j]!
      }
      return Kernels.breathe(2 * (to - from) * cols)
    }))
  const sizes = Partition.sizes(cluster, undefined, k)
  return { data: sums.map((sum, at) => sum / sizes[Math.floor(at / cols)]!), rows: k, cols }
})

/** The centers of clusters: those of the column, else the means of their members. Fails, in the name of `part`, where a file cannot be read. */
export const centersOf = Effect.fnUntraced(function*(part: string, view: View, cluster: Clusters) {
  const tiles = view.tiled?.embedding
  if (cluster.centers !== undefined) return cluster.centers
  if (tiles === undefined) return yield* Partition.findCenters(cluster, view.embedding!)
  return yield* meansOf(part, view, cluster, tiles.cols)
})
