/**
 * Which of some items are no near copies of others, compared row by row.
 */
import { Kernels, Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** Rows of numbers. */
type Rows = Matrix.Matrix | Matrix.Matrix64

/** Rows, their lengths, and which row an item is. */
export interface Looked {
  readonly rows: Rows
  readonly norms: Float64Array
  readonly rowOf: (position: number) => number
}

/** A difference of cosines that is rounding. */
const ROUNDING = 1e-12

/** Steps between two looks at the time. */
const STRETCH = 2 ** 20

/** The rows of a matrix, all of a pool or those at some ascending positions. */
export const looked = Effect.fnUntraced(function*(matrix: Matrix.Matrix, positions?: Uint32Array) {
  const norms = yield* (yield* Kernels.Kernels).rowNorms(matrix)
  const places = positions === undefined ? undefined : new Map(Array.from(positions, (position, n) => [position, n]))
  const rowOf = (position: number): number => places === undefined ? position : places.get(position)!
  return { rows: Matrix.whole(matrix), norms, rowOf } satisfies Looked as Looked
})

/** Whether items a and b are near copies: ½‖a/‖a‖ − b/‖b‖‖² = 1 − cos is at most ε. It stops when it is more. */
const isNear = (here: Looked, a: number, there: Looked, b: number, eps: number): boolean => {
  const r = here.rowOf(a), s = there.rowOf(b), m = here.norms[r]!, n = there.norms[s]!
  if (m === 0 || n === 0) return m === n
  const { cols } = here.rows, limit = 2 * (eps + ROUNDING), [i, j] = [r * cols, s * cols]
  const x = here.rows.data, y = there.rows.data
  let sum = 0
  for (let c = 0; c < cols && sum <= limit; c++) sum += (x[i + c]! / m - y[j + c]! / n) ** 2
  return sum <= limit
}

/** Those of some items, in their order, that `keep` keeps, which looks at so many others; with room for the event loop. */
const kept = Effect.fnUntraced(
  function*(items: ArrayLike<number>, cols: number, others: () => number, keep: (item: number) => boolean) {
    const found: Array<number> = []
    let work = 0
    for (let n = 0; n < items.length; n++) {
      if (work > STRETCH) {
        yield* Kernels.breathe(work)
        work = 0
      }
      work += (others() + 1) * cols
      if (keep(items[n]!)) found.push(items[n]!)
    }
    return found
  }
)

/** Those of some items that are near copies of none of `others`. */
export const apartFrom = (
  here: Looked,
  items: ArrayLike<number>,
  there: Looked,
  others: Uint32Array,
  eps: number
): Effect.Effect<Array<number>> =>
  kept(
    items,
    here.rows.cols,
    () => others.length,
    (item) => !others.some((other) => isNear(here, item, there, other, eps))
  )

/** Of some items, one after the other, those that are near copies of none of `held` and of none that was kept before. */
export const apart = (
  here: Looked,
  items: ArrayLike<number>,
  held: ArrayLike<number>,
  eps: number
): Effect.Effect<Array<number>> => {
  const others = Array.from(held)
  return kept(items, here.rows.cols, () => others.length, (item) => {
    if (others.some((other) => isNear(here, item, here, other, eps))) return false
    others.push(item)
    return true
  })
}
