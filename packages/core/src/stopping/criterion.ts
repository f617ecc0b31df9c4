/**
 * A criterion for stopping: a fold over rounds.
 */

/** What a criterion says after a round. */
export interface Verdict {
  /** The criterion as it is written: `budget(500)`. */
  readonly criterion: string
  /** Whether it says stop. */
  readonly stop: boolean
  /** What it measured in this round, in its own unit; NaN where there was nothing to measure yet. */
  readonly value: number
  /** What was measured and what it is compared with, in a sentence without its full stop. */
  readonly reason: string
  /**
   * How many labels it needs for itself, beside those that were asked for: of the test items that it looks at. They are spent
   * whether or not it says stop. Left out where it needs none; of a criterion that was made from others the most that a part needs.
   */
  readonly own?: number
  /** What its parts say, of a criterion that was made from others. */
  readonly parts?: ReadonlyArray<Verdict>
}

/** What a criterion says of the next round, and how it goes on from there. Nothing is changed: it can be asked twice. */
export interface Fold<in R> {
  (round: R): readonly [verdict: Verdict, next: Fold<R>]
}

/**
 * When to stop, as a pure fold over finished rounds. `R` is what a round must hold for it. The verdict is about one round: a
 * criterion that said stop may say go on after the next.
 */
export interface Criterion<in R> {
  /** As it is written: `budget(500)`. */
  readonly name: string
  /** What is said of the first round. */
  readonly begin: Fold<R>
}

/** What a step of {@link make} says of a round. */
export type Finding = Omit<Verdict, "criterion" | "parts">

/**
 * A criterion of your own. `name` is how it is written; `initial` what is known before the first round; `step` what is said
 * of a round, given what was known, and what is known after it. `step` is pure.
 *
 * @example
 * ```ts
 * import { Stopping } from "@marginalia/core"
 *
 * const weekly = Stopping.make("rounds(2)", 0, (done: number, _: unknown) => {
 *   const value = done + 1
 *   return [value, { stop: value >= 2, value, reason: `${value} of 2 rounds` }]
 * })
 * console.log(Stopping.judge(weekly, ["a", "b", "c"]).map(({ stop }) => stop).join(" ")) // => false true true
 * ```
 */
export const make = <R, S>(
  name: string,
  initial: S,
  step: (known: S, round: R) => readonly [known: S, finding: Finding]
): Criterion<R> => {
  const from = (known: S): Fold<R> => (round) => {
    const [next, finding] = step(known, round)
    return [{ criterion: name, ...finding }, from(next)]
  }
  return { name, begin: from(initial) }
}

/** What a criterion says after each of some `rounds`, in their order: one verdict a round. */
export const judge = <R>(criterion: Criterion<R>, rounds: Iterable<R>): ReadonlyArray<Verdict> => {
  const verdicts: Array<Verdict> = []
  let fold = criterion.begin
  for (const round of rounds) {
    const [verdict, next] = fold(round)
    verdicts.push(verdict)
    fold = next
  }
  return verdicts
}

/**
 * A criterion as it is after some `rounds`: what it says of the next one knows of them. O(rounds).
 */
export const since = <R>({ begin, name }: Criterion<R>, rounds: Iterable<R>): Criterion<R> => {
  let fold = begin
  for (const round of rounds) [, fold] = fold(round)
  return { name, begin: fold }
}

/**
 * The first round after which a criterion says stop, counted from 0 in `rounds`; undefined if it never does. Later rounds are
 * not looked at.
 */
export const stopsAt = <R>(criterion: Criterion<R>, rounds: Iterable<R>): number | undefined => {
  let fold = criterion.begin, at = 0
  for (const round of rounds) {
    const [verdict, next] = fold(round)
    if (verdict.stop) return at
    fold = next
    at += 1
  }
  return undefined
}
