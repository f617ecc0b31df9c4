/**
 * How many items the batches of a unit have, and how many batches there are. Tested in `expand.test.ts`.
 */
import type { Amount } from "../file/decoders.ts"
import { ConfigIssue } from "../file/mistake.ts"
import type { Entry } from "./entries.ts"

/** An amount in items, where there are so many classes. */
export const inItems = ({ count, per }: Amount, classes: number): number => per === "class" ? count * classes : count

/** The items of each batch, and how many batches there are: as many as a list has, else as `rounds` says. */
export const batchesOf = ({ path, settings: { budget, rounds }, word }: Entry, classes: number) => {
  if (!("length" in budget)) return { items: inItems(budget, classes), batches: rounds }
  if (word.rounds !== undefined && word.rounds !== budget.length) {
    const problem = `rounds is ${word.rounds}, and the file's budget lists ${budget.length} rounds`
    throw new ConfigIssue([...path, "rounds"], `${problem}; give the data set a budget of its own, or leave rounds out`)
  }
  return { items: budget.map((amount) => inItems(amount, classes)), batches: budget.length }
}
