/**
 * Criteria made from others.
 */
import { OutOfRange } from "../Errors.ts"
import type { Criterion, Fold, Verdict } from "./criterion.ts"

/** One criterion or more, each for rounds of its own. */
export type Criteria = readonly [Criterion<never>, ...ReadonlyArray<Criterion<never>>]

/** What a round must hold for all of some criteria. */
export type RoundOf<C extends Criteria> = C[number] extends Criterion<infer R> ? R : never

type Decide = (stops: ReadonlyArray<Verdict>, parts: ReadonlyArray<Verdict>) => boolean

/** What may be known of a round: its labels, and how many of them criteria need for themselves. */
type Counted = { readonly labeled?: number; readonly own?: number | undefined } | undefined

/** The most labels that one of some verdicts needs for itself: they look at the same test items. */
const ownOf = (parts: ReadonlyArray<Verdict>): number => Math.max(0, ...parts.map(({ own = 0 }) => own))

/** A round with the labels that criteria need for themselves among its labels; what an outer one counts already counts once. */
const counting = (round: unknown, own: number): unknown => {
  const { labeled, own: known = 0 } = round as NonNullable<Counted>
  return labeled === undefined || own <= known ? round : { ...round as object, labeled: labeled + own, own }
}

/** What each criterion says of a round, the labels that one of them needs counted by all. Folds are pure: they are asked twice. */
const judgeAll = (folds: ReadonlyArray<Fold<unknown>>, round: unknown) => {
  const judged = folds.map((fold) => fold(round)), own = ownOf(judged.map(([verdict]) => verdict))
  return own === 0 ? judged : folds.map((fold) => fold(counting(round, own)))
}

const folded = (name: string, folds: ReadonlyArray<Fold<unknown>>, decide: Decide): Fold<unknown> => (round) => {
  const judged = judgeAll(folds, round)
  const parts = judged.map(([verdict]) => verdict), stops = parts.filter(({ stop }) => stop)
  const stop = decide(stops, parts)
  const reason = (stop ? stops : parts.filter((part) => !part.stop)).map((part) => part.reason).join("; ")
  const own = ownOf(parts)
  const verdict: Verdict = {
    criterion: name,
    stop,
    value: stops.length,
    reason,
    ...(own === 0 ? {} : { own }),
    parts
  }
  return [verdict, folded(name, judged.map(([, next]) => next), decide)]
}

const combine = (word: string, criteria: Criteria, decide: Decide): Criterion<unknown> => {
  if (criteria.length === 0) {
    throw new OutOfRange({
      problem: `there is no criterion to stop by; give one or more`,
      value: 0,
      expected: "from 1"
    })
  }
  const name = criteria.length === 1 ? criteria[0].name : `${word}(${criteria.map((one) => one.name).join(", ")})`
  return { name, begin: folded(name, criteria.map(({ begin }) => begin as Fold<unknown>), decide) }
}

/**
 * Stops when any of some criteria does. `value` is the number of those that say stop, `parts` what each says; rounds must
 * hold what all of them need. Labels that one of them needs for itself (target accuracy those of the test items) count among
 * the `labeled` of the others. Throws `OutOfRange` for no criteria.
 *
 * @example
 * ```ts
 * import { Stopping } from "@marginalia/core"
 *
 * const either = Stopping.anyOf(Stopping.budget({ labels: 30 }), Stopping.cost({ amount: 100 }))
 * const rounds = [{ labeled: 10, cost: 5 }, { labeled: 20, cost: 10 }, { labeled: 30, cost: 10 }]
 * console.log(either.name, Stopping.stopsAt(either, rounds)) // => any-of(budget(30), cost(100)) 2
 * ```
 */
export const anyOf = <const C extends Criteria>(...criteria: C): Criterion<RoundOf<C>> =>
  combine("any-of", criteria, (stops) => stops.length > 0)

/**
 * Stops when all of some criteria do, after the same round. `value` is the number of those that say stop, `parts` what each
 * says; rounds must hold what all of them need. Throws `OutOfRange` for no criteria.
 */
export const allOf = <const C extends Criteria>(...criteria: C): Criterion<RoundOf<C>> =>
  combine("all-of", criteria, (stops, parts) => stops.length === parts.length)
