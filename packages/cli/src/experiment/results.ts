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

/** A number; nothing where it is not known. */
const told = (value: number | undefined): number | undefined => Number.isNaN(value) ? undefined : value

/** A line a run and number of labels, for a program to read. */
const csv = (runs: ReadonlyArray<Statistics.Run>, cellOf: (text: string) => string): string => {
  const names = [...new Set(runs.flatMap(({ measures = {} }) => Object.keys(measures)))]
  const head = [
    "data,strategy,seed,labels,accuracy,balanced_accuracy,macro_f1",
    ...names.map((name) => `measured_${name}`)
  ]
  return [
    [...head, ...(runs.some(hasStopped) ? ["stopped"] : [])].join(","),
    ...runs.flatMap(({ accuracy, balancedAccuracy, dataset, labels, macroF1, measures, seed, stopped, strategy }) =>
      labels.map((count, i) =>
        [
          dataset,
          strategy,
          seed,
          count,
          ...[accuracy[i], balancedAccuracy?.[i], macroF1?.[i]].map(told),
          ...names.map((name) => told(measures?.[name]?.[i])),
          ...(runs.some(hasStopped) ? [i === labels.length - 1 ? stopped : undefined] : [])
        ].map((one) => csvCell(cellOf(String(one ?? ""))))
          .join(",")
      )
    )
  ].join("\n")
}

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

/** Whether runs share the numbers of labels, or of items that were asked about: where labels cost something they may not. */
const shareCounts = (runs: ReadonlyArray<Statistics.Run>): boolean =>
  Array.from(Map.groupBy(runs, ({ dataset }) => dataset).values()).every((some) =>
    Statistics.sharedAxis(some) !== undefined
  )

/** A comparison by each curve: one where all labels are classes, or all sets, or all numbers. */
const comparisons = (runs: ReadonlyArray<Statistics.Run>, control: string): ReadonlyArray<Statistics.Comparison> =>
  Array.from(Map.groupBy(runs, Statistics.mainCurve), ([curve, runs]) => {
    const measure = runs.some(({ labels }) => labels.length < 2) ? "final" : "aubc"
    return Statistics.compare(runs, {
      control,
      measure,
      curve,
      ...(shareCounts(runs) ? {} : { along: "rounds" as const })
    })
  })

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
  const [first, ...others] = comparisons(common, control)
  if (format === "json") {
    const more = others.length === 0 ? {} : { others }
    return JSON.stringify({ comparison: first, ...more, runs, ...stopsOf(remarks, found) }, undefined, 2)
  }
  return [[first!, ...others].map(aligned).join("\n\n"), ...remarks.map(visible), ...spent(found)].join("\n")
}
