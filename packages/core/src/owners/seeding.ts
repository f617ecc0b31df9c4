/**
 * Greedy k-means++ over rows that others have: `seed` of kmeans/seeding.ts, to the bit.
 */
import * as Effect from "effect/Effect"
import { BLOCK } from "../kernels/kmeans-plus-plus.ts"
import { best, blocks } from "../kmeans/candidates.ts"
import { blockSums, candidateCount, draw } from "../kmeans/seeding.ts"
import * as Rng from "../Rng.ts"
import type { Crew } from "./crew.ts"
import type { Answer } from "./question.ts"

/** Sums by block of all owners, one after the other. */
const joined = (parts: ReadonlyArray<{ readonly sums: Float64Array }>, length: number): Float64Array => {
  const all = new Float64Array(length)
  let at = 0
  for (const { sums } of parts) {
    all.set(sums, at)
    at += sums.length
  }
  return all
}

const massesOf = ({ one }: Crew, block: number) =>
  one<"Masses">(block * BLOCK, (own) => ({ _tag: "Masses", block: own / BLOCK }))

/** The last row of a block, or of one before it, that has a mass; −1: none has. */
const lastBefore = Effect.fnUntraced(function*(crew: Crew, sums: Float64Array, end: number) {
  for (let block = end - 1; block >= 0; block--) {
    if (sums[block] === 0) continue
    const { squared } = yield* massesOf(crew, block)
    for (let i = squared.length - 1; i >= 0; i--) if (squared[i]! > 0) return block * BLOCK + i
  }
  return -1
})

/** `draw` in proportion to D², of which a block at a time is asked for. */
const drawn = Effect.fnUntraced(function*(crew: Crew, sums: Float64Array, u: number) {
  let left = u * sums.reduce((total, sum) => total + sum, 0), block = 0, last = -1
  while (block < sums.length - 1 && left >= sums[block]!) left -= sums[block++]!
  const first = block
  for (; block < sums.length; block++) {
    if (sums[block] === 0) continue
    const { squared } = yield* massesOf(crew, block)
    for (const [i, mass] of squared.entries()) {
      if (mass === 0) continue
      last = block * BLOCK + i
      if (left < mass) return last
      left -= mass
    }
  }
  return last >= 0 ? last : yield* lastBefore(crew, sums, first)
})

/** What each candidate would leave, blocks added in order. */
const totals = (parts: ReadonlyArray<Answer<"Candidates">>, count: number): Float64Array => {
  const left = new Float64Array(count)
  for (const { sums } of parts) sums.forEach((sum, at) => left[at % count]! += sum)
  return left
}

/** The rows that may become the next center: the first of all, or as many candidates as there are draws. */
const candidatesOf = Effect.fnUntraced(
  function*(crew: Crew, sums: Float64Array, number: number, draws: Rng.Key, count: number) {
    const { rows: n } = crew
    if (number === 0) return [draw(() => 1, n, blockSums(() => 1, n), Rng.uniform(draws, 0))]
    const us = Array.from({ length: count }, (_, c) => Rng.uniform(draws, c))
    return yield* Effect.forEach(us, (u) => drawn(crew, sums, u), { concurrency: "unbounded" })
  }
)

/** Makes the best of the candidates a center; D² of all rows by block. */
const round = Effect.fnUntraced(function*(crew: Crew, candidates: ReadonlyArray<number>, number: number) {
  const { cols, rows: n } = crew, { data, squares } = yield* crew.rowsAt(candidates)
  const known = candidates.length > 1
  const left = known
    ? totals(
      yield* crew.all<"Candidates">(() => ({ _tag: "Candidates", number, rows: data, norms: squares })),
      candidates.length
    )
    : new Float64Array(1)
  const pick = best(candidates, left)
  const row = data.slice(pick * cols, (pick + 1) * cols), norm = squares.slice(pick, pick + 1)
  return joined(
    yield* crew.all<"Take">(() => ({ _tag: "Take", number, row, norm, pick: known ? pick : -1 })),
    blocks(n)
  )
})

/** Draws at most `k` centers, fewer where every row lies on one; how many there are. */
export const seed = Effect.fnUntraced(function*(
  crew: Crew,
  { k, key, onCenter }: {
    readonly k: number
    readonly key: Rng.Key
    readonly onCenter: (done: number) => Effect.Effect<void>
  }
) {
  const count = candidateCount(k)
  let sums: Float64Array = new Float64Array(blocks(crew.rows))
  yield* crew.all<"Begin">(() => ({ _tag: "Begin", count }))
  for (let number = 0; number < k; number++) {
    const candidates = yield* candidatesOf(crew, sums, number, Rng.derive(key, number), count)
    if (candidates[0]! < 0) return number
    sums = yield* round(crew, candidates, number)
    yield* onCenter(number + 1)
  }
  return k
})
