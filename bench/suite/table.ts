/** Outcomes as a table: for a terminal, and in Markdown. */
import { table } from "../../packages/cli/src/terminal/table.ts"
import { markdownTable } from "../../scripts/strategies-doc/markdown-table.ts"
import type { Outcome } from "./ratio.ts"
import { type Row, rows } from "./rows.ts"

const rowOf = (name: string): Row => rows.find((row) => row.name === name)!

/** Seconds, or thousandths of them. */
export const timeOf = (seconds: number): string =>
  seconds < 0.1 ? `${(1000 * seconds).toFixed(1)} ms` : `${seconds.toFixed(2)} s`

const ratioOf = ({ ratio, spread }: Outcome): string =>
  ratio === undefined || spread === undefined
    ? "–"
    : `${ratio.toFixed(2)} (${spread.map((one) => one.toFixed(2)).join(" to ")})`

const wantedOf = ({ held, name }: Outcome): string => {
  const { kind, wanted } = rowOf(name)
  return `${kind === "time" ? "≤" : "≥"} ${wanted}${held === undefined ? "" : held ? ", held" : ", not held"}`
}

const cellsOf = (outcome: Outcome): ReadonlyArray<string> => {
  const { what, peer } = rowOf(outcome.name), { facts, peak, seconds, theirs } = outcome
  return [
    what,
    peer,
    timeOf(seconds),
    theirs === undefined ? "not here" : timeOf(theirs.seconds),
    ratioOf(outcome),
    wantedOf(outcome),
    peak.toFixed(0),
    theirs === undefined ? "–" : theirs.peak.toFixed(0),
    facts
  ]
}

const titles = ["work", "peer", "ours", "theirs", "ratio", "wanted", "MiB", "theirs", "the same?"]

/** Lines for a terminal. */
export const textTable = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<string> =>
  table(titles.map((title) => ({ title })), outcomes.map(cellsOf))

/** Lines of Markdown. */
export const pageTable = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<string> =>
  markdownTable(titles, outcomes.map(cellsOf))
