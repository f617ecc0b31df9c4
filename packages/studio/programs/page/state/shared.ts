/** What is told again, mostly as it was before. */

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const sharedList = (before: ReadonlyArray<unknown>, after: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  const all = after.map((value, i) => (i < before.length ? shared(before[i], value) : value))
  return before.length === after.length && all.every((value, i) => Object.is(value, before[i])) ? before : all
}

const sharedRecord = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>
): Readonly<Record<string, unknown>> => {
  const entries = Object.entries(after).map(([key, value]) =>
    [key, Object.hasOwn(before, key) ? shared(before[key], value) : value] as const
  )
  const isSame = Object.keys(before).length === entries.length &&
    entries.every(([key, value]) => Object.hasOwn(before, key) && Object.is(value, before[key]))
  return isSame ? before : Object.fromEntries(entries)
}

/**
 * `after` (as JSON has it), where all that says the same as in `before` is the very same object, so that nobody who looks at it
 * looks again. O(what it says).
 */
export const shared = <A>(before: unknown, after: A): A => {
  if (Array.isArray(before) && Array.isArray(after)) return sharedList(before, after) as A
  if (isPlain(before) && isPlain(after)) return sharedRecord(before, after) as A
  return after
}
