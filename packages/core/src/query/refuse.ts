import { InvalidQuery, type InvalidQueryReason } from "../Errors.ts"

/** Throws the refusal of a query. `more` says which key is meant, and which was probably meant instead. */
export const refuse = (
  reason: InvalidQueryReason,
  problem: string,
  more: { readonly key?: string; readonly suggestion?: string } = {}
): never => {
  throw new InvalidQuery({ reason, problem, ...more })
}
