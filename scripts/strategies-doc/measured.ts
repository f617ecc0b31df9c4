/** What the results of the repository say of each strategy, read from their tables. */
import { allFiles, textOf } from "../sources.ts"

/** How a strategy did over the experiments of one size of budget. */
export interface Measured {
  /** Experiments that had it. */
  readonly experiments: number
  /** The mean over them of the gain over random in the area below the curve (AUBC), in accuracy. */
  readonly gain: number
  /** In how many the 95 % t interval of the gain lies above zero. */
  readonly above: number
  /** In how many it lies below. */
  readonly below: number
}

/** One label a class and round, or five. */
export type Budget = "tiny" | "small"

/** What experiments call a strategy that has another name. */
const names: { readonly [given: string]: string } = { coreset: "kcenter" }

interface Row {
  readonly strategy: string
  readonly gain: number
  readonly low: number
  readonly high: number
}

const numbers = (cell: string): ReadonlyArray<number> => (cell.match(/[+-]?\d+\.\d+/g) ?? []).map(Number)

/** The rows of the first table of a page of results: the one of accuracy, against random. */
export const rowsOf = (text: string): ReadonlyArray<Row> => {
  const lines = text.split("\n"), start = lines.findIndex((line) => /^\| strategy .*Δ random/.test(line))
  if (start < 0) return []
  const titles = lines[start]!.split("|").map((cell) => cell.trim())
  const [gains, intervals] = [titles.indexOf("Δ random"), titles.indexOf("t 95%")]
  const end = lines.findIndex((line, i) => i > start && !line.startsWith("|"))
  return lines.slice(start + 2, end).flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim())
    const [gain] = numbers(cells[gains]!), [low, high] = numbers(cells[intervals]!)
    if (gain === undefined || low === undefined || high === undefined) return []
    return [{ strategy: names[cells[1]!] ?? cells[1]!, gain, low, high }]
  })
}

/**
 * What is said of strategies by the pages of results whose names end with a budget: of those that have the most strategies, since
 * means over other experiments cannot be compared.
 */
export const measured = (budget: Budget): ReadonlyMap<string, Measured> => {
  const files = allFiles().filter((file) => new RegExp(`^docs/results/.*-${budget}\\.md$`).test(file))
  const pages = files.map((file) => rowsOf(textOf(file))), most = Math.max(...pages.map(({ length }) => length))
  const all = pages.filter(({ length }) => length === most).flat()
  return new Map([...new Set(all.map(({ strategy }) => strategy))].map((name) => {
    const rows = all.filter(({ strategy }) => strategy === name)
    return [name, {
      experiments: rows.length,
      gain: rows.reduce((sum, { gain }) => sum + gain, 0) / rows.length,
      above: rows.filter(({ low }) => low > 0).length,
      below: rows.filter(({ high }) => high < 0).length
    }]
  }))
}
