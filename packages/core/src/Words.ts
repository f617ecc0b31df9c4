/**
 * Numbers for people.
 */
export { bytes } from "./Quote.ts"

/** A `value` in four significant digits; whole numbers up to a million in full; `∞` for infinities. */
export const shortNumber = (value: number): string => {
  if (value === Infinity) return "∞"
  if (value === -Infinity) return "−∞"
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  const text = value.toPrecision(4)
  return text.includes("e") ? text : text.replace(/\.?0+$/, "")
}

/** A number of `milliseconds` to three digits in the unit that suits it: `12.5 ms`, `3.20 s`, `2.50 min`, `1.75 h`. */
export const duration = (milliseconds: number): string => {
  const [value, unit] = milliseconds < 1000
    ? [milliseconds, "ms"]
    : milliseconds < 60_000
    ? [milliseconds / 1000, "s"]
    : milliseconds < 3_600_000
    ? [milliseconds / 60_000, "min"]
    : [milliseconds / 3_600_000, "h"]
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ${unit}`
}

/** A `count` and its noun, in the plural but for 1: `3 items`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

/** A whole `count` with its thousands apart: 1300 as `1,300`. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",")

/** A number of `seconds` as people say it: `3 s`, `4 min`, `2 h 5 min`. */
export const longTime = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`
}
