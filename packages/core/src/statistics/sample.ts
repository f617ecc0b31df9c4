/**
 * What a few numbers, one a seed, say together.
 */
import { OutOfRange } from "../Errors.ts"

/** A mean over seeds, and how sure of it one may be. */
export interface Summary {
  /** How many values. */
  readonly count: number
  /** Their arithmetic mean. */
  readonly mean: number
  /** s / √n with s² = Σ(x − mean)² / (n − 1), in the unit of the values; undefined for fewer than two values. */
  readonly standardError: number | undefined
}

/** Throws `OutOfRange` that names the first value that is NaN or infinite; `what` says what the values are. */
export const requireFinite = (values: ReadonlyArray<number>, what: string): void => {
  const at = values.findIndex((value) => !Number.isFinite(value))
  if (at >= 0) throw new OutOfRange({ problem: `${what} ${at} is ${values[at]}; it must be a finite number` })
}

/** The arithmetic mean of some `values`; NaN of nothing. */
export const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

/** How much the values differ: √(Σ(x − mean)² / (n − 1)); NaN for fewer than two values. */
export const standardDeviation = (values: ReadonlyArray<number>): number => {
  const center = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1))
}

/** The mean ± its standard error. Throws `OutOfRange` for no values, or one that is not finite. */
export const summary = (values: ReadonlyArray<number>): Summary => {
  if (values.length === 0) throw new OutOfRange({ problem: "there are no values to summarize; give one a seed" })
  requireFinite(values, "value")
  const standardError = values.length < 2 ? undefined : standardDeviation(values) / Math.sqrt(values.length)
  return { count: values.length, mean: mean(values), standardError }
}
