/**
 * Where matrices and scratch memory are while kernels run: a matrix that is already resident stays where it is, small
 * ones share one pooled slab, a large one is copied once into a slab that is lent for the stage.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import { breathe, type Engine } from "./engine.ts"
import * as Slab from "./slab.ts"
import type { Variant } from "./variant.ts"

/** Matrices of at least this many bytes get a slab of their own. */
export const LARGE = 2 ** 20

const COPY = 2 ** 23

type Kind = "wasm" | "plain"
const kindOf = (variant: Variant): Kind => variant === "typescript" ? "plain" : "wasm"

const pooled = new Map<Kind, Slab.Slab>()

/** The slab shared by all small inputs. */
const pool = (variant: Variant): Slab.Slab => {
  const known = pooled.get(kindOf(variant)) ?? Slab.make(LARGE, variant)
  pooled.set(kindOf(variant), known)
  return known
}

/** A slab returned by a stage, for the next one to take; the garbage collector may take it first. */
const returned = new Map<Kind, WeakRef<Slab.Slab>>()

const borrow = (variant: Variant, bytes: number): Slab.Slab => {
  const slab = returned.get(kindOf(variant))?.deref()
  returned.delete(kindOf(variant))
  return slab !== undefined && slab.buffer().byteLength >= bytes ? slab : Slab.make(bytes, variant)
}

const giveBack = (variant: Variant, slab: Slab.Slab): void => {
  returned.set(kindOf(variant), new WeakRef(slab))
}

/** Lends `bytes` of a slab to `use`. */
export const scratch = <A, E, R>(
  slab: Slab.Slab,
  bytes: number,
  use: (at: number) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(Effect.sync(() => slab.alloc(bytes)), use, (at) => Effect.sync(() => slab.free(at)))

/** Lends as many pieces of a slab as `use` asks for; all are returned at its end. */
export const arena = <A, E, R>(
  slab: Slab.Slab,
  use: (alloc: (bytes: number) => number) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.sync((): Array<number> => []),
    (held) =>
      use((bytes) => {
        const at = slab.alloc(bytes)
        held.push(at)
        return at
      }),
    (held) => Effect.sync(() => held.forEach((at) => slab.free(at)))
  )

/** Lends `bytes` of the slab shared by small inputs. */
export const scratchPool = <A, E, R>(
  { variant }: Engine,
  bytes: number,
  use: (slab: Slab.Slab, at: number) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => Effect.suspend(() => scratch(pool(variant), bytes, (at) => use(pool(variant), at)))

/** Copies numbers into a slab, a few megabytes at a time. */
const copyIn = Effect.fnUntraced(function*(variant: Variant, slab: Slab.Slab, at: number, data: Float32Array) {
  for (let from = 0; from < data.length; from += COPY) {
    const part = data.subarray(from, from + COPY)
    Slab.f32(slab, at + 4 * from, part.length).set(part)
    yield* breathe(variant, part.length)
  }
})

/** A matrix where kernels can reach it: its rows begin at byte `at` of the slab. */
export interface Placed {
  readonly slab: Slab.Slab
  readonly at: number
}

/** The slab and address of a matrix that kernels can reach without a copy. */
export const whereIs = (x: Matrix, variant: Variant): Placed | undefined => {
  const slab = Slab.of(x.data)
  return slab !== undefined && Slab.fits(slab, variant) ? { slab, at: x.data.byteOffset } : undefined
}

const copied = <A, E, R>(
  variant: Variant,
  slab: Slab.Slab,
  x: Matrix,
  use: (placed: Placed) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  scratch(slab, x.data.byteLength, (at) => Effect.andThen(copyIn(variant, slab, at, x.data), use({ slab, at })))

/** Lends a matrix to a stage that passes over it more than once. A large one is copied once if it is not resident. */
export const withMatrix = <A, E, R>(
  { variant }: Engine,
  x: Matrix,
  use: (placed: Placed) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const placed = whereIs(x, variant)
    if (placed !== undefined) return use(placed)
    if (x.data.byteLength < LARGE) return copied(variant, pool(variant), x, use)
    return Effect.acquireUseRelease(
      Effect.sync(() => borrow(variant, x.data.byteLength + LARGE)),
      (slab) => copied(variant, slab, x, use),
      (slab) => Effect.sync(() => giveBack(variant, slab))
    )
  })

/** Rows `from … to − 1` of a matrix, placed. */
export interface Segment extends Placed {
  readonly from: number
  readonly to: number
}

const SEGMENT = 2 ** 23

/** On one thread a segment stays in the processor's nearest caches between the copy and the kernel. */
const CACHED = 2 ** 18

/**
 * Lends a matrix a few megabytes at a time to a stage that passes over it once. `bytesPerRow` is what the stage
 * itself allocates for a row.
 */
export const streamed = Effect.fnUntraced(function*<E, R>(
  { variant, threads }: Engine,
  x: Matrix,
  bytesPerRow: number,
  use: (segment: Segment) => Effect.Effect<void, E, R>
) {
  const placed = whereIs(x, variant)
  const rowBytes = bytesPerRow + (placed === undefined ? 4 * x.cols : 0)
  const step = Math.max(1, Math.floor((threads === 1 ? CACHED : threads * SEGMENT) / Math.max(1, rowBytes)))
  for (let from = 0; from < x.rows; from += step) {
    const to = Math.min(x.rows, from + step)
    if (placed !== undefined) yield* use({ slab: placed.slab, at: placed.at + 4 * from * x.cols, from, to })
    else {
      const rows = { data: x.data.subarray(from * x.cols, to * x.cols), rows: to - from, cols: x.cols }
      yield* copied(variant, pool(variant), rows, (part) => use({ ...part, from, to }))
    }
  }
})
