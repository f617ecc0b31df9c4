/**
 * The loops that cost time, as a service: WebAssembly SIMD beside a plain TypeScript twin of each.
 *
 * By default the fastest variant that the engine runs works on the calling thread, in chunks of a few milliseconds,
 * so that interruption, timers and progress live; it works under `Effect.runSync` too. `@marginalia/core/node` adds
 * worker threads. Within a variant the results are the same bits for any number of threads.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Factors } from "./Columns.ts"
import { alone } from "./kernels/alone.ts"
import { giveWay as rest } from "./kernels/breathe.ts"
import { dots } from "./kernels/dots.ts"
import * as Engine from "./kernels/engine.ts"
import { entropies, weightedEntropies } from "./kernels/entropy.ts"
import { gatherRows } from "./kernels/gather-rows.ts"
import { type GradientDistances, gradientDistances, withGradientDistances } from "./kernels/gradient-distances.ts"
import { type Normalized, normalizeRows } from "./kernels/normalize-rows.ts"
import { productsOf } from "./kernels/products.ts"
import { rowNorms } from "./kernels/row-norms.ts"
import { scattered as scatteredEngine } from "./kernels/scattered.ts"
import { normalizedOnce } from "./kernels/shared.ts"
import { type Corners, simplexCosines } from "./kernels/simplex-cosines.ts"
import * as Slab from "./kernels/slab.ts"
import { type Point, squaredDistancesTo } from "./kernels/squared-distances.ts"
import { topK } from "./kernels/top-k.ts"
import { best, type Variant } from "./kernels/variant.ts"
import * as Workspace from "./kernels/workspace.ts"
import type { Matrix, Matrix64 } from "./Matrix.ts"
import * as Options from "./Options.ts"
import type { Tiles, TilesError } from "./Tiles.ts"

export { best, fallback, supports, type Variant } from "./kernels/variant.ts"

/**
 * Room for the event loop in a part's own loops: counts about `cost` multiply-adds in plain TypeScript that are about to be
 * done (or were), and lets the event loop turn when all queries of this thread have done a few milliseconds of work.
 */
export const breathe = (cost: number): Effect.Effect<void> => Engine.breathe("typescript", cost)

/** Lets the event loop turn, after a piece of work that took some milliseconds: a batch of training, an item of an index. */
export const giveWay: Effect.Effect<void> = rest

/**
 * The loops that cost time, over whole matrices (`x`: N × d). Effects that fail only where a file is read, in chunks of a few milliseconds.
 *
 * `variant` says which build runs. A request for more memory than the kernels address dies with `OutOfMemory`, which
 * becomes a `PartFailed` of the part that asked.
 */
export interface Service extends Engine.Engine {
  /** The length of each row (Euclidean). O(N d). */
  readonly rowNorms: (x: Matrix) => Effect.Effect<Float64Array>
  /** Each row divided by its length, and the positions of the zero rows, which stay zero. O(N d). */
  readonly normalizeRows: (x: Matrix, overwrite?: boolean) => Effect.Effect<Normalized>
  /**
   * The rows of tiles at ascending positions, in their order, as parts see them: a copy, in memory of its own or at the beginning of
   * `into`, which has room for them. Fails with `TilesError` where one cannot be read.
   */
  readonly gatherRows: (tiles: Tiles, positions: Uint32Array, into?: Float32Array) => Effect.Effect<Matrix, TilesError>
  /**
   * Lends memory for so many numbers of single precision, where kernels work: that of an earlier step where it is large enough. It holds
   * whatever was left there, and nothing may look at it afterwards.
   */
  readonly withRoom: <A, E, R>(
    length: number,
    use: (room: Float32Array) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E, R>
  /** The dot product of each row with each of the few rows of `w`: N × w.rows, row by row. O(N d w.rows). */
  readonly dots: (x: Matrix, w: Matrix64) => Effect.Effect<Float64Array>
  /**
   * The products of `n` rows with each other, n × n and symmetric to the bit. `use` adds the rows' columns, some hundred at a time: their
   * products are summed in single precision, and those sums in double. O(n² d).
   */
  readonly productsOf: <E, R>(
    n: number,
    use: (add: (columns: Matrix) => Effect.Effect<void>) => Effect.Effect<void, E, R>
  ) => Effect.Effect<Float64Array, E, R>
  /** The squared distance of each row to a row (by position) or to a point; duplicates are exactly 0. O(N d). */
  readonly squaredDistancesTo: (x: Matrix, point: Point) => Effect.Effect<Float64Array>
  /** Squared distances of gradient embeddings to a growing set of centers, from the factors. O(N d) a center at most. */
  readonly gradientDistances: (factors: Factors, rows?: Uint32Array) => Effect.Effect<GradientDistances>
  /** {@link Service.gradientDistances}, lent: their memory is used again, and those of a pool's features wait for room. */
  readonly withGradientDistances: <A, E, R>(
    factors: Factors,
    rows: Uint32Array,
    use: (distances: GradientDistances) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E, R>
  /** The largest cosine of each row with the corners of a regular simplex; 0 for a zero row. O(N d). */
  readonly simplexCosines: (x: Matrix, corners: Corners) => Effect.Effect<Float64Array>
  /** −Σ p log p of each row, in nats, with 0 log 0 = 0. O(N d). */
  readonly entropies: (x: Matrix) => Effect.Effect<Float64Array>
  /** −Σ w p log p of each row of double-precision numbers, with a weight a column (default 1). O(N d). */
  readonly weightedEntropies: (x: Matrix64, weights?: Float64Array) => Effect.Effect<Float64Array>
  /** Positions of the `k` largest scores, largest first; ties to the smaller position, NaN left out. O(N log k). */
  readonly topK: (scores: Float64Array, k: number) => Effect.Effect<Uint32Array>
}

/** The kernels' methods on top of an `engine`, which says where work is done: on this thread, or on several. */
export const fromEngine = (engine: Engine.Engine): Service => ({
  ...engine,
  rowNorms: (x) => rowNorms(engine, x),
  normalizeRows: (x, overwrite) => normalizedOnce(x, engine.variant, normalizeRows(engine, x, overwrite)),
  gatherRows: (tiles, positions, into) => gatherRows(engine, tiles, positions, into),
  withRoom: (length, use) => Workspace.withRoom(engine.variant, length, use),
  dots: (x, w) => dots(engine, x, w),
  productsOf: (n, use) => productsOf(engine, n, use),
  squaredDistancesTo: (x, point) => squaredDistancesTo(engine, x, point),
  gradientDistances: (factors, rows) => gradientDistances(engine, factors, rows),
  withGradientDistances: (factors, rows, use) => withGradientDistances(engine, factors, rows, use),
  simplexCosines: (x, corners) => simplexCosines(engine, x, corners),
  entropies: (x) => entropies(engine, x),
  weightedEntropies: (x, weights) => weightedEntropies(engine, x, weights),
  topK: (scores, k) => Effect.sync(() => topK(scores, k))
})

/**
 * The same kernels, which have at most so many `bytes` of a pool that stays in its file in memory together, with what is known of these rows;
 * no result depends on it. By default 256 MiB.
 */
export const gathering = (self: Service, bytes: number): Service =>
  fromEngine({ ...self, settings: { ...self.settings, gathered: bytes } })

/**
 * The kernels on the calling thread.
 *
 * `options.variant` defaults to the fastest that this engine runs. Throws `InvalidOptions` on another option, and a
 * `TypeError` at the first work where the variant cannot run here.
 */
export const make = (options: { readonly variant?: Variant } = {}): Service =>
  fromEngine(alone(Options.exact("Kernels.make", options, ["variant"]).variant))

/**
 * Kernels for tests: every work is cut at places drawn from `options.seed` and done in an order drawn from it.
 *
 * With scratch memory of 1 to 8 threads, on the calling thread; `options.variant` defaults to the fastest. What a part
 * gives on them and on {@link make} must be the same bits: then it is the same on any number of threads.
 */
export const scattered = (options: { readonly seed: number; readonly variant?: Variant }): Service =>
  fromEngine(scatteredEngine(options.variant ?? best(), options.seed))

/**
 * Bytes to read a large pool into: kernels work on them where they are, without a copy. A view of them keeps them alive.
 *
 * Throws `OutOfMemory` beyond 4 GiB, and where the process gets no more.
 */
export const reserve = (bytes: number): Uint8Array => {
  const slab = Slab.make(bytes + bytes / 16, best())
  return Slab.u8(slab, slab.alloc(bytes), bytes)
}

// Pure: a program that merely makes room for the event loop holds no kernels.
/**
 * The kernels that parts work with, as a service: `const kernels = yield* Kernels.Kernels`. Defaults to the fastest
 * variant on the calling thread.
 */
export const Kernels = /* @__PURE__ */ Context.Reference<Service>("@marginalia/core/Kernels", {
  defaultValue: () => make()
})

/**
 * A layer with kernels of a chosen variant in place of the default ones; `options` are those of {@link make}, by
 * default none.
 */
export const layer = (options: { readonly variant?: Variant } = {}): Layer.Layer<never> =>
  Layer.sync(Kernels, () => make(options))
