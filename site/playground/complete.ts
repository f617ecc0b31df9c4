/** Completing the name that is being written. */

/** A name that fits, and where it goes. */
export interface Completion {
  readonly name: string
  readonly summary: string
  /** The text with the name in its place, and where the cursor stands then. */
  readonly text: string
  readonly cursor: number
}

/** The names that begin with what stands before the cursor, then those that hold it; at most eight, none where nothing is written. */
export const completions = (
  text: string,
  cursor: number,
  names: ReadonlyArray<{ readonly name: string; readonly summary: string }>
): ReadonlyArray<Completion> => {
  const [word = ""] = /[a-z][\w-]*$/i.exec(text.slice(0, cursor)) ?? []
  if (word === "") return []
  const fits = names.filter(({ name }) => name.includes(word) && name !== word)
  const order = fits.toSorted((a, b) => Number(b.name.startsWith(word)) - Number(a.name.startsWith(word)))
  const start = cursor - word.length
  return [...new Map(order.map((one) => [one.name, one])).values()].slice(0, 8).map(({ name, summary }) => ({
    name,
    summary,
    text: text.slice(0, start) + name + text.slice(cursor),
    cursor: start + name.length
  }))
}
