/**
 * What an oracle may answer.
 */
import * as Effect from "effect/Effect"
import { type Answer, type LabelRequest, OracleError, type OracleProblem } from "../Oracle.ts"
import { firstOutside, isList, MOST_INT } from "./numbers.ts"

/**
 * An answer that was checked: in `labels` a class for each item that was asked about, −1 where the oracle declined, and
 * what they `cost`.
 */
export interface Answered {
  readonly labels: Int32Array
  readonly cost: number
}

const refuse = (reason: OracleProblem): never => {
  throw new OracleError({ reason })
}

const listOf = (answer: unknown): ArrayLike<unknown> => {
  const labels: unknown = typeof answer === "object" && answer !== null && "labels" in answer ? answer.labels : answer
  return isList(labels) && labels !== answer ? labels : refuse({ _tag: "NoLabels", value: labels })
}

const costOf = (answer: { readonly cost?: unknown }, positions: Uint32Array): number => {
  const { cost = positions.length } = answer
  return typeof cost === "number" && cost >= 0 && cost < Infinity ? cost : refuse({ _tag: "Cost", value: cost })
}

const check = ({ ids, positions, round }: LabelRequest, answer: unknown, classes: number | undefined): Answered => {
  const list = listOf(answer), most = classes === undefined ? undefined : classes - 1
  if (list.length !== positions.length) {
    return refuse({ _tag: "WrongCount", round, given: list.length, expected: positions.length })
  }
  const labels = Array.from(list, (label) => label === null ? -1 : label as number)
  const wrong = firstOutside(labels, -1, most ?? MOST_INT)
  if (wrong !== undefined) {
    const { at, value } = wrong
    return refuse({ _tag: "UnknownLabel", position: positions[at]!, id: ids[at], value, most })
  }
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
 * item, value and range, `NoLabels`, `Cost` and `Unreadable` for what is no answer at all.
 */
export const answered = (
  question: LabelRequest,
  answer: Answer,
  classes: number | undefined
): Effect.Effect<Answered, OracleError> =>
  Effect.try({
    try: () => check(question, answer, classes),
    catch: (error) =>
      error instanceof OracleError
        ? error
        : new OracleError({ reason: { _tag: "Unreadable", value: answer, cause: error } })
  })
