/**
 * What came of an experiment: its journals as tables.
 */
import { Statistics } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import { csvCell } from "@marginalia/datasets/files/csv-cell"
import { cellsOf } from "@marginalia/datasets/files/safe-csv"
import { table } from "../terminal/table.ts"

/** How tables are written. */
export type Format = "table" | "json" | "csv"

const hasStopped = ({ stopped }: Statistics.Run): boolean => stopped !== undefined

/** A line a run and number of labels, for a program to read. */
const csv = (runs: ReadonlyArray<Statistics.Run>, cellOf: (text: string) => string): string =>
  [
    `data,strategy,seed,labels,accuracy,balanced_accuracy,macro_f1${runs.some(hasStopped) ? ",stopped" : ""}`,
    ...runs.flatMap(({ accuracy, balancedAccuracy, dataset, labels, macroF1, seed, stopped, strategy }) =>
      labels.map((count, i) =>
        [
          dataset,
          strategy,
          seed,
          count,
          accuracy[i],
          balancedAccuracy?.[i],
          macroF1?.[i],
          ...(runs.some(hasStopped) ? [i === labels.length - 1 ? stopped : undefined] : [])
        ].map((one) => csvCell(cellOf(String(one ?? ""))))
          .join(",")
      )
    )
  ].join("\n")

const aligned = (comparison: Statistics.Comparison): string =>
  Statistics.sections(comparison).map(({ head, heading, notes, rows }) => {
    const headings = head.map((title, i) => ({ title, align: i === 0 ? "left" as const : "right" as const }))
    return [visible(heading), "", ...table(headings, rows), "", ...notes.map(visible)].join("\n")
  }).join("\n\n")

/** What is said of runs that stopped, for programs; nothing where none did. */
const stopsOf = (remarks: ReadonlyArray<string>, runs: ReadonlyArray<Statistics.Run>) =>
  runs.some(hasStopped) ? { remarks, stops: Statistics.spent(runs) } : {}

/** What runs that stopped spent, and what they reached with it: what a comparison over common rounds leaves out. */
const spent = (runs: ReadonlyArray<Statistics.Run>): ReadonlyArray<string> => {
  if (!runs.some(hasStopped)) return []
  const found = Statistics.spent(runs), testing = found.some(({ own }) => own > 0)
  const rows = found.map(({ accuracy, dataset, labels, own, runs: of, stopped, strategy }) => [
    visible(dataset),
    visible(strategy),
    `${stopped} of ${of}`,
    labels.toFixed(1),
    ...(testing ? [own.toFixed(1)] : []),
    accuracy.toFixed(4)
  ])
  const right = (title: string) => ({ title, align: "right" as const })
  const head = [
    { title: "data" },
    { title: "strategy" },
    right("stopped"),
    right("mean labels at the end"),
    ...(testing ? [right("of them to test on")] : []),
    right("mean accuracy there")
  ]
  return ["", ...table(head, rows)]
}

/** Data sets on which the control has a run; without it there is nothing to compare with. */
const comparable = (runs: ReadonlyArray<Statistics.Run>, control: string): ReadonlyArray<Statistics.Run> => {
  const there = new Set(runs.filter(({ strategy }) => strategy === control).map(({ dataset }) => dataset))
  return runs.filter(({ dataset }) => there.has(dataset))
}

/**
 * The comparison as text. Runs with a single round are compared by their last accuracy. Empty where no data set has a
 * finished run of the control.
 */
export const printed = (
  runs: ReadonlyArray<Statistics.Run>,
  control: string,
  format: Format,
  safe = false
): string => {
  if (format === "csv") return csv(runs, cellsOf(safe))
  const found = comparable(runs, control)
  if (found.length === 0) return format === "json" ? "null" : ""
  const { remarks, runs: common } = Statistics.upToCommon(found)
  const measure = common.some(({ labels }) => labels.length < 2) ? "final" : "aubc"
  const comparison = Statistics.compare(common, { control, measure })
  if (format === "json") return JSON.stringify({ comparison, runs, ...stopsOf(remarks, found) }, undefined, 2)
  return [aligned(comparison), ...remarks.map(visible), ...spent(found)].join("\n")
}
