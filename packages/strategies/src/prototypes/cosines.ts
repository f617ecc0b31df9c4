/**
 * Cosines of some items with some prototypes, an item at a time.
 */
import { Kernels, Matrix } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { inBlocks } from "../uncertainty/blocks.ts"
import { within } from "../uncertainty/domain.ts"

/** What cosines are taken of: projections, an item a row, and prototypes, a class a row. */
export interface Sides {
  readonly projection: Matrix.Matrix
  readonly prototype: Matrix.Matrix64
}

/**
 * Told an item's index, the dot products of its projection with the unit prototypes of the classes asked for, and the
 * projection's length: divide the one by the other, and take 0 where it is 0. The array is used again for the next item.
 */
export type Use = (i: number, dots: Float64Array, norm: number) => void

/** A cosine from what {@link Use} is told, in [−1, 1] however it rounds. */
export const cosineOf = (dot: number, norm: number): number => norm > 0 ? within(dot / norm, -1, 1) : 0

/** 0 … n − 1. */
export const every = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i)

/** Some prototypes at unit length, one a row; zero ones stay zero. */
const unit = ({ cols, data }: Matrix.Matrix64, classes: Uint32Array): Matrix.Matrix64 => {
  const out = new Float64Array(classes.length * cols)
  classes.forEach((c, j) => {
    const row = data.subarray(c * cols, (c + 1) * cols)
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0))
    row.forEach((x, i) => out[j * cols + i] = norm > 0 ? x / norm : 0)
  })
  return { data: out, rows: classes.length, cols }
}

const normOf = (data: Float32Array | Float64Array, at: number, cols: number): number => {
  let sum = 0
  for (let i = at; i < at + cols; i++) sum += data[i]! * data[i]!
  return Math.sqrt(sum)
}

const eachOfSimplex = (
  simplex: Simplex.Simplex,
  projection: Matrix.Matrix,
  positions: Uint32Array,
  classes: Uint32Array,
  use: Use
) => {
  const { cols, data } = Matrix.whole(projection)
  const dots = new Float64Array(simplex.rows)
  const some = classes.length < dots.length ? new Float64Array(classes.length) : undefined
  return inBlocks(positions.length, 4 * simplex.rows, (from, to) => {
    for (let i = from; i < to; i++) {
      const at = positions[i]! * cols
      Simplex.dots(simplex, data, at, dots)
      if (some !== undefined) { for (let j = 0; j < some.length; j++) some[j] = dots[classes[j]!]! }
      use(i, some ?? dots, normOf(data, at, cols))
    }
  })
}

/** Rows a block: 2¹⁷ dot products. */
const blockOf = (classes: number): number => Math.max(1, Math.floor(2 ** 17 / classes))

/** Elementary steps a number that is read. */
const READ = 4

const eachOfMatrix = Effect.fnUntraced(function*(
  { projection, prototype }: Sides,
  positions: Uint32Array,
  classes: Uint32Array,
  use: Use
) {
  const kernels = yield* Kernels.Kernels
  const weights = unit(prototype, classes)
  const size = blockOf(classes.length)
  for (let from = 0; from < positions.length; from += size) {
    yield* Kernels.breathe(READ * size * (classes.length + projection.cols))
    const x = Matrix.take(projection, positions.subarray(from, from + size))
    const dots = yield* kernels.dots(x, weights), { data } = Matrix.whole(x)
    for (let i = 0; i < x.rows; i++) {
      const row = dots.subarray(i * classes.length, (i + 1) * classes.length)
      use(from + i, row, normOf(data, i * x.cols, x.cols))
    }
  }
})

/**
 * Calls `use` for each of some items (by index into `positions`) with what its cosines with the prototypes of some
 * distinct, ascending classes are made of; a zero prototype has the dot product 0. O(m C) for maximally separated prototypes, else O(m C d).
 */
export const eachCosines = (
  sides: Sides,
  positions: Uint32Array,
  classes: Uint32Array,
  use: Use
): Effect.Effect<void> =>
  Effect.suspend(() =>
    Simplex.isSimplex(sides.prototype)
      ? eachOfSimplex(sides.prototype, sides.projection, positions, classes, use)
      : eachOfMatrix(sides, positions, classes, use)
  )
