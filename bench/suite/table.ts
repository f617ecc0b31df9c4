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

/** What a short run did: its sizes are not those that the row is described with, nor those that a ratio is wanted for. */
const shortOf = (name: string): string =>
  [name, ...Object.entries(rowOf(name).quick ?? {}).map(([what, is]) => `${what} ${is.toLocaleString("en")}`)].join(
    ", "
  )

const cellsOf = (outcome: Outcome, quick: boolean): ReadonlyArray<string> => {
  const { what, peer } = rowOf(outcome.name), { facts, peak, seconds, theirs } = outcome
  return [
    quick ? shortOf(outcome.name) : what,
    peer,
    timeOf(seconds),
    theirs === undefined ? "not here" : timeOf(theirs.seconds),
    ratioOf(outcome),
    quick ? "–" : wantedOf(outcome),
    peak.toFixed(0),
    theirs === undefined ? "–" : theirs.peak.toFixed(0),
    facts
  ]
}

const titles = ["work", "peer", "ours", "theirs", "ratio", "wanted", "MiB", "theirs", "the same?"]

/** Lines for a terminal; of a short run its sizes, and nothing of what is wanted of whole ones. */
export const textTable = (outcomes: ReadonlyArray<Outcome>, quick: boolean): ReadonlyArray<string> =>
  table(titles.map((title) => ({ title })), outcomes.map((outcome) => cellsOf(outcome, quick)))

/** Lines of Markdown. */
export const pageTable = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<string> =>
  markdownTable(titles, outcomes.map((outcome) => cellsOf(outcome, false)))
