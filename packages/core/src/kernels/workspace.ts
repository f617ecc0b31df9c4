/**
 * Where matrices and scratch memory are while kernels run: a matrix that is already resident stays where it is, small
 * ones share one pooled slab, a large one is copied once into a slab that is lent for the stage.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import { breathe, type Engine } from "./engine.ts"
import * as Slab from "./slab.ts"
import type { Variant } from "./variant.ts"

/** What slabs begin with, and have room for beside a matrix: it costs nothing until it is used. */
const ROOM = 2 ** 20

type Kind = "wasm" | "plain"
const kindOf = (variant: Variant): Kind => variant === "typescript" ? "plain" : "wasm"

const pooled = new Map<Kind, Slab.Slab>()

/** The slab shared by all small inputs. */
const pool = (variant: Variant): Slab.Slab => {
  const known = pooled.get(kindOf(variant)) ?? Slab.make(ROOM, variant)
  pooled.set(kindOf(variant), known)
  return known
}

/** Slabs returned by stages, the last first, for the next ones to take; the garbage collector may take them first. */
const returned = new Map<Kind, ReadonlyArray<WeakRef<Slab.Slab>>>()

/** How many are kept: a search that passes over rows has one for itself, and one for the rows. */
const KEPT = 2

/** A slab is not lent for so small a part of it: who needs all of it comes next. */
const PART = 1 / 8

const borrow = (variant: Variant, bytes: number): Slab.Slab => {
  const kind = kindOf(variant), there = (returned.get(kind) ?? []).flatMap((one) => one.deref() ?? [])
  const size = (slab: Slab.Slab): number => slab.buffer().byteLength
  const needed = Slab.sizeFor(bytes, variant)
  const isFit = (slab: Slab.Slab): boolean => size(slab) >= needed && PART * size(slab) <= Math.max(needed, ROOM)
  const [found] = there.filter(isFit).sort((a, b) => size(a) - size(b))
  returned.set(kind, there.filter((slab) => slab !== found).map((slab) => new WeakRef(slab)))
  return found ?? Slab.make(bytes, variant)
}

const giveBack = (variant: Variant, slab: Slab.Slab): void => {
  const kind = kindOf(variant)
  returned.set(kind, [new WeakRef(slab), ...returned.get(kind) ?? []].slice(0, KEPT))
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

/** Lends a slab with room for so many bytes, and pieces of it, which hold whatever the last one left there. */
export const borrowed = <A, E, R>(
  variant: Variant,
  bytes: number,
  use: (slab: Slab.Slab, alloc: (bytes: number) => number) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.sync(() => borrow(variant, bytes)),
    (slab) => arena(slab, (alloc) => use(slab, alloc)),
    (slab) => Effect.sync(() => giveBack(variant, slab))
  )

/** Lends room for so many numbers, in a slab of its own or a returned one; what was left there is there. */
export const withRoom = <A, E, R>(
  variant: Variant,
  length: number,
  use: (room: Float32Array) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  borrowed(
    variant,
    4 * length + ROOM,
    (slab, alloc) => Effect.suspend(() => use(Slab.f32(slab, alloc(4 * length), length)))
  )

/** Lends `bytes` of the slab shared by small inputs. */
export const scratchPool = <A, E, R>(
  { variant }: Engine,
  bytes: number,
  use: (slab: Slab.Slab, at: number) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => Effect.suspend(() => scratch(pool(variant), bytes, (at) => use(pool(variant), at)))

/** What a number costs that is copied to memory never used before, in multiply-adds: the memory has to be found first. */
export const COPY = 8

/** Copies numbers into a slab, a few megabytes at a time. */
export const copyIn = Effect.fnUntraced(function*(engine: Engine, slab: Slab.Slab, at: number, data: Float32Array) {
  const { settings: { copy }, variant } = engine
  for (let from = 0; from < data.length; from += copy) {
    const part = data.subarray(from, from + copy)
    yield* breathe(variant, COPY * part.length)
    Slab.f32(slab, at + 4 * from, part.length).set(part)
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
  engine: Engine,
  slab: Slab.Slab,
  x: Matrix,
  use: (placed: Placed) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  scratch(slab, x.data.byteLength, (at) => Effect.andThen(copyIn(engine, slab, at, x.data), use({ slab, at })))

/** Lends a matrix to a stage that passes over it more than once. A large one is copied once if it is not resident. */
export const withMatrix = <A, E, R>(
  engine: Engine,
  x: Matrix,
  use: (placed: Placed) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const { settings, variant } = engine
    const placed = whereIs(x, variant)
    if (placed !== undefined) return use(placed)
    if (x.data.byteLength < settings.large) return copied(engine, pool(variant), x, use)
    return Effect.acquireUseRelease(
      Effect.sync(() => borrow(variant, x.data.byteLength + ROOM)),
      (slab) => copied(engine, slab, x, use),
      (slab) => Effect.sync(() => giveBack(variant, slab))
    )
  })

/** Rows `from … to − 1` of a matrix, placed. */
export interface Segment extends Placed {
  readonly from: number
  readonly to: number
}

/**
 * Lends a matrix a few megabytes at a time to a stage that passes over it once. `bytesPerRow` is what the stage
 * itself allocates for a row.
 */
export const streamed = Effect.fnUntraced(function*<E, R>(
  engine: Engine,
  x: Matrix,
  bytesPerRow: number,
  use: (segment: Segment) => Effect.Effect<void, E, R>
) {
  const { settings, threads, variant } = engine
  const placed = whereIs(x, variant)
  const rowBytes = bytesPerRow + (placed === undefined ? 4 * x.cols : 0)
  const bytes = threads === 1 ? settings.cached : threads * settings.streamed
  const step = Math.max(1, Math.floor(bytes / Math.max(1, rowBytes)))
  for (let from = 0; from < x.rows; from += step) {
    const to = Math.min(x.rows, from + step)
    if (placed !== undefined) yield* use({ slab: placed.slab, at: placed.at + 4 * from * x.cols, from, to })
    else {
      const rows = { data: x.data.subarray(from * x.cols, to * x.cols), rows: to - from, cols: x.cols }
      yield* copied(engine, pool(variant), rows, (part) => use({ ...part, from, to }))
    }
  }
})
