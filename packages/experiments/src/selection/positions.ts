/** From the ids that files name to positions of a pool. Tested in packages/cli/test/bad-input.test.ts and scope.test.ts. */
import * as Query from "@marginalia/core/Query"
import { numbered } from "@marginalia/datasets/dataset"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import type { Pool } from "@marginalia/datasets/files/pool"
import * as Effect from "effect/Effect"
import { plainPositions } from "./plain-positions.ts"

/** Rows wherever they are. */
export interface Rows {
  readonly rows: number
  readonly cols: number
}

/** Items with their names, and where they are from. */
export interface Listed extends Pick<Pool<Rows>, "path" | "ids"> {
  readonly matrix: Pick<Rows, "rows">
}

/** The positions of the ids that a file names, in its order; none of no ids. Fails with `InvalidInput` for one that is not the pool's. */
export const positionsOf = (
  pool: Listed,
  { ids, path }: { readonly ids: ReadonlyArray<string>; readonly path: string }
): Effect.Effect<Uint32Array, InvalidInput> => {
  if (ids.length === 0) return Effect.succeed(new Uint32Array())
  const plain = pool.ids === undefined ? plainPositions(ids, pool.matrix.rows) : undefined
  if (plain !== undefined) return Effect.succeed(plain)
  const all = pool.ids ?? numbered(pool.matrix.rows)
  return Query.positionsOf(all, ids).pipe(
    Effect.mapError(({ reason, says: problem }) => {
      const fault = reason._tag === "DuplicateId"
        ? { reason: "Twice", value: reason.id } as const
        : { reason: "Unknown", value: reason._tag === "UnknownId" ? reason.ids : ids, allowed: all } as const
      return new InvalidInput({ path, problem, hint: `the pool is ${pool.path}`, ...fault })
    })
  )
}
