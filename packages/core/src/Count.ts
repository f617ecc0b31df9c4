/**
 * How many: a number, or a number that depends on the query, as an option of a part.
 */
import * as Schema from "effect/Schema"
import { PartFailed } from "./Errors.ts"
import type { Base } from "./Frame.ts"
import * as Message from "./Message.ts"

const expression = /^(?:\d+|labeled|budget|classes)(?:\s*[+*]\s*(?:\d+|labeled|budget|classes))*$/

const amount = /^(\d+(?:\.\d+)?)%$/

/**
 * How many, as an option takes it: a whole number from 1, or an expression over `labeled`, `budget` and `classes`, such
 * as `"labeled+budget"` or `"10*budget"`. `labeled` counts what is labeled and what was picked already in this query (by `include`, or by
 * another strategy), `budget` what is still to be picked.
 */
export const Count = Schema.Union([
  Schema.Int.check(Schema.isGreaterThan(0)),
  Schema.String.check(Schema.isPattern(expression, { expected: "a whole number or e.g. labeled+budget, 10*budget" }))
])

/** See {@link Count}. */
export type Count = typeof Count.Type

/**
 * How many of some things, as an option takes it: a {@link Count}, or a share in percent, above 0 and at most 100:
 * `"10%"`.
 */
export const Amount = Schema.Union([
  Schema.Int.check(Schema.isGreaterThan(0)),
  Schema.String.check(
    Schema.makeFilter((text) => expression.test(text) || isShare(text), {
      expected: "a whole number, a share such as 10%, or e.g. 10*budget"
    })
  )
])

/** See {@link Amount}. */
export type Amount = typeof Amount.Type

const isShare = (text: string): boolean => {
  const share = Number(amount.exec(text)?.[1])
  return share > 0 && share <= 100
}

type Facts = Pick<Base, "labeled" | "picked" | "budget" | "classes" | "classesInferred">

const factor = (word: string, facts: Facts): number => {
  switch (word) {
    case "labeled":
      return facts.labeled.length + facts.picked.length
    case "budget":
      return facts.budget
    case "classes":
      return facts.classesInferred === true ? Number.NaN : facts.classes ?? Number.NaN
    default:
      return Number(word)
  }
}

/**
 * The number that a {@link Count} stands for, given a query's `facts`: its labels, picks so far, budget and classes.
 *
 * NaN when it speaks of classes and their number is not known: the classes that the labels so far name may not be all,
 * and a number that grew with them would mean something else in each round.
 */
export const count = (self: Count, facts: Facts): number => {
  if (typeof self === "number") return self
  const terms = self.split("+").map((term) => term.split("*").map((word) => factor(word.trim(), facts)))
  return terms.reduce((sum, factors) => sum + factors.reduce((product, x) => product * x, 1), 0)
}

/**
 * The failure of a `part` whose option, `text`, speaks of the number of classes where it is not known: it says what to do. `facts`
 * may hold the classes that the labels so far name.
 */
export const unknownClasses = (part: string, text: string, facts: Pick<Base, "classes">): PartFailed => {
  const seen = facts.classes === undefined ? "" : ` (the labels so far name ${facts.classes}, and may not name all)`
  const how = Message.text`give it with the query (${Message.setting("classes")})`
  const problem = Message.text`"${text}" needs the number of classes${seen}; ${how}`
  return new PartFailed({ part, problem, reason: "Classes", value: undefined, expected: "the number of classes" })
}

/** Whether a {@link Count} or {@link Amount} speaks of the number of classes. */
export const speaksOfClasses = (self: Amount): boolean => typeof self === "string" && self.includes("classes")

/** The share in (0, 1] of an {@link Amount} in percent, else `undefined`. */
export const share = (self: Amount): number | undefined => {
  const percent = typeof self === "string" ? amount.exec(self)?.[1] : undefined
  return percent === undefined ? undefined : Number(percent) / 100
}

/**
 * How many of `size` things an {@link Amount} keeps, given a query's `facts`: the share rounded up, at least one; at
 * most all. NaN as {@link count} is.
 *
 * A share is computed so that 10 % of 30 is 3, not 4 by a rounding error in the last bit.
 */
export const keep = (self: Amount, size: number, facts: Facts): number => {
  const part = share(self)
  const wanted = part === undefined ? count(self, facts) : Math.ceil(Number((part * size).toPrecision(12)))
  return Math.min(size, Math.max(1, wanted))
}
