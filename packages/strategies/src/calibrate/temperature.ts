/**
 * One number that makes a model as sure as it is right: temperature scaling.
 */
import { OutOfRange, Rng, Sum } from "@marginalia/core"

/** Bins of the expected calibration error. */
export const BINS = 15

/** Temperatures that are tried: 1, 1.1, …, 20. */
export const TEMPERATURES: ReadonlyArray<number> = Array.from({ length: 191 }, (_, i) => (10 + i) / 10)

const refused = (problem: string, value: number, expected: string) => new OutOfRange({ problem, value, expected })

/** The bin b of (b / bins, (b + 1) / bins] that a confidence is in, as those edges are rounded; 0 is in the first. */
const binOf = (confidence: number, bins: number): number => {
  let bin = Math.min(bins - 1, Math.floor(confidence * bins))
  while (bin > 0 && confidence <= bin / bins) bin--
  while (bin < bins - 1 && confidence > (bin + 1) / bins) bin++
  return bin
}

/**
 * How far a model is from being as sure as it is right: over bins of equal width, (0, 1/15], …, (14/15, 1], the mean of
 * |share that is right − mean confidence|, weighted by the items of a bin. In [0, 1]; 0 for no items. The same bits in any order.
 *
 * `confidences` are numbers in [0, 1], the probabilities of the classes predicted, and `right` says for each whether it was right (1 or 0).
 * Throws `OutOfRange` for other confidences, and for lists of unequal length.
 */
export const calibrationError = (
  confidences: ArrayLike<number>,
  right: ArrayLike<number>,
  bins: number = BINS
): number => {
  const { length } = confidences
  if (right.length !== length) {
    throw refused(
      `${length} confidences and ${right.length} answers`,
      right.length,
      `as many as confidences, ${length}`
    )
  }
  const members = Array.from({ length: bins }, (): Array<number> => [])
  for (let i = 0; i < length; i++) {
    const confidence = confidences[i]!
    if (!(confidence >= 0 && confidence <= 1)) {
      throw refused(`the confidence at ${i} is ${confidence}`, confidence, "in [0, 1]")
    }
    members[binOf(confidence, bins)]!.push(i)
  }
  const gaps = members.map((bin) => {
    const sure = Sum.total(Float64Array.from(bin, (i) => confidences[i]!))
    return Math.abs(bin.reduce((count, i) => count + right[i]!, 0) - sure)
  })
  return length === 0 ? 0 : Sum.total(Float64Array.from(gaps)) / length
}

/** The largest of some numbers, where it is, and by how much each of the others lies below it. */
const below = (logits: ArrayLike<number>): { readonly first: number; readonly gaps: Float64Array } => {
  let first = 0
  for (let c = 1; c < logits.length; c++) if (logits[c]! > logits[first]!) first = c
  const most = logits[first]!
  return { first, gaps: Float64Array.from(logits, (logit) => logit === -Infinity ? -Infinity : logit - most) }
}

/**
 * Class probabilities at a temperature: softmax(logits / temperature), and of probabilities p their logarithms for `logits`, so
 * that 1 leaves them as they are, a high one makes them alike, and none changes which is largest.
 */
export const atTemperature = (logits: ArrayLike<number>, temperature: number): Float64Array => {
  const odds = below(logits).gaps.map((gap) => Math.exp(gap / temperature))
  const sum = Sum.total(odds)
  return odds.map((odd) => odd / sum)
}

/** A temperature, how many labels it was found by, and the calibration error there before and after. */
export interface Temperature {
  readonly temperature: number
  readonly before: number
  readonly after: number
}

/**
 * The temperature of 1, 1.1, …, 20 with the least {@link calibrationError} over some items, the smallest of equal ones; 1 for no
 * items. Item i has the row `logits[i]` (of probabilities their logarithms) and the class `labels[i]`. O(items · C · 191).
 */
export const fitTemperature = (
  logits: ReadonlyArray<ArrayLike<number>>,
  labels: ArrayLike<number>
): Temperature => {
  const rows = logits.map(below), right = rows.map(({ first }, i) => first === labels[i] ? 1 : 0)
  const errorAt = (temperature: number): number =>
    calibrationError(
      rows.map(({ gaps }) => 1 / Sum.total(gaps.map((gap) => Math.exp(gap / temperature)))),
      right
    )
  const before = errorAt(1)
  let best: Temperature = { temperature: 1, before, after: before }
  for (const temperature of rows.length === 0 ? [] : TEMPERATURES) {
    const after = errorAt(temperature)
    if (after < best.after) best = { temperature, before, after }
  }
  return best
}

/**
 * The fifth of some labeled `positions` that a model is not to be trained on, so that its temperature can be found by them: drawn from
 * a `key`, ascending, one at least where there are two. The rest is for training.
 */
export const holdOut = (positions: Uint32Array, key: Rng.Key): Uint32Array => {
  const count = positions.length < 2 ? 0 : Math.max(1, Math.floor(positions.length / 5))
  return Rng.subset(Rng.derive(key, "calibrate"), positions, count).toSorted()
}
