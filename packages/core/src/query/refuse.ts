import { InvalidQuery, type InvalidQueryReason } from "../Errors.ts"
import type { Message } from "../Message.ts"

/** Throws the refusal of a query: why, as data (`reason`), and in words what is wrong (`problem`) and what to do (`hint`). */
export const refuse = (reason: InvalidQueryReason, problem: string, hint?: Message): never => {
  throw new InvalidQuery({ reason, problem, hint })
}

/** The column of a `name` that is the way to a value from the column on: `passes[2]`, `gradient.left`. */
export const columnOf = (name: string): string => name.split(/[.[]/)[0]!
