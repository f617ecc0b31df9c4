/**
 * Order: higher scores first, ties to the smaller position.
 */
import { nthHighest } from "./ranking/nth.ts"
import * as Rng from "./Rng.ts"

/** How ties are broken: by position, or by a number drawn from the key for each position. */
export type Ties = "position" | "seeded"

const compare = (scores: Float64Array, tie: (position: number) => number) => (a: number, b: number): number => {
  const [x, y] = [scores[a]!, scores[b]!]
  if (x > y) return -1
  if (x < y) return 1
  const [xIsNaN, yIsNaN] = [Number.isNaN(x), Number.isNaN(y)]
  if (xIsNaN !== yIsNaN) return xIsNaN ? 1 : -1
  return tie(a) - tie(b) || a - b
}

/** The `n`-th highest of the scores at some positions, NaN counting as −∞. */
const threshold = (positions: Uint32Array, scores: Float64Array, n: number): number => {
  const values = new Float64Array(positions.length)
  for (let i = 0; i < values.length; i++) {
    const score = scores[positions[i]!]!
    values[i] = Number.isNaN(score) ? -Infinity : score
  }
  return nthHighest(values, n)
}

/** The `n` of some positions that win a tie among all of them. No order. */
const winners = (tied: Uint32Array, n: number, ties: Ties, rng: Rng.Key): Uint32Array => {
  if (n >= tied.length) return tied
  if (ties === "position") return tied.sort().subarray(0, n)
  const draws = Float64Array.from(tied, (position) => -Rng.uniform(rng, position))
  const last = nthHighest(draws.slice(), n)
  return tied.filter((_, i) => draws[i]! >= last)
}

/**
 * Those positions that may be among the `n` highest, and few more: of many that are tied for the last places only those that
 * win the tie, so that a score of few values costs no sort of the pool.
 */
const foremost = (positions: Uint32Array, scores: Float64Array, n: number, ties: Ties, rng: Rng.Key): Uint32Array => {
  const least = threshold(positions, scores, n)
  if (least === -Infinity) return positions.slice()
  const above = new Uint32Array(n), tied = new Uint32Array(positions.length)
  let [highs, equals] = [0, 0]
  for (let i = 0; i < positions.length; i++) {
    const score = scores[positions[i]!]!
    if (score > least) above[highs++] = positions[i]!
    else if (score === least) tied[equals++] = positions[i]!
  }
  const rest = winners(tied.subarray(0, equals), n - highs, ties, rng)
  const all = new Uint32Array(highs + rest.length)
  all.set(above.subarray(0, highs))
  all.set(rest, highs)
  return all
}

/**
 * The `n` positions with the highest scores, best first.
 *
 * `scores` are by position. Ties go to the smaller position (`ties`: "position", the default), or with "seeded" to a
 * number drawn from `rng` by position (by default the key of seed 0); NaN comes last. O(N + n log n) as a rule.
 */
export const top = (
  positions: Uint32Array,
  scores: Float64Array,
  n: number,
  ties: Ties = "position",
  rng: Rng.Key = Rng.fromSeed(0)
): Uint32Array => {
  const tie = ties === "seeded" ? (position: number) => Rng.uniform(rng, position) : (position: number) => position
  if (n <= 0 || positions.length === 0) return new Uint32Array()
  if (n >= positions.length) return positions.toSorted(compare(scores, tie))
  return foremost(positions, scores, n, ties, rng).sort(compare(scores, tie)).slice(0, n)
}

/** Without the last `excess` of the positions whose score is `least`. */
const dropLast = (positions: Uint32Array, scores: Float64Array, least: number, excess: number): Uint32Array => {
  let left = excess
  const kept = positions.toReversed().filter((position) => scores[position]! > least || --left < 0)
  return kept.reverse()
}

/**
 * The `n` of some `positions` with the highest `scores`, ascending: the positions of {@link top} in the pool's order.
 * O(N) as a rule, and a sort where they are not ascending already.
 */
export const keepTop = (positions: Uint32Array, scores: Float64Array, n: number): Uint32Array => {
  if (n <= 0 || n >= positions.length) return top(positions, scores, n).sort()
  const least = threshold(positions, scores, n)
  if (least === -Infinity) return top(positions, scores, n).sort()
  const kept = positions.filter((position) => scores[position]! >= least).sort()
  return dropLast(kept, scores, least, kept.length - n)
}
