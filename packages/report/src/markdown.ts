/**
 * The report's tables as Markdown, for a page among others.
 */
import { visible } from "@marginalia/core/Visible"
import type { Analysis, View } from "./analysis.ts"
import { columnsOf, pairedTable, reachTable, verdict } from "./page/compare.ts"
import { measureTable } from "./page/curves.ts"
import { forecastSentence, forecastsTable } from "./page/forecasts.ts"
import { html } from "./page/html.ts"
import type { Table } from "./page/parts.ts"
import { stopsSentence, stopsTable } from "./page/stops.ts"
import { timingTable } from "./page/timing.ts"
import { comparisonTable } from "./paper/comparison.ts"
import { isKnown, learningMeasures } from "./series.ts"

/** Names may hold what Markdown reads as marks: `normalize | top(2*budget)`. */
const escaped = (text: string): string =>
  visible(text.replace(/\s+/g, " ")).replace(/[\\`*_|<>[\]]/g, "\\$&").replace(/^[#+=~-]/, "\\$&")

/** A command in a fence longer than any that it holds. */
const fenced = (command: string): string => {
  const fence = "`".repeat(Math.max(3, ...Array.from(command.matchAll(/`+/g), ([run]) => run.length + 1)))
  return `${fence}sh\n${command}\n${fence}`
}

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

const cell = (value: Table["rows"][number][number]): string => escaped(html`${value}`.text.replace(/<[^>]*>/g, ""))

/** A table as Markdown: its `caption` above, `head` and `rows`, its `notes` below (none by default). */
export const toMarkdown = ({ caption, head, notes = [], rows }: Table): string =>
  [
    `${escaped(caption)}:`,
    "",
    line(head.map(escaped)),
    line(head.map((_, c) => c === 0 ? "---" : "---:")),
    ...rows.map((row) => line(row.map(cell))),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `- ${escaped(note)}`)])
  ].join("\n")

const image = (view: View, name: string, what: string): string =>
  `![${what} on ${escaped(view.group.title)}](plots/${view.group.slug}-${name}.svg)`

const stopBlocks = (view: View, stops: View["stops"][number]): ReadonlyArray<string> => {
  const found = stopsTable(view, stops)
  return [escaped(stopsSentence(view, stops)), ...(found === undefined ? [] : [toMarkdown(found)])]
}

const forecastBlocks = (view: View): ReadonlyArray<string> => {
  const found = forecastsTable(view), { forecasts, group: { whole } } = view
  const said = forecasts.map((one) => `- ${escaped(forecastSentence(one, whole[0]!.config.size))}`)
  return [said.join("\n"), ...(found === undefined ? [] : [toMarkdown(found)])]
}

const viewBlocks = (analysis: Analysis, view: View): ReadonlyArray<string> => {
  const { group, problem, sections: [first] } = view
  const reached = first === undefined ? undefined : reachTable(first)
  const known = learningMeasures.filter((measure) => isKnown(group, measure))
  return [
    `## ${escaped(group.title)}`,
    ...group.remarks.map((remark) => `Note: ${escaped(remark)}.`),
    image(view, "accuracy", "Learning curves"),
    ...(first === undefined ? [`Not compared: ${escaped(problem ?? "")}.`] : [toMarkdown(pairedTable(first))]),
    ...[verdict(analysis, view)].filter((text) => text !== undefined).map(escaped),
    ...(reached === undefined ? [] : [toMarkdown(reached)]),
    ...known.map((measure) => toMarkdown(measureTable(view, measure))),
    ...(group.labels.length < 2 ? [] : view.stops.flatMap((stops) => stopBlocks(view, stops))),
    ...forecastBlocks(view),
    toMarkdown(timingTable(view))
  ]
}

/**
 * What the Markdown says beside the numbers: the `command` that makes the report, whether papers are compared
 * (`comparePaper`), and `remarks`.
 */
export interface Words {
  readonly command: string
  readonly comparePaper: boolean
  readonly remarks: ReadonlyArray<string>
}

const paperSections = (analysis: Analysis): ReadonlyArray<string> => {
  const tables = analysis.views.flatMap((view) => comparisonTable(analysis, view) ?? [])
  return tables.length === 0 ? [] : ["## Beside the papers", ...tables.map(toMarkdown)]
}

/** The whole report of an `analysis` as Markdown, drawings by reference. */
export const markdown = (analysis: Analysis, { command, comparePaper, remarks }: Words): string => {
  const { loaded: { experiment, remarks: unfinished } } = analysis
  const found = experiment?.findings ?? []
  const blocks = [
    `# ${escaped(experiment?.name ?? "Report")}`,
    ...(experiment?.scaled === undefined || experiment.scaled === null
      ? []
      : [`Scaled by ${experiment.scaled}: these numbers are not those of the full protocol.`]),
    ...analysis.views.flatMap((view) => viewBlocks(analysis, view)),
    ...analysis.rankSections.flatMap((section) => [
      "## Ranks",
      "![Average ranks](plots/ranks.svg)",
      toMarkdown(columnsOf(section, () => true))
    ]),
    ...(comparePaper ? paperSections(analysis) : []),
    ...(found.length === 0 ? [] : ["## Warnings", found.map(({ problem }) => `- ${escaped(problem)}`).join("\n")]),
    ...[...unfinished, ...remarks].map((remark) => `- ${escaped(remark)}`),
    "## To reproduce",
    fenced(command)
  ]
  return `${blocks.join("\n\n")}\n`
}
