/**
 * What is wrong with an answer, that of a part or of a service: in words, and as data.
 */

/** An answer at fault. */
export interface Amiss {
  /** What was found and what there should be, as a sentence. */
  readonly problem: string
  /** What was found: a number, a name, or its kind in words. */
  readonly value: unknown
  /** What there should be. */
  readonly expected: string | number
  /** The item at fault by its position, where one is. */
  readonly position?: number
}

/** An answer at fault; `problem` tells both `value` and what is `expected`, of the item at `position` where it is of one. */
export const amiss = (problem: string, value: unknown, expected: string | number, position?: number): Amiss => ({
  problem,
  value,
  expected,
  ...(position !== undefined && { position })
})
