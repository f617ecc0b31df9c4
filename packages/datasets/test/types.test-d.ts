/**
 * What the compiler says of errors about files and requests, with its words; see core's `types.test-d.ts`.
 */
import type * as Effect from "effect/Effect"
import { FileProblem, InvalidInput } from "../src/files/errors.ts"
import type { readPool } from "../src/files/pool.ts"
import { UsageProblem } from "../src/problems.ts"

/** Whether two types are the same. */
type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false

const is = <T extends true>(): T | undefined => undefined

const told = { path: "a.csv", problem: "p", hint: "h" }

/** An error is never without its reason, nor a reason without what it is about. */
export const reasons = [
  // @ts-expect-error Property 'reason' is missing
  () => new InvalidInput(told),
  // @ts-expect-error Property 'allowed' is missing: a name that is none of those there are
  () => new InvalidInput({ ...told, reason: "Unknown", value: "x" }),
  // @ts-expect-error Property 'expected' is missing: of what does it differ?
  () => new InvalidInput({ ...told, reason: "Mismatch", value: 3 }),
  // @ts-expect-error "Odd" is no reason
  () => new InvalidInput({ ...told, reason: "Odd" }),
  // @ts-expect-error Property 'setting' is missing: which setting does not take it?
  () => new UsageProblem({ problem: "p", hint: "h", reason: "Value", value: 3, expected: "1" }),
  // @ts-expect-error Property 'reason' is missing
  () => new FileProblem(told),
  () => new InvalidInput({ ...told, reason: "Value", value: "x", expected: "a number", row: 3, column: "y" })
]

/** What a program reads of them, without a look at the message. */
export const read = (error: Effect.Error<ReturnType<typeof readPool>>): string => {
  if (error._tag === "FileProblem") return error.reason === "NotFound" ? error.path : String(error.cause)
  switch (error.reason) {
    case "Unknown":
      return `${String(error.value)} of ${error.allowed?.join() ?? ""}`
    case "Value":
      return `${error.row ?? ""} ${error.column ?? ""} ${error.expected ?? ""}`
    default:
      return error.message
  }
}

export const channels = [is<Same<Effect.Error<ReturnType<typeof readPool>>, FileProblem | InvalidInput>>()]
