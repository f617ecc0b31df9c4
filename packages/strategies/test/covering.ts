/** Greedy covering once more, written from the papers' text in plain arrays, for the tests to compare with. */
import type { Rows } from "./naive.ts"

/** What the definition is asked. */
export interface Covering {
  readonly rows: Rows
  /** How similar two rows are. */
  readonly k: (a: ReadonlyArray<number>, b: ReadonlyArray<number>) => number
  readonly labeled: ReadonlyArray<number>
  readonly candidates: ReadonlyArray<number>
  readonly budget: number
  /** What it is worth to cover each item. */
  readonly weights?: ReadonlyArray<number>
  /** Gains nearer to each other than this may be equal, but for rounding; default a billionth. */
  readonly near?: number
}

/** What each candidate adds, in the candidates' order, when `chosen` cover. */
export const gains = (
  { k, rows, weights }: Covering,
  chosen: ReadonlyArray<number>,
  candidates: ReadonlyArray<number>
) =>
  candidates.map((x) =>
    rows.reduce((sum, row, i) => {
      const m = Math.max(0, ...chosen.map((l) => k(rows[l]!, row)))
      return sum + (weights?.[i] ?? 1) * Math.max(0, k(rows[x]!, row) - m)
    }, 0)
  )

/** Why some picks are not greedy, or undefined: each must add as much as any other that was left, and have that for a score. */
export const problemOf = (asked: Covering, picks: ArrayLike<number>, scores: ArrayLike<number>): string | undefined => {
  const chosen = [...asked.labeled]
  let left = asked.candidates.filter((i) => !asked.labeled.includes(i))
  if (picks.length !== Math.min(asked.budget, left.length)) return `${picks.length} picks`
  for (let n = 0; n < picks.length; n++) {
    const pick = picks[n]!, all = gains(asked, chosen, left), own = all[left.indexOf(pick)]
    if (own === undefined) return `${pick} was not left at pick ${n}`
    const most = Math.max(...all), near = (asked.near ?? 1e-9) * (1 + most)
    if (Math.abs(own - scores[n]!) > near) return `the score of ${pick} is ${scores[n]!} and not ${own}`
    if (most - own > near) return `at pick ${n}, ${pick} adds ${own} and ${left[all.indexOf(most)]!} adds ${most}`
    chosen.push(pick)
    left = left.filter((i) => i !== pick)
  }
  return undefined
}
