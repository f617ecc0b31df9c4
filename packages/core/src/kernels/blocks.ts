/**
 * Which blocks of rows meet which, each pair of blocks once, in rounds in which no block appears twice: within a round
 * every thread may write to the rows of the blocks that it was given.
 */

/** Rows `a0 … a1 − 1` against `b0 … b1 − 1`, which come before them or are the same. */
export type Block = readonly [a0: number, a1: number, b0: number, b1: number]

/** Round `round` of a tournament of n players (the circle method; with an odd number one sits out). */
const meetings = (n: number, round: number): Array<readonly [number, number]> => {
  const even = n + (n % 2)
  const player = (seat: number) => seat === 0 ? 0 : 1 + ((seat - 1 + round) % (even - 1))
  const pairs = Array.from({ length: even / 2 }, (_, s) => [player(s), player(even - 1 - s)] as const)
  return pairs.filter(([a, b]) => a < n && b < n).map(([a, b]) => a > b ? [a, b] as const : [b, a] as const)
}

/** The rounds of a run of rows `from … to − 1` cut into blocks of `size`: the first is each block with itself. */
export const roundsOf = (from: number, to: number, size: number): Array<Array<Block>> => {
  const n = Math.ceil((to - from) / size)
  const start = (block: number) => from + block * size
  const end = (block: number) => Math.min(to, from + (block + 1) * size)
  const block = (a: number, b: number): Block => [start(a), end(a), start(b), end(b)]
  const alone = Array.from({ length: n }, (_, a) => block(a, a))
  const rounds = n < 2 ? 0 : n + (n % 2) - 1
  return [alone, ...Array.from({ length: rounds }, (_, r) => meetings(n, r).map(([a, b]) => block(a, b)))]
}

/**
 * The rounds in which rows `from … middle − 1` meet each other and every row of `middle … to − 1`, and these do not meet one another.
 */
export const roundsAgainst = (from: number, middle: number, to: number, size: number): Array<Array<Block>> => {
  const n = Math.ceil((middle - from) / size),
    m = Math.ceil((to - middle) / size),
    rounds = m === 0 ? 0 : Math.max(n, m)
  const across = Array.from(
    { length: rounds },
    (_, r) =>
      Array.from({ length: n }, (_, i) => [i, (i + r) % rounds] as const).filter(([, j]) => j < m).map(
        ([i, j]): Block => {
          const a = middle + j * size, b = from + i * size
          return [a, Math.min(to, a + size), b, Math.min(middle, b + size)]
        }
      )
  )
  return [...roundsOf(from, middle, size), ...across]
}

/** The rounds of several runs side by side. */
export const together = (runs: ReadonlyArray<ReadonlyArray<ReadonlyArray<Block>>>): Array<Array<Block>> => {
  const longest = runs.reduce((most, rounds) => Math.max(most, rounds.length), 0)
  return Array.from({ length: longest }, (_, round) => runs.flatMap((rounds) => rounds[round] ?? []))
}
