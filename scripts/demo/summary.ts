/**
 * What came out of the first run's experiment, on a screen: a table, the curves, and a map of what was picked.
 */
import type { Statistics } from "@marginalia/core"
import { curves, map, type Mark, type Series } from "./chart.ts"
import { besides } from "./picture.ts"

/** What `marginalia run --format json` writes, as far as it is shown. */
export interface Results {
  readonly comparison: Statistics.Comparison
  readonly runs: ReadonlyArray<Statistics.Run>
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

/** With how many seeds each strategy ran. */
export const seedsOf = ({ runs }: Results): number => new Set(runs.map(({ seed }) => seed)).size

/** The mean curve of a strategy over its seeds. */
const meanCurve = (runs: ReadonlyArray<Statistics.Run>): ReadonlyArray<readonly [labels: number, accuracy: number]> =>
  runs[0]!.labels.map((labels, round) => [labels, mean(runs.map(({ accuracy }) => accuracy[round]!))])

const NAME = 13
const CELL = 7

const line = (name: string, cells: ReadonlyArray<string>): string =>
  (name.padEnd(NAME) + cells.map((cell) => cell.padStart(CELL)).join("")).trimEnd()

/** The accuracy of each strategy after so many labels, and how its mean compares with the control's. */
export const table = ({ comparison, runs }: Results): ReadonlyArray<string> => {
  const [{ labels, rows } = { labels: [], rows: [] }] = comparison.datasets
  const body = rows.map(({ paired, strategy }) => {
    const curve = meanCurve(runs.filter((run) => run.strategy === strategy))
    const { high, low } = paired?.t ?? { low: 0, high: 0 }
    const gain = paired === undefined ? "" : `   +${paired.difference.mean.toFixed(3)}`.replace("+-", "−")
    const interval = paired?.t === undefined ? "" : ` [${low.toFixed(2)}, ${high.toFixed(2)}]`
    return line(strategy, curve.map(([, accuracy]) => accuracy.toFixed(2))) + gain + interval
  })
  const head = line("labels", labels.map(String)) + `   mean gain over ${comparison.settings.control} [95 %]`
  return [head, ...body]
}

/** Learning curves, a letter a strategy. */
export const drawCurves = ({ comparison, runs }: Results, width: number, height: number): ReadonlyArray<string> => {
  const series = comparison.strategies.map((strategy): Series => ({
    letter: strategy[0]!.toUpperCase(),
    points: meanCurve(runs.filter((run) => run.strategy === strategy))
  }))
  const best = series.toSorted((a, b) => b.points.at(-1)![1] - a.points.at(-1)![1])
  return [
    ...curves(best, width, height),
    `      ${comparison.strategies.map((strategy) => `${strategy[0]!.toUpperCase()} ${strategy}`).join("   ")}`
  ]
}

/** Two strategies' picks side by side. */
export const drawMaps = (
  places: Float32Array,
  marks: ReadonlyMap<string, ReadonlyArray<Mark>>,
  [left, right]: readonly [string, string],
  width: number,
  height: number
): ReadonlyArray<string> => {
  const half = Math.floor((width - 3) / 2)
  const block = (name: string) => {
    const own = marks.get(name) ?? []
    return { lines: [`${name}: ${own.length} picks`, ...map(places, own, half, height)], width: half + 3 }
  }
  return besides([block(left), block(right)])
}
