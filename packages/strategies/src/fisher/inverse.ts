/**
 * The inverse of M = λI + Σ v vᵀ as vectors come and go, and what it makes of the information of a pool.
 */
import { Kernels, type Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** A square matrix, row by row. */
type Square = Float64Array

/** M x for a symmetric M. O(d²). */
export const times = (m: Square, x: Float64Array): Float64Array => {
  const d = x.length
  return Float64Array.from({ length: d }, (_, i) => {
    let sum = 0
    for (let j = 0; j < d; j++) sum += m[i * d + j]! * x[j]!
    return sum
  })
}

/** Σ x_j y_j. */
export const inner = (x: Float64Array, y: Float64Array): number => {
  let sum = 0
  for (let j = 0; j < x.length; j++) sum += x[j]! * y[j]!
  return sum
}

/** Adds c · u uᵀ in place. O(d²). */
const addOuter = (m: Square, u: Float64Array, c: number): void => {
  const d = u.length
  for (let i = 0; i < d; i++) {
    const scaled = c * u[i]!
    for (let j = 0; j < d; j++) m[i * d + j]! += scaled * u[j]!
  }
}

/** The inverse of λI, d × d. */
export const start = (d: number, lambda: number): Square => {
  const m = new Float64Array(d * d)
  for (let i = 0; i < d; i++) m[i * d + i] = 1 / lambda
  return m
}

/** The inverse of M + v vᵀ in place of that of M (Sherman & Morrison). O(d²). */
export const include = (inverse: Square, v: Float64Array): void => {
  const u = times(inverse, v)
  addOuter(inverse, u, -1 / (1 + inner(u, v)))
}

/** A B for symmetric matrices, with room for the event loop. O(d³). */
const product = Effect.fnUntraced(function*(a: Square, b: Square, d: number) {
  const out = new Float64Array(d * d)
  for (let i = 0; i < d; i++) {
    yield* Kernels.breathe(d * d)
    out.set(times(b, a.subarray(i * d, (i + 1) * d)), i * d)
  }
  return out
})

/** Items whose vectors are multiplied at a time: as many numbers. */
const BLOCK = 2 ** 18

/** v_iᵀ M v_i for items v_i = s_i x_i. O(n d²). */
const forms = Effect.fnUntraced(function*({ cols, data, rows }: Matrix.Matrix, spread: Float64Array, m: Square) {
  const kernels = yield* Kernels.Kernels
  const out = new Float64Array(rows), size = Math.max(1, Math.floor(BLOCK / cols))
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size), x = data.subarray(from * cols, to * cols)
    const y = yield* kernels.dots({ data: x, rows: to - from, cols }, { data: m, rows: cols, cols })
    yield* Kernels.breathe(2 * y.length)
    for (let i = 0; i < to - from; i++) {
      let sum = 0
      for (let j = i * cols; j < (i + 1) * cols; j++) sum += y[j]! * x[j]!
      out[from + i] = spread[from + i]! ** 2 * sum
    }
  }
  return out
})

/** Some items, and what each would change. */
export interface Items {
  /** v_iᵀ M⁻¹ v_i of each item. */
  readonly reach: Float64Array
  /** v_iᵀ M⁻¹ F M⁻¹ v_i of each item. */
  readonly worth: Float64Array
  /** 1 − v_iᵀ M⁻¹ v_i of the items that were moved into M: what is not left of 1 by a difference, for it may be 10⁻¹⁰. */
  readonly left: Float64Array
  /** Puts the vector of an item into M, or takes it out: O(n d + d²). Changes the inverse that the items were made with. */
  readonly move: (item: number, into: boolean) => Effect.Effect<void>
}

/** Below this share of what it was computed from, a worth has lost too many digits, and is made anew. */
const LOST = 1e-7

const trace = (m: Square, d: number): number => {
  let sum = 0
  for (let i = 0; i < d; i++) sum += m[i * d + i]!
  return sum
}

const vectorOf = ({ cols, data }: Matrix.Matrix, spread: Float64Array, item: number): Float64Array =>
  Float64Array.from(data.subarray(item * cols, (item + 1) * cols), (x) => spread[item]! * x)

/** What each worth was computed from: the size of the numbers that were added up. */
const sizesOf = (features: Matrix.Matrix, spread: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: features.rows }, (_, item) => {
    const v = vectorOf(features, spread, item)
    return size * inner(v, v)
  })

/**
 * Items v_i = s_i x_i beside an inverse M⁻¹ and a pool's information F. When v goes into M, tr(F M⁻¹) falls by vᵀ M⁻¹ F
 * M⁻¹ v / (1 + vᵀ M⁻¹ v); when it goes out, it grows by the same over 1 − vᵀ M⁻¹ v, which is `left` for `carried` items that
 * are in it.
 *
 * A worth that became a small difference of large numbers is made anew from z = M⁻¹ v as zᵀ F z: with κ the largest
 * v_iᵀ v_i / λ it would be wrong by κ² · 10⁻¹⁶ of itself, and is by κ · 10⁻¹⁶.
 */
export const items = Effect.fnUntraced(function*(
  features: Matrix.Matrix,
  spread: Float64Array,
  inverse: Square,
  information: Square,
  carried?: Float64Array
) {
  const kernels = yield* Kernels.Kernels
  const { cols, rows } = features
  const reach = yield* forms(features, spread, inverse)
  const half = yield* product(inverse, information, cols)
  // (A F) A, row by row: A is symmetric.
  const both = yield* product(half, inverse, cols)
  const worth = yield* forms(features, spread, both), sizes = sizesOf(features, spread, trace(both, cols))
  const left = carried ?? new Float64Array(rows), inside = new Uint8Array(rows)
  if (carried !== undefined) inside.fill(1)
  const renew = Effect.fnUntraced(function*() {
    for (let i = 0; i < rows; i++) {
      if (inside[i] === 1 && carried === undefined || Math.abs(worth[i]!) >= LOST * sizes[i]! || sizes[i] === 0) {
        continue
      }
      yield* Kernels.breathe(4 * cols * cols)
      const z = times(inverse, vectorOf(features, spread, i))
      worth[i] = inner(z, times(information, z))
      sizes[i] = worth[i]!
    }
  })
  yield* renew()
  const move = Effect.fnUntraced(function*(item: number, into: boolean) {
    const v = vectorOf(features, spread, item)
    yield* Kernels.breathe(4 * cols * cols)
    const u = times(inverse, v), fu = times(information, u), w = times(inverse, fu), g = inner(u, fu)
    const s = into ? 1 + inner(u, v) : -left[item]!
    addOuter(inverse, u, -1 / s)
    const weights = new Float64Array(2 * cols)
    weights.set(u)
    weights.set(w, cols)
    const along = yield* kernels.dots(features, { data: weights, rows: 2, cols })
    yield* Kernels.breathe(8 * reach.length)
    inside[item] = 0
    for (let i = 0; i < reach.length; i++) {
      const pu = spread[i]! * along[2 * i]!, pw = spread[i]! * along[2 * i + 1]!
      reach[i]! -= pu * pu / s
      worth[i]! -= 2 * pu * pw / s - pu * pu * g / (s * s)
      if (inside[i] === 1) left[i]! += pu * pu / s
    }
    if (into) {
      inside[item] = 1
      left[item] = 1 / s
    }
    yield* renew()
  })
  return { reach, worth, left, move } satisfies Items
})

/** Room for the event loop before a vector of `d` numbers is included. */
export const rest = (d: number): Effect.Effect<void> => Kernels.breathe(2 * d * d)
