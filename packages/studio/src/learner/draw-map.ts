/**
 * Items as points of the plane.
 */
import * as Kernels from "@marginalia/core/Kernels"
import * as Matrix from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import { applyPca, fitPca } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import { fittedOf } from "./map-sample.ts"

/** Hears how far a map has come. */
export type Heard = (done: number, total: number) => Effect.Effect<void>

/** Principal components are found on so many items at most. */
const FITTED = 5000
const NEIGHBORS = 15
/** Neighbors among the fitted that say where another item lies. */
const ANCHORS = 5
/** Components that UMAP sees. */
const COMPONENTS = 50
/** Items that neighbors are looked for at once. */
const BLOCK = 512

const key = (seed: number, name: string): Rng.Key => Rng.derive(Rng.derive(Rng.fromSeed(seed), "studio map"), name)

const all = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, i) => i)

/** Each axis within [−1, 1]; what does not vary lies at 0. */
export const fitted = (points: Float64Array | Float32Array): Float32Array => {
  const out = new Float32Array(points.length)
  for (const axis of [0, 1]) {
    let low = Infinity, high = -Infinity
    for (let i = axis; i < points.length; i += 2) {
      low = Math.min(low, points[i]!)
      high = Math.max(high, points[i]!)
    }
    const half = (high - low) / 2
    for (let i = axis; i < points.length; i += 2) out[i] = half > 0 ? (points[i]! - low) / half - 1 : 0
  }
  return out
}

/** The first components of all items, found on at most 5,000 of them. */
const reduced = Effect.fnUntraced(function*(matrix: Matrix.Matrix, components: number, seed: number) {
  const at = Rng.subset(key(seed, "pca"), all(matrix.rows), FITTED)
  const most = Math.min(components, matrix.cols, at.length)
  return yield* applyPca(yield* fitPca(Matrix.take(matrix, at), { components: most }), matrix)
})

/** The items along the two directions in which they vary most, N × 2 by row. O(N d). */
export const pcaMap = Effect.fn("studio.pcaMap")(function*(matrix: Matrix.Matrix, seed: number) {
  if (matrix.rows < 2) return new Float32Array(2 * matrix.rows)
  const { cols, data, rows } = yield* reduced(matrix, 2, seed)
  return fitted(cols === 2 ? data : Float32Array.from({ length: 2 * rows }, (_, i) => i % 2 === 0 ? data[i >> 1]! : 0))
})

interface Near {
  readonly at: Uint32Array
  readonly distance: Float64Array
}

/**
 * The `k` places where 2 x·y − ‖y‖² is highest, of the products of one row x with all y: its own length is the same for all. Ties to
 * the smaller place.
 */
const best = (products: Float64Array, squares: Float64Array, k: number) => {
  const at = new Uint32Array(k), score = new Float64Array(k).fill(-Infinity)
  for (let j = 0; j < products.length; j++) {
    const value = 2 * products[j]! - squares[j]!
    if (!(value > score[k - 1]!)) continue
    let place = k - 1
    for (; place > 0 && value > score[place - 1]!; place--) {
      score[place] = score[place - 1]!
      at[place] = at[place - 1]!
    }
    score[place] = value
    at[place] = j
  }
  return { at, score }
}

/** The `k` nearest of some rows to each of the rows of `from`, nearest first, ties to the smaller position. */
const nearest = Effect.fnUntraced(function*(from: Matrix.Matrix, to: Matrix.Matrix, k: number, heard: Heard) {
  const kernels = yield* Kernels.Kernels, { cols } = to
  const squares = (yield* kernels.rowNorms(to)).map((x) => x * x), centers = Float64Array.from(to.data)
  const found: Array<Near> = []
  for (let row = 0; row < from.rows; row += BLOCK) {
    const rows = Math.min(BLOCK, from.rows - row)
    const block: Matrix.Matrix = { data: from.data.slice(row * cols, (row + rows) * cols), rows, cols }
    const products = yield* kernels.dots(block, { data: centers, rows: to.rows, cols })
    for (let i = 0; i < rows; i++) {
      const { at, score } = best(products.subarray(i * to.rows, (i + 1) * to.rows), squares, k)
      const own = block.data.subarray(i * cols, (i + 1) * cols).reduce((sum, x) => sum + x * x, 0)
      found.push({ at, distance: score.map((x) => Math.sqrt(Math.max(0, own - x))) })
    }
    yield* heard(row + rows, from.rows)
    yield* Kernels.giveWay
  }
  return found
})

const umapOf = Effect.fnUntraced(function*(rows: Matrix.Matrix, seed: number, heard: Heard) {
  const { UMAP } = yield* Effect.promise(() => import("umap-js"))
  const nNeighbors = Math.min(NEIGHBORS, rows.rows - 1)
  const near = yield* nearest(rows, rows, nNeighbors, () => Effect.void)
  const map = new UMAP({ random: Rng.reader(key(seed, "umap")), nNeighbors })
  map.setPrecomputedKNN(near.map(({ at }) => [...at]), near.map(({ distance }) => [...distance]))
  const epochs = map.initializeFit(
    Array.from({ length: rows.rows }, (_, i) => Array.from(rows.data.subarray(i * rows.cols, (i + 1) * rows.cols)))
  )
  for (let epoch = 0; epoch < epochs; epoch++) {
    map.step()
    if (epoch % 10 === 9) yield* heard(epoch + 1, epochs)
    yield* Kernels.giveWay
  }
  return map.getEmbedding()
})

/** An item lies where its neighbors do, the nearer the more, and a hair beside them, so that not all lie on one line. */
const placeOf = ({ at, distance }: Near, places: ReadonlyArray<ReadonlyArray<number>>): readonly [number, number] => {
  const scale = distance.at(-1)! || 1
  let x = 0, y = 0, sum = 0
  at.forEach((anchor, i) => {
    const weight = 1 / (1e-3 + distance[i]! / scale)
    x += weight * places[anchor]![0]!
    y += weight * places[anchor]![1]!
    sum += weight
  })
  return [x / sum, y / sum]
}

/**
 * A UMAP of the items (McInnes et al. 2018) on their first 50 components, N × 2 by row: of at most `most` that `seed` draws (of all
 * up to 5,000, else of 3,000); each other item lies among the five of them that it is nearest to. The same items and seed give the same map. Fewer than five
 * items, or ones that are all alike, are drawn by {@link pcaMap}. O(5,000² + N · 3,000 · 50).
 */
export const umapMap = Effect.fn("studio.umapMap")(function*(
  matrix: Matrix.Matrix,
  seed: number,
  heard: Heard,
  most = fittedOf(matrix.rows)
) {
  if (matrix.rows < 5) return yield* pcaMap(matrix, seed)
  const rows = yield* reduced(matrix, COMPONENTS, seed)
  const at = Rng.subset(key(seed, "sample"), all(rows.rows), most), sample = Matrix.take(rows, at)
  const places = yield* umapOf(sample, seed, heard)
  const out = new Float64Array(2 * rows.rows)
  at.forEach((item, i) => out.set(places[i]!, 2 * item))
  const drawn = new Set(at), others = all(rows.rows).filter((item) => !drawn.has(item))
  if (others.length > 0) {
    const near = yield* nearest(Matrix.take(rows, others), sample, ANCHORS, heard)
    others.forEach((item, i) => out.set(placeOf(near[i]!, places), 2 * item))
  }
  return out.every((x) => Number.isFinite(x)) ? fitted(out) : yield* pcaMap(matrix, seed)
})
