/** The end of a run with many seeds in words: a row a package, the failures, the totals. */
import { totalsLine } from "../totals.ts"
import type { Asked } from "./ledger.ts"
import { describeFailure, type FileReport, type Found, together } from "./report.ts"

const heads = ["", "files", "properties", "seeds", "runs", "computed", "failed"] as const

const groupOf = ({ file }: FileReport): string => /^packages\/[^/]+|^[^/]+/.exec(file)?.[0] ?? file

const lengthOf = (seconds: number): string =>
  seconds < 90 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`

const row = (name: string, asked: number, found: Found): ReadonlyArray<string> => [
  name,
  String(found.files),
  String(found.held + found.failures.filter(({ command }) => command !== undefined).length),
  String(asked),
  String(found.runs),
  lengthOf(found.computed),
  String(found.failures.length)
]

const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = heads.map((_, at) => Math.max(...rows.map((cells) => cells[at]!.length)))
  const line = (cells: ReadonlyArray<string>): string =>
    cells.map((cell, at) => at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)).join("  ")
  return rows.map(line).join("\n")
}

/** A row for each package and one for all of them. */
export const table = (asked: number, files: ReadonlyArray<FileReport>): string => {
  const groups = Map.groupBy(files, groupOf)
  return aligned([
    heads,
    ...[...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([name, some]) => row(name, asked, together(asked, some))),
    row("all", asked, together(asked, files))
  ])
}

/** All that is said at the end, the totals last. */
export const describe = ({ first, seeds }: Asked, files: ReadonlyArray<FileReport>): string => {
  const { failures, fewer, held, once, runs } = together(seeds, files)
  return [
    table(seeds, files),
    ...failures.map(describeFailure),
    `${runs} runs of properties, ${seeds} seeds from ${first}; ${once} tests draw nothing and ran once`,
    ...(fewer > 0 ? [`${fewer} properties took so long that they had fewer seeds; --most 0 gives them all`] : []),
    totalsLine({ passed: held, failed: failures.length, skipped: 0 })
  ].join("\n")
}
