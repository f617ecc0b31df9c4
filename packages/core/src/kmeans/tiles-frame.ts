/**
 * Where rows that stay in their file are to stand, with one pass over them, or none. Tested in mini-batch-over.test.ts.
 */
import * as Effect from "effect/Effect"
import { type Engine, step } from "../kernels/engine.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesKernel } from "../kernels/squared-distances.ts"
import * as Workspace from "../kernels/workspace.ts"
import type { Tiles } from "../Tiles.ts"
import { factorFor, farPoint, type Frame, isSurelySafe, keepExact, sampled } from "./frame.ts"
import { type Places, type RowsIn, rowsIn } from "./over-tiles.ts"

/** The squared distance of the row that is farthest from a point; `out` has room for a number a row of a tile. */
const mostFrom = Effect.fnUntraced(function*(
  { slab }: Places,
  { each }: RowsIn,
  point: Float64Array,
  out: number
) {
  const cols = point.length
  let most = 0
  yield* each(({ from, through, to }) =>
    Workspace.scratch(
      slab,
      8 * cols,
      Effect.fnUntraced(function*(at) {
        Slab.f64(slab, at, cols).set(point)
        yield* through(2 * cols, (x) => [step(squaredDistancesKernel, [x, cols, at, out])])
        for (const square of Slab.f64(slab, out, to - from)) most = Math.max(most, square)
      })
    )
  )
  return most
})

/** How far the numbers of each column are from a point and from 0, at most. */
const extentsOf = (cols: number) => {
  const apart = new Float64Array(cols), large = new Float64Array(cols)
  return {
    look: (data: Float32Array, point: Float64Array): void => {
      for (let at = 0, j = 0; at < data.length; at++) {
        apart[j] = Math.max(apart[j]!, Math.abs(data[at]! - point[j]!))
        large[j] = Math.max(large[j]!, Math.abs(data[at]!))
        if (++j === cols) j = 0
      }
    },
    /** Whether rows about the point need not be multiplied. Columns of which the point says 0 may have begun with another number. */
    isSafe: (point: Float64Array): boolean => {
      const squares = point.map((x, j) => (x === 0 ? large[j]! : apart[j]!) ** 2)
      return isSurelySafe(Math.max(...squares), squares.reduce((sum, square) => sum + square, 0))
    }
  }
}

/**
 * See the module; `frameOf` of the same rows in memory gives the same. There is a pass unless rows of unit length, or whose longest is known, lie
 * about 0, and another where single precision would lose them. `out` has room for a number a row of a tile; a pass over rows that
 * are `here`, in memory, is none.
 */
export const frameOver = Effect.fnUntraced(
  function*(engine: Engine, tiles: Tiles, places: Places, out: number, here: boolean) {
    const { cols, longest, unit } = tiles, origin = new Float64Array(cols), idle: Frame = { origin, factor: 1 }
    const plain = rowsIn(engine, tiles, places, idle, here)
    const positions = sampled(tiles.rows), data = new Float32Array(positions.length * cols)
    for (const [n, position] of positions.entries()) data.set(yield* plain.row(position), n * cols)
    const point = farPoint({ data, rows: positions.length, cols })
    if (point === undefined) {
      if (unit || (longest !== undefined && isSurelySafe(longest ** 2, longest ** 2))) return idle
      return { origin, factor: factorFor(yield* mostFrom(places, plain, origin, out)) } satisfies Frame as Frame
    }
    const extents = extentsOf(cols)
    yield* plain.each(({ at, from, to }) =>
      Effect.map(at, (x) => {
        const rows = Slab.f32(places.slab, x, (to - from) * cols)
        keepExact(point, rows)
        extents.look(rows, point)
      })
    )
    const factor = extents.isSafe(point) ? 1 : factorFor(yield* mostFrom(places, plain, point, out))
    return { origin: point, factor } satisfies Frame as Frame
  }
)
