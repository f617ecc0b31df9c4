/**
 * Probabilities made as sure as annotators are. Tested in `active-lab.test.ts`.
 */

const TINY = 1e-30

const COARSE = [0.1, 0.2, 0.5, 0.8, 1, 2, 3, 5, 8] as const

/** A row of probabilities at a temperature: p^(1/T), made to sum to 1. */
export const scaleRow = (row: Float64Array, temperature: number): Float64Array => {
  const powers = row.map((p) => Math.exp(Math.log(p) / temperature)), sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((p) => p / sum)
}

/** The same after no probability is below 1e-30. */
export const scale = (rows: ReadonlyArray<Float64Array>, temperature: number): ReadonlyArray<Float64Array> =>
  rows.map((row) => {
    const raised = row.map((p) => Math.max(TINY, p)), sum = raised.reduce((a, b) => a + b, 0)
    const scaled = scaleRow(raised.map((p) => p / sum), temperature), all = scaled.reduce((a, b) => a + b, 0)
    return scaled.map((p) => p / all)
  })

/** `steps` numbers from one to the other, the last left out. */
const line = (from: number, to: number, steps: number): ReadonlyArray<number> =>
  Array.from({ length: steps }, (_, i) => from + (to - from) / steps * i)

/** Finer temperatures on both sides of one of the coarse. */
const around = (at: number): ReadonlyArray<number> => {
  const here = COARSE[at]!, before = COARSE[at - 1], after = COARSE[at + 1]
  return [
    ...(before === undefined ? [] : line(before, here, 4)),
    ...(after === undefined ? [] : [...line(here, after, 4), after])
  ]
}

/** Σ −q log p over items, of the annotators' shares q: what the best temperature makes least; relative to others only. */
const entropyAt = (
  rows: ReadonlyArray<Float64Array>,
  shares: ReadonlyArray<Float64Array>,
  temperature: number
): number =>
  rows.reduce((sum, row, i) => {
    const scaled = scaleRow(row, temperature)
    return shares[i]!.reduce((inner, share, c) => inner - share * Math.log(Math.max(TINY, scaled[c]!)), sum)
  }, 0)

const least = (temperatures: ReadonlyArray<number>, of: (temperature: number) => number): number => {
  const values = temperatures.map(of)
  return values.indexOf(values.reduce((a, b) => Math.min(a, b)))
}

/**
 * The temperature at which probabilities lie nearest to what annotators say of the same items, by cross-entropy with the shares
 * of their labels: of nine from 0.1 to 8, and then of eight around the best; ties to the lower.
 */
export const bestTemperature = (rows: ReadonlyArray<Float64Array>, shares: ReadonlyArray<Float64Array>): number => {
  const of = (temperature: number) => entropyAt(rows, shares, temperature)
  const fine = around(least(COARSE, of))
  return fine[least(fine, of)]!
}
