/**
 * Which keys a query or a pool has, and what to say of others.
 */
import { columnNames, isColumn } from "../declareColumn.ts"
import * as Suggest from "../Suggest.ts"
import { refuse } from "./refuse.ts"

/** Every enumerable key of an input, those that it inherits included: what is given is not passed over. */
const keysOf = (input: object): ReadonlyArray<string> => {
  const keys: Array<string> = []
  for (const key in input) keys.push(key)
  return keys
}

/** Refuses a name that is neither a setting nor a column. */
export const unknownKey = (what: string, key: string, settings: ReadonlyArray<string> = []): never => {
  const suggestion = Suggest.nearest(key, [...settings, ...columnNames()])
  const own = `a column of your own is known once a part that needs it was made, or by declareColumn("${key}")`
  const takes = [...settings, `the columns ${columnNames().join(", ")}`].join(", ")
  const advice = suggestion === undefined ? `it takes ${takes}; ${own}` : `did you mean ${suggestion}? (${own})`
  const reason = { _tag: "UnknownKey", key, allowed: [...settings, ...columnNames()], suggestion } as const
  return refuse(reason, `${what} has no ${settings.length === 0 ? "column" : "key"} "${key}"`, advice)
}

/** The columns of an input, those that are undefined left out. Throws `InvalidQuery` on a key that is none. */
export const columnsOf = (
  what: string,
  input: { readonly [key: string]: unknown },
  settings: ReadonlyArray<string>
): { readonly [name: string]: unknown } => {
  const columns: { [name: string]: unknown } = {}
  for (const key of keysOf(input)) {
    if (settings.includes(key)) continue
    if (!isColumn(key)) unknownKey(what, key, settings)
    if (input[key] !== undefined) columns[key] = input[key]
  }
  return columns
}
