/**
 * What stays true of a pool's rows from one query to the next, so that a later round need not find it again: the distances of items to
 * what was labeled before, for k-center. It is kept under the name of the rows that it was found of, which whoever has read them gives.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** Where it is kept. What is lost is found again: neither fails, and no result depends on it. */
export interface Service {
  /** The bytes that were kept under a `name`, as they were; undefined where there are none. */
  readonly get: (name: string) => Effect.Effect<Uint8Array | undefined>
  /** Keeps `bytes` under a `name`, in place of what was there. */
  readonly put: (name: string, bytes: Uint8Array) => Effect.Effect<void>
}

const nowhere: Service = { get: () => Effect.undefined, put: () => Effect.void }

/** Where queries keep what stays true. Default: nowhere. */
export const Carry = Context.Reference<Service>("@marginalia/core/Carry", { defaultValue: () => nowhere })

/** Keeps it in memory for as long as the service is there: eight bytes an item of each pool that k-center chose from. */
export const inMemory = (): Service => {
  const kept = new Map<string, Uint8Array>()
  return {
    get: (name) => Effect.sync(() => kept.get(name)),
    put: (name, bytes) =>
      Effect.sync(() => {
        kept.set(name, bytes)
      })
  }
}

/** A layer that keeps it by the `service`. */
export const layer = (service: Service): Layer.Layer<never> => Layer.succeed(Carry, service)

const names = new WeakMap<object, string>()

/**
 * Says that some rows, a matrix or tiles, are those of this `name`, the same numbers in the same order whoever says so: the hash of the
 * file that they are all of, say. Rows that nobody has named are not kept anything of. Gives the rows.
 */
export const named = <A extends object>(rows: A, name: string): A => {
  names.set(rows, name)
  return rows
}

/** The name of some `rows`; undefined where they have none. */
export const nameOf = (rows: object): string | undefined => names.get(rows)

/** Says that rows were made of others by something that always makes the same: `made` of `rows`, by `how`. Gives what was made. */
export const derived = <A extends object>(made: A, rows: object, how: string): A => {
  const name = names.get(rows)
  return name === undefined ? made : named(made, `${how} of ${name}`)
}
