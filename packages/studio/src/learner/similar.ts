/**
 * Which items look alike: cosines of their vectors around the pool's mean.
 */
import * as Kernels from "@marginalia/core/Kernels"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"

/** From here on, two items are taken for near-duplicates. */
export const NEAR = 0.98

/** A number nearer to the mean of its column than this share of either is at the mean: what is left of it is rounding. */
const AT_MEAN = 1e-12

/** A pool's vectors, ready to be compared. */
export interface Likeness {
  /** The cosine of each item with the item. O(N d). */
  readonly to: (item: number) => Effect.Effect<Float64Array>
  /** The cosine of two items. O(d). */
  readonly between: (a: number, b: number) => number
}

/** The likeness of the rows of `matrix` around their `mean`. A row at the mean, or as near to it as rounding comes, is like nothing, itself apart. O(N d). */
export const makeLikeness = ({ cols, data, rows }: Matrix, mean: Float64Array): Likeness => {
  const lengths = new Float64Array(rows)
  const at = (row: number, j: number): number => {
    const x = data[row * cols + j]!, middle = mean[j]!, left = x - middle
    return Math.abs(left) <= AT_MEAN * Math.max(Math.abs(x), Math.abs(middle)) ? 0 : left
  }
  const product = (a: number, b: number): number => {
    let sum = 0
    for (let j = 0; j < cols; j++) sum += at(a, j) * at(b, j)
    return sum
  }
  for (let row = 0; row < rows; row++) lengths[row] = Math.sqrt(product(row, row))
  const cosine = (a: number, b: number, sum: number): number => {
    const scale = lengths[a]! * lengths[b]!
    return a === b ? 1 : scale === 0 ? 0 : Math.max(-1, Math.min(1, sum / scale))
  }
  return {
    between: (a, b) => cosine(a, b, product(a, b)),
    to: Effect.fnUntraced(function*(item) {
      const kernels = yield* Kernels.Kernels
      const centered = Float64Array.from({ length: cols }, (_, j) => at(item, j))
      const sums = yield* kernels.dots({ data, rows, cols }, { data: centered, rows: 1, cols })
      const shift = centered.reduce((sum, x, j) => sum + x * mean[j]!, 0)
      return sums.map((sum, row) => cosine(item, row, sum - shift))
    })
  }
}

/** Items with their group: those of one number are near-duplicates of the first of them. */
export interface Alikes {
  readonly items: Uint32Array
  readonly group: Int32Array
}

/**
 * Puts items into groups of near-duplicates, in their order: each joins the first group whose first item it is like by
 * {@link NEAR}, else begins one. O(items · groups · d).
 */
export const alikes = ({ between }: Likeness, items: ReadonlyArray<number>): Alikes => {
  const firsts: Array<number> = []
  const group = items.map((item) => {
    const found = firsts.findIndex((first) => between(first, item) >= NEAR)
    return found >= 0 ? found : firsts.push(item) - 1
  })
  return { items: Uint32Array.from(items), group: Int32Array.from(group) }
}

/** The `count` items that are most like one, the likest first, itself left out; ties to the smaller position. O(N d). */
export const similarTo = Effect.fnUntraced(function*({ to }: Likeness, item: number, count: number) {
  const kernels = yield* Kernels.Kernels
  const cosines = yield* to(item)
  cosines[item] = Number.NaN
  const items = yield* kernels.topK(cosines, Math.max(0, Math.min(count, cosines.length - 1)))
  return { items, similarity: Float32Array.from(items, (found) => cosines[found]!) }
})
