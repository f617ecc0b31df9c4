/**
 * Numbers as the report prints them.
 */
import type { Statistics } from "@marginalia/core"

/** Where there is no number. */
export const NONE = "–"

/** `0.9123 ± 0.0041`; without an error for a single value. */
export const spread = (value: Statistics.Summary | undefined, digits: number): string => {
  if (value === undefined) return NONE
  const { mean, standardError } = value
  return mean.toFixed(digits) + (standardError === undefined ? "" : ` ± ${standardError.toFixed(digits)}`)
}

/** Milliseconds to three digits, in the unit that suits them. */
export const time = (milliseconds: number | undefined): string => {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return NONE
  const [value, unit] = milliseconds < 1000
    ? [milliseconds, "ms"]
    : milliseconds < 60_000
    ? [milliseconds / 1000, "s"]
    : milliseconds < 3_600_000
    ? [milliseconds / 60_000, "min"]
    : [milliseconds / 3_600_000, "h"]
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ${unit}`
}

/** A list in a sentence: `a, b and c`. */
export const listed = (names: ReadonlyArray<string>): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`

/** 1300 as `1,300`. */
export const whole = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",")
