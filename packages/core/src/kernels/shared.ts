/**
 * Matrices that many queries share, and what is derived from them once for all of them.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Scheduler from "effect/Scheduler"
import * as Semaphore from "effect/Semaphore"
import type { Matrix } from "../Matrix.ts"
import type { Normalized } from "./normalize-rows.ts"
import type { Variant } from "./variant.ts"

/** What is lent at this moment: where it lies, to how many, and how it is taken back. */
export interface Loan {
  readonly value: unknown
  readonly free: () => void
  users: number
}

/**
 * Megabytes of working memory that stages over one shared matrix (and what is derived from it) take side by side. One that
 * takes more works by itself: on one thread, and on all of them, two at a time are no faster than one after the other.
 */
const ROOM = 8

/** Whose turn it is to make something, and how many hold the lock or wait for it. */
export interface Turn {
  readonly lock: Semaphore.Semaphore
  takers: number
}

/** What is known of a shared matrix. */
export interface Shared extends Pick<Matrix, "cols" | "offset"> {
  readonly normalized: Map<Variant, Normalized>
  /** What normalizing it gives, of any variant: itself, where its rows were brought to unit length before it was shared. */
  itself?: Normalized
  /** Held while it is normalized. */
  readonly lock: Semaphore.Semaphore
  /** By name, while that is made. */
  readonly turns: Map<string, Turn>
  /** By the slab that they lie in, and by name. */
  readonly loans: WeakMap<object, Map<string, Loan>>
  /** A permit is a megabyte. */
  readonly room: Semaphore.Semaphore
}

/** By the matrices' numbers: the same ones in another wrapper are the same matrix, unless it cuts or places them otherwise. */
const known = new WeakMap<Float32Array, ReadonlyArray<Shared>>()

const isSame = (a: Float64Array | undefined, b: Float64Array | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.every((x, i) => x === b[i]))

/** What is known of a matrix, if it is shared. */
export const sharedOf = ({ cols, data, offset }: Matrix): Shared | undefined =>
  known.get(data)?.find((one) => one.cols === cols && isSame(one.offset, offset))

const add = (x: Matrix, room: Semaphore.Semaphore): void => {
  if (sharedOf(x) !== undefined) return
  const { cols, data, offset } = x
  const own: Shared = {
    cols,
    ...(offset !== undefined && { offset }),
    normalized: new Map(),
    lock: Semaphore.makeUnsafe(1),
    turns: new Map(),
    loans: new WeakMap(),
    room
  }
  known.set(data, [...known.get(data) ?? [], own])
}

/** Says that a matrix will never be written to, so that what is derived from it may be kept as long as it lives. */
export const share = (x: Matrix): void => add(x, Semaphore.makeUnsafe(ROOM))

/** {@link share} for rows that are at unit length: to normalize them once more is to do nothing. */
export const shareNormalized = (normalized: Normalized): void => {
  share(normalized.matrix)
  sharedOf(normalized.matrix)!.itself = normalized
}

/** Whether a run is synchronous: it cannot wait for one that has given way. */
export const synchronous: Effect.Effect<boolean> = Effect.map(
  Scheduler.Scheduler,
  ({ executionMode }) => executionMode === "sync"
)

/**
 * The rows of a shared matrix at unit length, made by `make` for the first who asks; the others wait for it. A matrix
 * that is not shared is made each time. One who is interrupted leaves the work to the next. The rows are shared as well.
 */
export const normalizedOnce = (
  x: Matrix,
  variant: Variant,
  make: Effect.Effect<Normalized>
): Effect.Effect<Normalized> => {
  const shared = sharedOf(x)
  if (shared === undefined) return make
  if (shared.itself !== undefined) return Effect.succeed(shared.itself)
  const ask = Effect.suspend(() => {
    const there = shared.normalized.get(variant)
    return there === undefined
      ? Effect.tap(make, (made) =>
        Effect.sync(() => {
          add(made.matrix, shared.room)
          shared.normalized.set(variant, made)
        }))
      : Effect.succeed(there)
  })
  return Effect.flatMap(synchronous, (sync) => sync ? ask : shared.lock.withPermits(1)(ask))
}

/** Stages that take less than this many bytes never wait. */
const LITTLE = 2 ** 20

/** What a fiber holds permits of, rooms and locks: what runs within a stage there is part of it. */
const Within = Context.Reference<ReadonlyMap<Semaphore.Semaphore, number>>("@marginalia/core/kernels/Within", {
  defaultValue: () => new Map()
})

/** A stage whose fiber holds permits of a room or lock until it ends: {@link reported} gives them up for a while. */
export const holding = <A, E, R>(
  room: Semaphore.Semaphore,
  permits: number,
  stage: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.flatMap(Within, (within) => Effect.provideService(stage, Within, new Map([...within, [room, permits]])))

/** Takes permits of a room for a stage, once for all that runs within it. */
const inside = <A, E, R>(
  room: Semaphore.Semaphore,
  permits: number,
  stage: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.flatMap(
    Within,
    (within) =>
      within.has(room)
        ? stage
        : room.withPermits(permits)(holding(room, permits, stage))
  )

/**
 * Runs a stage that takes so many bytes of working memory. Of stages over one shared matrix as many run side by side as have
 * room in a few megabytes together, at least one; the others wait. A synchronous run does not, nor what runs within such a
 * stage: it would wait for itself.
 */
export const withRoom = <A, E, R>(x: Matrix, bytes: number, stage: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
  const shared = sharedOf(x)
  if (shared === undefined || bytes < LITTLE) return stage
  const permits = Math.min(ROOM, Math.ceil(bytes / LITTLE))
  return Effect.flatMap(synchronous, (sync) => sync ? stage : inside(shared.room, permits, stage))
}

/** Gives up rooms and locks while something is waited for, and takes them again. */
const without = <A, E, R>(
  rooms: ReadonlyMap<Semaphore.Semaphore, number>,
  wait: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.forEach(rooms, ([room, permits]) => room.release(permits), { discard: true }),
    () => wait,
    () => Effect.forEach(rooms, ([room, permits]) => room.take(permits), { discard: true })
  )

/**
 * Runs what a stage reports to someone. Where that does not end at once, the stage gives up the rooms that it works in, and its
 * turn to make something, until it does: the report may wait for another question to the same pool, which would wait for
 * them, and both for ever.
 */
export const reported = (report: Effect.Effect<void>): Effect.Effect<void> =>
  Effect.gen(function*() {
    const within = yield* Within
    if (within.size === 0 || (yield* synchronous)) return yield* report
    const fiber = yield* Effect.forkChild(report, { startImmediately: true })
    const rest = Effect.onInterrupt(Fiber.join(fiber), () => Fiber.interrupt(fiber))
    return yield* fiber.pollUnsafe() === undefined ? without(within, rest) : rest
  })
