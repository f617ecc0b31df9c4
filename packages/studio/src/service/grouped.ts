/**
 * A pool in memory, and the same with columns to group by: read again when a strategy first asks for them, as `select` reads them.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import * as Pool from "@marginalia/core/Pool"
import { FileProblem } from "@marginalia/datasets/files/errors"
import { readPool } from "@marginalia/datasets/files/pool"
import * as Effect from "effect/Effect"
import { type Scaling, scalingOf } from "../learner/head/fit.ts"
import type { Open } from "./protocol.ts"

/** Vectors, and the columns that say which group each item is in. */
export interface Vectors {
  readonly matrix: Matrix
  readonly pool: Pool.Pool<"embedding">
  readonly scaling: Scaling
  /** By column; none of a pool that has no such column. */
  readonly groups: { readonly [column: string]: ReadonlyArray<string> }
}

/** So many sets of columns are kept; a program asks by few. */
const KEPT = 8

/** Reads the pool that is asked for, with the columns `groups`, which are no part of the vectors. */
const readWith = Effect.fnUntraced(function*(
  { features, idColumn, path }: Open,
  groups: ReadonlyArray<string>,
  texts: ReadonlyArray<string> = []
) {
  return yield* readPool(path, {
    ...(features === undefined ? {} : { features }),
    ...(idColumn === undefined ? {} : { idColumn }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(texts.length === 0 ? {} : { texts }),
    offset: "keep"
  })
})

const vectorsOf = Effect.fnUntraced(function*(matrix: Matrix, ids: ReadonlyArray<string> | undefined) {
  const pool = yield* Pool.make({ embedding: matrix, ...(ids === undefined ? {} : { ids }) })
  return { matrix, pool: pool as Vectors["pool"], scaling: scalingOf(matrix, "whole") }
})

/**
 * Reads a pool, and gives what reads it again with columns to group by. A numeric column that a strategy groups by is no part of
 * the vectors for that question. Fails as the readers of pools do; reading again fails with `FileProblem` where the file has changed.
 */
export const readVectors = Effect.fn("studio.readVectors")(function*(asked: Open) {
  const first = yield* readWith(asked, []), { path } = asked
  const whole: Vectors = { ...yield* vectorsOf(first.matrix, first.ids), groups: {} }
  const kept = new Map<string, Vectors>()
  const reread = Effect.fnUntraced(function*(columns: ReadonlyArray<string>, texts: ReadonlyArray<string>) {
    const read = yield* readWith(asked, columns, texts)
    if (read.sha256 === first.sha256) return read
    const [problem, hint] = ["the pool has changed since it was read", "start the server again"]
    return yield* new FileProblem({ path, problem, hint, reason: "Changed" })
  })
  const again = Effect.fnUntraced(function*(columns: ReadonlyArray<string>) {
    const { groups, ids, matrix } = yield* reread(columns, [])
    const vectors = matrix.cols === whole.matrix.cols ? whole : yield* vectorsOf(matrix, ids)
    return { ...vectors, groups: Object.fromEntries(groups ?? []) } satisfies Vectors as Vectors
  })
  const by = Effect.fnUntraced(function*(columns: ReadonlyArray<string>) {
    if (columns.length === 0) return whole
    const key = JSON.stringify(columns.toSorted()), known = kept.get(key)
    if (known !== undefined) return known
    const vectors = yield* again(columns)
    const [oldest] = kept.keys()
    if (kept.size >= KEPT) kept.delete(oldest!)
    kept.set(key, vectors)
    return vectors
  })
  /** The cells of columns, as texts; of those that the pool has. */
  const texts = (columns: ReadonlyArray<string>) =>
    Effect.map(reread([], columns), (read) => read.texts ?? new Map<string, ReadonlyArray<string>>())
  return { first, whole, by, texts }
})
