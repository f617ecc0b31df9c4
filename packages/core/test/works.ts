/**
 * Everything that is computed by kernels, as plain data: what must be the same bits however the work is cut, on any number
 * of threads.
 */
import * as Effect from "effect/Effect"
import * as Clusterer from "../src/Clusterer.ts"
import { gathering, Kernels, reserve } from "../src/Kernels.ts"
import { kmeansOver } from "../src/kmeans/over-tiles.ts"
import { make, make64, type Matrix } from "../src/Matrix.ts"
import * as Neighbors from "../src/Neighbors.ts"
import * as Rng from "../src/Rng.ts"
import * as Simplex from "../src/Simplex.ts"
import { normalized } from "../src/Tiles.ts"
import { everyone } from "./clouds.ts"
import { tilesOf } from "./tiles.ts"

/** What is computed from a matrix and a seed, with the kernels that are in place. */
export interface Work {
  readonly name: string
  readonly run: (x: Matrix, seed: number) => Effect.Effect<unknown, unknown>
}

const kernels = Effect.map(Kernels, (service) => service)

/** Numbers from −2 to 2, a few of them equal. */
const coarse = (key: Rng.Key, length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.round(8 * Rng.uniform(key, i) - 4) / 2)

/** Some of the rows, ascending, at least one. */
const some = (x: Matrix, key: Rng.Key): Uint32Array =>
  Rng.subset(Rng.derive(key, "some"), everyone(x), 1 + Rng.integer(key, 0, x.rows))

/** As `x`, in memory that kernels reach without a copy. */
const resident = (x: Matrix): Matrix => {
  const bytes = reserve(x.data.byteLength)
  const data = new Float32Array(bytes.buffer, bytes.byteOffset, x.data.length)
  data.set(x.data)
  return make(data, x.rows, x.cols)
}

/** Median distance of a few pairs, so that some rows are near and some are not. */
const radiusOf = (x: Matrix): number => {
  const squares = Array.from(
    { length: Math.min(40, x.rows) },
    (_, i) => Neighbors.distance(x.data, x.cols, (7 * i) % x.rows, (3 * i + 1) % x.rows)
  ).toSorted((a, b) => a - b)
  return squares[squares.length >> 1]! || 1
}

const passes: ReadonlyArray<Work> = [
  { name: "row norms", run: (x) => Effect.flatMap(kernels, ({ rowNorms }) => rowNorms(x)) },
  {
    name: "normalized rows",
    run: (x) =>
      Effect.gen(function*() {
        const { normalizeRows } = yield* kernels
        const copy = yield* normalizeRows(x)
        const inPlace = yield* normalizeRows(resident(x), true)
        return [copy, inPlace].map(({ matrix, zeroRows }) => [matrix.data.slice(), zeroRows])
      })
  },
  {
    name: "dot products",
    run: (x, seed) =>
      Effect.flatMap(kernels, ({ dots }) => {
        const rows = 1 + seed % 13
        return dots(x, make64(coarse(Rng.fromSeed(seed), rows * x.cols), rows, x.cols))
      })
  },
  {
    name: "products of rows with each other",
    run: (x) => Effect.flatMap(kernels, ({ productsOf }) => productsOf(x.rows, (add) => Effect.andThen(add(x), add(x))))
  },
  {
    name: "squared distances",
    run: (x, seed) => Effect.flatMap(kernels, ({ squaredDistancesTo }) => squaredDistancesTo(x, seed % x.rows))
  },
  {
    name: "cosines with a simplex",
    run: (x) => Effect.flatMap(kernels, ({ simplexCosines }) => simplexCosines(x, Simplex.make(x.cols + 1)))
  },
  {
    name: "entropies",
    run: (x) =>
      Effect.gen(function*() {
        const { entropies, topK, weightedEntropies } = yield* kernels
        const p = make(x.data.map((value) => Math.min(1, Math.abs(value))), x.rows, x.cols)
        const found = yield* entropies(p)
        const weights = Float64Array.from({ length: x.cols }, (_, j) => j % 3)
        const double = make64(Float64Array.from(p.data), x.rows, x.cols)
        return [
          found,
          yield* topK(found, 9),
          yield* weightedEntropies(double),
          yield* weightedEntropies(double, weights)
        ]
      })
  },
  {
    name: "distances of gradients",
    run: (x, seed) =>
      Effect.gen(function*() {
        const { gradientDistances } = yield* kernels
        const key = Rng.fromSeed(seed)
        const left = make(Float32Array.from(coarse(key, 3 * x.rows)), x.rows, 3)
        const rows = seed % 2 === 0 ? undefined : some(x, key)
        const distances = yield* gradientDistances({ left, right: x }, rows)
        const seen: Array<Float64Array> = [distances.squaredNorms.slice()]
        for (let n = 0; n < 4; n++) {
          yield* distances.add(Rng.integer(key, n + 1, distances.nearest.length))
          seen.push(distances.nearest.slice())
        }
        return seen
      })
  }
]

const searches: ReadonlyArray<Work> = [
  {
    name: "neighbors",
    run: (x, seed) =>
      Effect.gen(function*() {
        const { within } = yield* Neighbors.Neighbors
        return yield* within({
          matrix: x,
          members: some(x, Rng.fromSeed(seed)),
          group: Int32Array.from({ length: x.rows }, (_, i) => (i * i + seed) % 3 - (i % 11 === 0 ? 9 : 0)),
          neighbors: (size) => Math.min(5, size - 1)
        })
      })
  },
  {
    name: "nearest of another label",
    run: (x, seed) =>
      Neighbors.nearestOther({
        matrix: x,
        rows: some(x, Rng.fromSeed(seed)),
        label: Int32Array.from({ length: x.rows }, (_, i) => (i * i) % 3)
      })
  },
  {
    name: "radius graph and its cover",
    run: (x, seed) =>
      Effect.gen(function*() {
        const rows = some(x, Rng.fromSeed(seed))
        const graph = yield* Neighbors.radiusGraph({ matrix: x, rows, radius: radiusOf(x) })
        const cover = yield* Neighbors.maxCover(graph, { covered: rows.subarray(0, 2), eligible: rows, budget: 6 })
        return { graph, cover }
      })
  },
  {
    name: "farthest first",
    run: (x, seed) =>
      Neighbors.farthestFirst({
        matrix: x,
        centers: Uint32Array.from({ length: seed % 3 }, (_, i) => i % x.rows),
        candidates: some(x, Rng.fromSeed(seed)),
        budget: 7
      })
  },
  {
    name: "farthest first over tiles",
    run: (x, seed) =>
      Neighbors.farthestOver({
        tiles: normalized(tilesOf(x, 1 + seed % 40)),
        centers: Uint32Array.from({ length: seed % 3 }, (_, i) => i % x.rows),
        candidates: some(x, Rng.fromSeed(seed)),
        budget: 7
      })
  },
  {
    name: "clusters over tiles, of which none stays in memory",
    run: (x, seed) =>
      Effect.gen(function*() {
        const given = tilesOf(x, 1024), tiles = seed % 2 === 0 ? given : normalized(given)
        const asked = { tiles, k: 3, key: Rng.fromSeed(seed), starts: 1, maxIterations: 5 }
        return yield* kmeansOver(gathering(yield* kernels, 0), asked)
      })
  },
  {
    name: "herding",
    run: (x, seed) =>
      Neighbors.herding({
        matrix: x,
        similarity: { kernel: "rbf", bandwidth: radiusOf(x) },
        covered: Uint32Array.from({ length: seed % 3 }, (_, i) => i % x.rows),
        candidates: some(x, Rng.fromSeed(seed)),
        budget: 4
      })
  }
]

const clusterings: ReadonlyArray<Work> = [
  {
    name: "k-means",
    run: (x, seed) =>
      Clusterer.kmeans.cluster({ matrix: x, k: 1 + seed % 12, key: Rng.fromSeed(seed), starts: 1 + seed % 2 })
  },
  {
    name: "k-means of some rows, weighted, from given centers",
    run: (x, seed) => {
      const key = Rng.fromSeed(seed)
      const rows = some(x, key)
      const weights = Float64Array.from(rows, (_, i) => i === 0 ? 1 : Rng.integer(key, i, 4) / 2)
      const initial = make64(Float64Array.from(x.data.subarray(0, 2 * x.cols)), Math.min(2, x.rows), x.cols)
      return Clusterer.kmeans.cluster({ matrix: x, rows, weights, initial, k: 1 + seed % 30, key, maxIterations: 7 })
    }
  },
  {
    name: "mini-batch k-means",
    run: (x, seed) =>
      Clusterer.miniBatch({ batchSize: 1 + seed % 90, patience: 3 }).cluster({
        matrix: x,
        k: 1 + seed % 12,
        key: Rng.fromSeed(seed),
        maxIterations: 3
      })
  }
]

/** See the module. */
export const works: ReadonlyArray<Work> = [...passes, ...searches, ...clusterings]
