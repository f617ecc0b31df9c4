/**
 * Items as points of the plane, in several ways.
 */
import { type Matrix, Rng } from "@marginalia/core"
import { applyPca, type EncoderError, fitPca } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import { narrowed } from "./narrow.ts"
import type { Layout } from "./shown.ts"
import { stepwise } from "./stepwise.ts"

const key = Rng.derive(Rng.fromSeed(0), "report layout")

/** Into the square from 20 to 980, as large as it fits, middle in the middle; whole numbers. */
export const placed = (rows: ReadonlyArray<ArrayLike<number>>): ReadonlyArray<number> => {
  const [xs, ys] = [rows.map((row) => row[0]!), rows.map((row) => row[1] ?? 0)]
  const range = (values: ReadonlyArray<number>) => [Math.min(...values), Math.max(...values)] as const
  const [[left, right], [low, high]] = [range(xs), range(ys)]
  const scale = 960 / (Math.max(right - left, high - low) || 1)
  const place = (value: number, from: number, to: number) => Math.round(500 + (value - (from + to) / 2) * scale)
  return xs.flatMap((x, i) => [place(x, left, right), 1000 - place(ys[i]!, low, high)])
}

const rowsOf = ({ cols, data, rows }: Matrix.Matrix): Array<Array<number>> =>
  Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * cols, (i + 1) * cols)))

const umap = Effect.fnUntraced(function*(rows: Array<Array<number>>) {
  const { UMAP } = yield* Effect.promise(() => import("umap-js"))
  const random = Rng.reader(Rng.derive(key, "umap"))
  const nNeighbors = Math.min(15, rows.length - 1)
  const map = new UMAP({ random, nNeighbors })
  const epochs = yield* Effect.sync(() => map.initializeFit(rows))
  yield* stepwise("map by UMAP", epochs, () => map.step())
  return placed(map.getEmbedding())
})

const ITERATIONS = 350

/** By druidjs, where it is installed: its license is the LGPL, so it does not come by itself. */
const tsne = Effect.fnUntraced(function*(rows: Array<Array<number>>) {
  const druid = yield* Effect.tryPromise(() => import("@saehrimnir/druidjs")).pipe(
    Effect.orElseSucceed(() => undefined)
  )
  if (druid === undefined) return undefined
  const perplexity = Math.max(2, Math.min(30, Math.floor((rows.length - 1) / 3)))
  const steps = new druid.TSNE(rows, { perplexity, epsilon: 10, d: 2, seed: 1 }).generator(ITERATIONS)
  let last: ReadonlyArray<ArrayLike<number>> = []
  yield* stepwise("map by t-SNE", ITERATIONS, () => {
    const { done, value } = steps.next()
    if (done !== true) last = value
  })
  return placed(last)
})

/** What is missing where druidjs is not installed. */
export const WITHOUT_TSNE =
  "the map has no t-SNE: it needs the optional package @saehrimnir/druidjs (npm install @saehrimnir/druidjs)"

const FEWEST = 5

/**
 * PCA, and UMAP and t-SNE of the first 50 principal components. t-SNE is left out where its library is not installed;
 * fewer than five items have PCA only.
 */
export const layouts: (
  items: Matrix.Matrix
) => Effect.Effect<ReadonlyArray<Layout>, EncoderError> = Effect.fn("layouts")(function*(items: Matrix.Matrix) {
  const narrow = narrowed(items)
  const components = Math.min(50, narrow.cols, narrow.rows)
  const reduced = yield* applyPca(yield* fitPca(narrow, { components }), narrow)
  const rows = rowsOf(reduced)
  const pca: Layout = { key: "pca", title: "PCA", places: placed(rows) }
  if (rows.length < FEWEST) return [pca]
  const [near, neighbor] = [yield* umap(rows), yield* tsne(rows)]
  return [
    pca,
    { key: "umap", title: "UMAP", places: near },
    ...(neighbor === undefined ? [] : [{ key: "tsne", title: "t-SNE", places: neighbor } as const])
  ]
})
