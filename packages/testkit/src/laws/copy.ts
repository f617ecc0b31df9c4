/**
 * Deep copies and comparisons, for laws about inputs that must stay untouched.
 */
import { claim } from "../claim.ts"

/** A copy that shares no memory with the value. Functions and ids are shared. */
export const copy = <A>(value: A): A => {
  if (ArrayBuffer.isView(value)) return (value as unknown as { slice: () => A }).slice()
  if (Array.isArray(value)) return value.map(copy) as A
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Set) return new Set(value) as A
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part as unknown)])) as A
}

/** The path of the first difference between two values, or `undefined`. */
export const difference = (a: unknown, b: unknown, path = ""): string | undefined => {
  if (Object.is(a, b)) return undefined
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return `${path} is ${String(a)} and was ${String(b)}`
  }
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  for (const name of names) {
    const at = path === "" ? name : `${path}.${name}`
    const found = difference((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name], at)
    if (found !== undefined) return found
  }
  return undefined
}

/** Runs something on a value and claims that the value is what it was before. */
export const untouched = async <V, A>(what: string, value: V, run: () => Promise<A>): Promise<A> => {
  const before = copy(value)
  const result = await run()
  const found = difference(value, before, what)
  claim(found === undefined, () => `the input was written to: ${found}`)
  return result
}
