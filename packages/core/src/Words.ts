/**
 * Numbers for people.
 */

/** Four significant digits; whole numbers up to a million in full; `∞` for infinities. */
export const shortNumber = (value: number): string => {
  if (value === Infinity) return "∞"
  if (value === -Infinity) return "−∞"
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  const text = value.toPrecision(4)
  return text.includes("e") ? text : text.replace(/\.?0+$/, "")
}

/** A duration in the unit that suits it. */
export const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${shortNumber(Number(milliseconds.toFixed(1)))} ms` : `${(milliseconds / 1000).toFixed(2)} s`

/** The number and the noun, with its plural. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

/** A size in bytes. */
export const bytes = (count: number): string => {
  const units = ["B", "kB", "MB", "GB", "TB"]
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3))
  return `${shortNumber(Number((count / 1000 ** power).toPrecision(3)))} ${units[power]}`
}

/** `3 s`, `4 min`, `2 h 5 min`. */
export const longTime = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`
}
