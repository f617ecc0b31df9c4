import { InvalidQuery, type InvalidQueryReason } from "../Errors.ts"
import type { Fault, Message } from "../Message.ts"

/** Which part of a query is at fault, as far as it is known; the fields of {@link InvalidQuery}. */
export type At = Fault & { readonly key?: string; readonly id?: string; readonly position?: number }

/** Throws the refusal of a query: what is wrong (`problem`), what to do (`hint`), and what is at fault (`at`). */
export const refuse = (reason: InvalidQueryReason, problem: string, hint?: Message, at: At = {}): never => {
  throw new InvalidQuery({ reason, problem, ...(hint !== undefined && { hint }), ...at })
}

/** The fault in a value of a column; `name` is the way to it from the column on: `passes[2]`, `gradient.left`. */
export const inColumn = (name: string, more: At = {}): At => ({ column: name.split(/[.[]/)[0]!, ...more })
