/**
 * The conditions of `switchWhen`: a closed set that looks at the query only.
 */
import type { Base } from "./Frame.ts"

/** `labeled < n`, `labeled < n*classes` or `round < n`. */
export interface Condition {
  /** What is counted: labels, or rounds from 0. */
  readonly subject: "labeled" | "round"
  /** The condition holds below this number. */
  readonly below: number
  /** Whether `below` is a number a class. */
  readonly perClass: boolean
}

/** Fewer than `n` labels. */
export const labeledBelow = (n: number): Condition => ({ subject: "labeled", below: n, perClass: false })

/** Fewer than `n` labels a class. Where the number of classes is not known, it can be told while there are few: {@link holds}. */
export const labeledBelowPerClass = (n: number): Condition => ({ subject: "labeled", below: n, perClass: true })

/** A round before `n`, counted from 0. */
export const roundBelow = (n: number): Condition => ({ subject: "round", below: n, perClass: false })

/** The text of a condition. */
export const print = (self: Condition): string => `${self.subject} < ${self.below}${self.perClass ? "*classes" : ""}`

const pattern = /^(labeled|round)\s*<\s*(\d+)\s*(\*\s*classes)?$/

/** A condition from its text, or `undefined`. */
export const read = (text: string): Condition | undefined => {
  const match = pattern.exec(text.trim())
  if (match === null) return undefined
  const [, subject, below, perClass] = match
  if (subject === "round" && perClass !== undefined) return undefined
  const condition = { below: Number(below), perClass: perClass !== undefined }
  return isNatural(condition.below) ? { subject: subject === "round" ? "round" : "labeled", ...condition } : undefined
}

const isNatural = (n: number): boolean => Number.isSafeInteger(n) && n >= 0

/** What is wrong with a condition that was made without {@link read}, if anything is. */
export const problem = (self: Condition): string | undefined =>
  isNatural(self.below)
    ? undefined
    : `${self.below} is not a whole number from 0; conditions compare with whole numbers`

/** What a condition looks at. */
export type Facts = Pick<Base, "labeled" | "round" | "classes" | "classesInferred">

/**
 * Whether the condition holds for a query's `facts`.
 *
 * `undefined` where the number of classes decides and is not known: the labels so far may not name all classes, so that
 * what holds for those holds for certain, and nothing else does.
 */
export const holds = (self: Condition, facts: Facts): boolean | undefined => {
  const value = self.subject === "round" ? facts.round : facts.labeled.length
  if (!self.perClass) return value < self.below
  if (value < self.below * (facts.classes ?? 1)) return true
  return self.below === 0 || (facts.classes !== undefined && facts.classesInferred !== true) ? false : undefined
}
