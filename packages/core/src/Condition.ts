/**
 * The conditions of `switchWhen`: a closed set that looks at the query only.
 */
import type { Base } from "./Frame.ts"

/** `labeled < n`, `labeled < n*classes` or `round < n`. */
export interface Condition {
  readonly subject: "labeled" | "round"
  readonly below: number
  readonly perClass: boolean
}

/** Fewer than `n` labels. */
export const labeledBelow = (n: number): Condition => ({ subject: "labeled", below: n, perClass: false })

/** Fewer than `n` labels a class. An unknown number of classes counts as 1. */
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

/** Whether it holds. */
export const holds = (self: Condition, facts: Pick<Base, "labeled" | "round" | "classes">): boolean => {
  const value = self.subject === "round" ? facts.round : facts.labeled.length
  return value < self.below * (self.perClass ? facts.classes ?? 1 : 1)
}
