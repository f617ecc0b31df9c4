/**
 * Numbers for people.
 */

/** A `value` in four significant digits; whole numbers up to a million in full; `∞` for infinities. */
export const shortNumber = (value: number): string => {
  if (value === Infinity) return "∞"
  if (value === -Infinity) return "−∞"
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  const text = value.toPrecision(4)
  return text.includes("e") ? text : text.replace(/\.?0+$/, "")
}

/** A number of `milliseconds` in the unit that suits it: `12.5 ms`, `3.20 s`. */
export const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${shortNumber(Number(milliseconds.toFixed(1)))} ms` : `${(milliseconds / 1000).toFixed(2)} s`

/** A `count` and its noun, in the plural but for 1: `3 items`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

/** A `count` of bytes in the unit that suits it: `1.2 MB`. */
export const bytes = (count: number): string => {
  const units = ["B", "kB", "MB", "GB", "TB"]
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3))
  return `${shortNumber(Number((count / 1000 ** power).toPrecision(3)))} ${units[power]}`
}

/** A number of `seconds` as people say it: `3 s`, `4 min`, `2 h 5 min`. */
export const longTime = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`
}
