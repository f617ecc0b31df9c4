/**
 * The section that compares every strategy with the control.
 */
import type { Statistics } from "@marginalia/core"
import type { Analysis, View } from "../analysis.ts"
import { drawDifferences } from "../plot/differences.ts"
import { drawRanks } from "../plot/ranks.ts"
import { type Html, html } from "./html.ts"
import { type Drawing, figure, type Table, table } from "./parts.ts"

const isReach = (head: string): boolean => head.startsWith("labels to ")
const isPicked = (head: string): boolean => head === "classes picked" || head === "evenness"

/** A part of a section: its first column, and those columns whose heads pass. */
export const columnsOf = (
  { head, heading, notes, rows }: Statistics.Section,
  passes: (head: string) => boolean
): Table => {
  const kept = head.map((_, c) => c).filter((c) => c === 0 || passes(head[c]!))
  return {
    caption: heading,
    head: kept.map((c) => head[c]!),
    rows: rows.map((row) => kept.map((c) => row[c]!)),
    notes
  }
}

/** The paired table of a view, without the columns that have sections of their own. */
export const pairedTable = (section: Statistics.Section): Table =>
  columnsOf(section, (head) => !isReach(head) && !isPicked(head))

/** How many labels it took; undefined where nothing was to be reached. */
export const reachTable = (section: Statistics.Section): Table | undefined => {
  const found = columnsOf(section, (head) => isReach(head))
  return found.head.length < 2 ? undefined : {
    ...found,
    caption: `${found.caption.split(":")[0]}: labels needed, interpolated along each run's curve`,
    notes: ["mean ± standard error where every run got there, else how many did"]
  }
}

const measureName = ({ curve }: Analysis, { group }: View): string =>
  `${group.labels.length > 1 ? "AUBC" : "last value"} of ${curve}`

/** The differences from the control, drawn; undefined where there are none. */
export const differencesOf = (analysis: Analysis, view: View): Drawing | undefined => {
  const rows = (view.table?.rows ?? []).flatMap(({ paired, strategy }) =>
    paired === undefined ? [] : [{ name: strategy, look: analysis.looks.get(strategy)!, paired }]
  )
  if (rows.length === 0) return undefined
  const axis = `difference from ${analysis.control}, ${measureName(analysis, view)}`
  const title = `${view.group.title}: ${axis}, with 95% intervals`
  const draw = (width: number) => drawDifferences(rows, { title, axis, width })
  return { wide: draw(700), narrow: draw(358) }
}

const wins = ({ rows }: Statistics.DatasetTable, better: boolean): ReadonlyArray<string> =>
  rows.flatMap(({ corrected, paired, strategy }) =>
    corrected !== undefined && corrected < 0.05 && paired !== undefined && paired.difference.mean > 0 === better
      ? [strategy]
      : []
  )

/** The least p that a test can have here after Holm's correction, in words, where that is above 5 %. */
const powerless = ({ rows }: Statistics.DatasetTable): string | undefined => {
  const tested = rows.flatMap(({ paired }) => paired?.test === undefined ? [] : [paired.difference.count])
  const least = tested.length * 2 ** (1 - Math.max(...tested))
  return least <= 0.05 ?
    undefined :
    `With ${Math.max(...tested)} seeds and ${tested.length} comparisons no p can fall ` +
    `below ${least.toFixed(3)} after Holm's correction, so no test can find anything; read the intervals.`
}

/** What holds at 5 % after Holm's correction, in a sentence. */
export const verdict = ({ control }: Analysis, { table }: View): string | undefined => {
  if (table === undefined) return undefined
  if (!table.rows.some(({ corrected }) => corrected !== undefined)) {
    return "There are too few seeds for a test (six are needed); read the intervals."
  }
  const limit = powerless(table)
  if (limit !== undefined) return limit
  const [better, worse] = [wins(table, true), wins(table, false)]
  const says = (names: ReadonlyArray<string>, how: string) =>
    names.length === 0 ? `none is ${how}` : `${names.join(", ")} ${names.length === 1 ? "is" : "are"} ${how}`
  return `At 5 %, after Holm's correction: ${says(better, "better")} than ${control}, and ${says(worse, "worse")}.`
}

/** The comparison of a view with the control. */
export const comparison = (analysis: Analysis, view: View): Html => {
  const [section] = view.sections
  if (section === undefined) return html`<p>Not compared: ${view.problem}.</p>`
  const drawing = differencesOf(analysis, view)
  const paired = pairedTable(section)
  const caption = `Differences from ${analysis.control} in ${measureName(analysis, view)}, paired by seed. ` +
    "Thin: 95% t interval; thick: 95% bootstrap interval."
  return html`<p>${verdict(analysis, view)}</p>
${drawing !== undefined && figure(drawing, caption)}${table(paired)}`
}

/** The average ranks over groups, drawn. */
export const ranksOf = (analysis: Analysis): Drawing | undefined => {
  if (analysis.ranks === undefined) return undefined
  const { looks, ranks, strategies } = analysis
  const title = `average ranks of ${strategies.length} strategies over ${ranks.datasets} data sets`
  const draw = (width: number) => drawRanks(ranks, strategies, looks, { title, width })
  return { wide: draw(700), narrow: draw(358) }
}

/** The critical-difference view, where there are several groups. */
export const rankView = (analysis: Analysis): Html | undefined => {
  const drawing = ranksOf(analysis)
  const [section] = analysis.rankSections
  if (drawing === undefined || section === undefined) return undefined
  return figure(
    drawing,
    "Average ranks over data sets, 1 the best. A bar joins strategies that lie closer than the critical difference.",
    columnsOf(section, () => true)
  )
}
