/**
 * A question about a large pool, asked of a random part of it: an order that is there at once, until that of the whole is.
 */
import * as Matrix from "@marginalia/core/Matrix"
import * as Pool from "@marginalia/core/Pool"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import type { Question } from "./choose.ts"

/** Whether the whole is so much more than a sample that a person would notice the wait. */
export const isLarge = (candidates: number, sample: number): boolean => sample > 0 && candidates > 2 * sample

/** A question about the rows of `rows` alone, where item `rows[i]` is at position i. */
export interface Part {
  readonly rows: Uint32Array
  readonly question: Question
}

/** What a model says of some rows of the pool. */
export type ModelOn = (rows: Uint32Array, matrix: Matrix.Matrix) => Question["model"]

/**
 * The question about `size` of the candidates, drawn by the question's seed and round, and all labeled items. Strategies look at
 * the whole pool that they are given (k-means, say), so that the pool itself is made small. Fails as `Pool.make` does. O(N log N).
 */
export const partOf = Effect.fn("studio.partOf")(function*(
  question: Question,
  matrix: Matrix.Matrix,
  modelOn: ModelOn,
  size: number
) {
  const { candidates, labeled, round, seed } = question
  const key = Rng.derive(Rng.derive(Rng.fromSeed(seed), "studio sample"), round)
  const drawn = Rng.subset(key, candidates, size)
  const rows = Uint32Array.from([...labeled, ...drawn]).sort(), small = Matrix.take(matrix, rows)
  const place = new Int32Array(matrix.rows)
  rows.forEach((item, i) => place[item] = i)
  const within = (items: Uint32Array): Uint32Array => items.map((item) => place[item]!)
  const pool = yield* Pool.make({ embedding: small })
  const about: Question = {
    ...question,
    pool,
    labeled: within(labeled),
    candidates: within(drawn),
    model: modelOn(rows, pool.columns.embedding ?? small)
  }
  return { rows, question: about } satisfies Part as Part
})
