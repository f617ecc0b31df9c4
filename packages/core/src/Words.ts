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
