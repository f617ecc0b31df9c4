/**
 * ProbCover's radius over a pool that stays in its file.
 */
import { Frame, Kernels, Neighbors, type Tiles } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { gathered, rowsAtOnce, upTo, withRoom } from "../slices.ts"

/** Elementary steps an item of putting distances in order. */
const SORT = 64

/** Each block of items with itself, or, where there are several, each pair of them. */
const meetings = (size: number, rows: number): ReadonlyArray<Uint32Array> => {
  const all = upTo(size), blocks = Math.ceil(size / Math.max(1, Math.floor(rows / 2)))
  if (size <= rows || blocks < 2) return [all]
  const each = Math.ceil(size / blocks), block = (n: number) => all.subarray(n * each, (n + 1) * each)
  return Array.from(
    { length: blocks },
    (_, a) => Array.from({ length: blocks - 1 - a }, (_, n) => Frame.concat(block(a), block(a + 1 + n)))
  ).flat()
}

/**
 * As `deltaOf` finds it of the same rows in memory: the largest radius at which at least a share `purity` of the rows has no row of another
 * `label` nearer. Two blocks of rows are in memory at a time; O(N² d). Fails, in the name of `part`, where a tile cannot be read.
 */
export const deltaOver = Effect.fnUntraced(
  function*(part: string, tiles: Tiles.Tiles, label: Int32Array, purity: number) {
    const nearest = new Float64Array(tiles.rows).fill(Infinity)
    const all = meetings(tiles.rows, yield* rowsAtOnce(tiles))
    yield* withRoom(
      tiles,
      all.reduce((most, { length }) => Math.max(most, length), 0),
      (room) =>
        Effect.forEach(all, (positions) =>
          Effect.gen(function*() {
            const matrix = yield* gathered(part, tiles, positions, room),
              own = Int32Array.from(positions, (at) => label[at]!)
            const found = yield* Neighbors.nearestOther({ matrix, rows: upTo(positions.length), label: own })
            positions.forEach((position, n) => nearest[position] = Math.min(nearest[position]!, found[n]!))
          }), { discard: true })
    )
    yield* Kernels.breathe(SORT * tiles.rows)
    const delta = Neighbors.largestPureRadius(nearest, purity)
    return delta === Infinity ? 1 : delta
  }
)
