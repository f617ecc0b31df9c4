/**
 * What most annotators say.
 */
import { checkClasses, checkEach } from "../metrics/checks.ts"
import { majority as vote } from "./crowd.ts"

/** What {@link majority} counts. */
export interface MajorityInput {
  /** A list an annotator: the class that each item was given, −1 for none. All are of one length. */
  readonly labels: ReadonlyArray<ArrayLike<number>>
  /** How many classes there are. */
  readonly classes: number
}

/**
 * The class that most annotators gave each item, by position; −1 where nobody gave one.
 *
 * Ties go to the class that is given least often, then the one whose annotators agree most with clear majorities, then the
 * smaller: the order in which CROWDLAB breaks them where no model says more (Goh & Mueller 2022). Throws `OutOfRange` for another
 * class. O(items · (annotators + classes)).
 *
 * @example
 * ```ts
 * import { Audit } from "@marginalia/core"
 *
 * console.log(Audit.majority({ labels: [[0, 0, -1], [1, 0, -1], [1, -1, -1]], classes: 2 }).join(" ")) // => 1 0 -1
 * ```
 */
export const majority = ({ classes, labels }: MajorityInput): Int32Array => {
  checkClasses(classes)
  for (const list of labels) checkEach("label", list, -1, classes)
  const size = labels[0]?.length ?? 0
  const items = Array.from({ length: size }, (_, i) => Int32Array.from(labels, (list) => list[i]!))
  const known = items.flatMap((list, i) => list.some((label) => label >= 0) ? [i] : [])
  const even = new Float64Array(classes).fill(1 / classes)
  const found = vote({
    labels: known.map((i) => items[i]!),
    probability: known.map(() => even),
    annotators: labels.length,
    classes
  })
  const all = new Int32Array(size).fill(-1)
  known.forEach((i, at) => all[i] = found[at]!)
  return all
}
