/**
 * PALM's learning curve: accuracy as a function of the number of labels.
 */

/**
 * A learning curve in four parameters: A(n) = `maximum` · (1 − (1 − `delta`)^((n / `batch` + `alpha`)^`beta`)); 0 where n /
 * `batch` + `alpha` is below 0. It never falls.
 *
 * Source: Machnio, Nielsen & Ghazi (ICCV 2025), "To label or not to label: PALM".
 */
export interface Curve {
  /** The accuracy that is never passed, from 0 to 1. */
  readonly maximum: number
  /** How much of what is missing a batch brings, between 0 and 1 (coverage efficiency). */
  readonly delta: number
  /** How many batches the first labels count for beyond their number (early performance); may be below 0. */
  readonly alpha: number
  /** How fast later batches go on (scalability): below 1 they bring less and less. */
  readonly beta: number
  /** Labels a batch: the unit of the other parameters. */
  readonly batch: number
}

/** The accuracy of a `curve` at a number of `labels`. */
export const accuracyAt = ({ alpha, batch, beta, delta, maximum }: Curve, labels: number): number =>
  -maximum * Math.expm1(Math.log1p(-delta) * Math.max(0, labels / batch + alpha) ** beta)

/** The number of labels, at least 0 and not rounded, at which a `curve` reaches an accuracy; Infinity if it never does. */
export const labelsAt = ({ alpha, batch, beta, delta, maximum }: Curve, accuracy: number): number => {
  if (accuracy <= 0) return 0
  if (accuracy >= maximum) return Infinity
  const power = Math.log1p(-accuracy / maximum) / Math.log1p(-delta)
  return Math.max(0, batch * (power ** (1 / beta) - alpha))
}
