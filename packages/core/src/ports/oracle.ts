/**
 * What an oracle may answer.
 */
import * as Effect from "effect/Effect"
import { type Answer, type LabelRequest, OracleError } from "../Oracle.ts"
import { counted } from "../Words.ts"
import { describe } from "./call.ts"
import { firstOutside, isList, MOST_INT } from "./numbers.ts"

/**
 * An answer that was checked: in `labels` a class for each item that was asked about, −1 where the oracle declined, and
 * what they `cost`.
 */
export interface Answered {
  readonly labels: Int32Array
  readonly cost: number
}

const wrongCount = ({ positions, round }: LabelRequest, given: number): OracleError =>
  new OracleError({
    reason: "WrongCount",
    problem:
      `the oracle gave ${counted(given, "label")} for the ${counted(positions.length, "item")} of round ${round}; ` +
      "it must give one an item, in their order, and −1 or null for an item that it declines",
    expected: positions.length,
    given
  })

const noClass = ({ ids, positions }: LabelRequest, at: number, value: unknown, most: number): OracleError => {
  const range = most === MOST_INT ? "a whole number from 0" : `a whole number from 0 to ${most}`
  const [id, position] = [ids[at], positions[at]!]
  return new OracleError({
    reason: "UnknownLabel",
    problem:
      `the oracle says ${describe(value)} of item ${id ?? position} (position ${position}); a class is ${range}, ` +
      "and −1 or null declines the item",
    position,
    ...(id === undefined ? {} : { id }),
    value,
    range
  })
}

const unreadable = (problem: string, value: unknown): OracleError =>
  new OracleError({ reason: "Unreadable", problem, value })

const listOf = (answer: unknown): ArrayLike<unknown> => {
  const labels: unknown = typeof answer === "object" && answer !== null && "labels" in answer ? answer.labels : answer
  if (isList(labels) && labels !== answer) return labels
  throw unreadable(`the oracle answered ${describe(labels)}; it must answer { labels }, one class an item`, labels)
}

const costOf = (answer: { readonly cost?: unknown }, positions: Uint32Array): number => {
  const { cost = positions.length } = answer
  if (typeof cost === "number" && cost >= 0 && cost < Infinity) return cost
  throw unreadable(`the oracle says that the labels cost ${describe(cost)}; a cost is a number from 0`, cost)
}

const check = (question: LabelRequest, answer: unknown, classes: number | undefined): Answered => {
  const { positions } = question
  const list = listOf(answer)
  if (list.length !== positions.length) throw wrongCount(question, list.length)
  const labels = Array.from(list, (label) => label === null ? -1 : label as number)
  const most = classes === undefined ? MOST_INT : classes - 1
  const wrong = firstOutside(labels, -1, most)
  if (wrong !== undefined) throw noClass(question, wrong.at, wrong.value, most)
  return {
    labels: Int32Array.from(labels),
    cost: costOf(answer as Answer, positions)
  }
}

/**
 * Checks the answer to a question: one label an item, in the order asked; each a whole number from 0 to `classes` − 1 (any
 * from 0, where `classes` is undefined), or −1 or null for an item that the oracle declines. The cost, a number from 0,
 * defaults to one an item.
 *
 * Fails with `OracleError`: `WrongCount` for too few or too many labels, `UnknownLabel` for one that is no class, naming
 * item, value and range, `Unreadable` for what is no answer at all.
 */
export const answered = (
  question: LabelRequest,
  answer: Answer,
  classes: number | undefined
): Effect.Effect<Answered, OracleError> =>
  Effect.try({
    try: () => check(question, answer, classes),
    catch: (error) =>
      error instanceof OracleError ? error : unreadable(`the answer cannot be read: ${String(error)}`, answer)
  })
