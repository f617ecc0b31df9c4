/**
 * Numbers as the report prints them.
 */
import type { Statistics } from "@marginalia/core"
import { duration } from "@marginalia/core/Words"

/** Where there is no number. */
export const NONE = "–"

/** `0.9123 ± 0.0041`, to so many digits; without an error for a single value. */
export const spread = (value: Statistics.Summary | undefined, digits: number): string => {
  if (value === undefined) return NONE
  const { mean, standardError } = value
  return mean.toFixed(digits) + (standardError === undefined ? "" : ` ± ${standardError.toFixed(digits)}`)
}

/** A duration of so many `milliseconds`, where there is one. */
export const time = (milliseconds: number | undefined): string =>
  milliseconds === undefined || !Number.isFinite(milliseconds) ? NONE : duration(milliseconds)

/** Some `names` in a sentence: `a, b and c`. */
export const listed = (names: ReadonlyArray<string>): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`
