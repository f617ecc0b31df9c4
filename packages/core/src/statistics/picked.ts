/**
 * Which classes did a strategy pick from, and how evenly?
 */
import { OutOfRange } from "../Errors.ts"
import { checkClasses, checkEach } from "../metrics/checks.ts"

/**
 * How many of some labels fall into each class; −1, which an oracle declined, is left out.
 *
 * Throws `OutOfRange` for any other label that is not a whole number from 0 to `classes` − 1.
 */
export const pickedByClass = (labels: ArrayLike<number>, classes: number): Array<number> => {
  checkClasses(classes)
  checkEach("label", labels, -1, classes)
  const counts = new Array<number>(classes).fill(0)
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!
    if (label >= 0) counts[label]! += 1
  }
  return counts
}

/**
 * How evenly the classes were picked, from the `counts` by class: H / log C with H = −Σ (n_c / n) log (n_c / n) over C
 * classes.
 *
 * 1 when all classes are equally frequent, 0 when all picks are of one class; NaN of no picks; 1 when there is only one
 * class. Fewer picks than classes cannot reach 1.
 */
export const entropyRatio = (counts: ReadonlyArray<number>): number => {
  const total = counts.reduce((a, b) => a + b, 0)
  if (total === 0) return Number.NaN
  if (counts.length === 1) return 1
  const entropy = counts.reduce((sum, n) => n === 0 ? sum : sum - n / total * Math.log(n / total), 0)
  return entropy / Math.log(counts.length)
}

/** What was picked up to and including a round. */
export interface Coverage {
  /** All picks so far, by class. */
  readonly counts: ReadonlyArray<number>
  /** How many classes were picked from so far. */
  readonly covered: number
  /** {@link entropyRatio} of the picks so far. */
  readonly entropyRatio: number
  /** The most picked class over the least, picks so far; Infinity while a class is missing, NaN of no picks. */
  readonly imbalance: number
}

const largest = (counts: ReadonlyArray<number>): number => counts.reduce((a, b) => Math.max(a, b), 0)
const least = (counts: ReadonlyArray<number>): number => counts.reduce((a, b) => Math.min(a, b), Infinity)

/**
 * Class coverage and imbalance after each round, from what each round picked by class.
 *
 * Throws `OutOfRange` when rounds differ in their number of classes.
 */
export const coverage = (rounds: ReadonlyArray<ReadonlyArray<number>>): Array<Coverage> => {
  let counts: ReadonlyArray<number> = new Array<number>(rounds[0]?.length ?? 0).fill(0)
  return rounds.map((picked, round) => {
    if (picked.length !== counts.length) {
      throw new OutOfRange({
        problem: `round ${round} counts ${picked.length} classes where round 0 counts ${counts.length}`
      })
    }
    counts = counts.map((count, c) => count + picked[c]!)
    return {
      counts,
      covered: counts.filter((count) => count > 0).length,
      entropyRatio: entropyRatio(counts),
      imbalance: largest(counts) / least(counts)
    }
  })
}
