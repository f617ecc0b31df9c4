/**
 * Papers' numbers beside ours.
 */
import { Statistics } from "@marginalia/core"
import type { Analysis, View } from "../analysis.ts"
import { runOf } from "../groups.ts"
import { NONE, spread } from "../numbers.ts"
import type { Table } from "../page/parts.ts"
import { type Series, summaryOf } from "../series.ts"
import { differencesOf } from "./differences.ts"
import { msal } from "./msal.ts"
import type { PaperNumber } from "./numbers.ts"
import { typiclust } from "./typiclust.ts"

/** All numbers that are known. */
export const paperNumbers: ReadonlyArray<PaperNumber> = [...msal, ...typiclust]

/** `supclust` of `supclust(temperature=0.5)`. */
const recipeOf = (text: string): string => text.split(/[ (|]/)[0]!

const oursOf = (view: View, { runs }: Series, of: PaperNumber["of"]): Statistics.Summary | undefined => {
  if (typeof of === "number") {
    const at = view.group.labels.indexOf(of)
    return at < 0 ? undefined : summaryOf(runs.map(({ points }) => points[at]!.accuracy))
  }
  const measures = runs.map((run) => Statistics.measures(runOf(view.group.title, run)))
  return summaryOf(measures.map(({ aubcDeepAl, final }) => of === "aubc" ? aubcDeepAl : final))
}

const nameOf = (of: PaperNumber["of"]): string =>
  of === "aubc" ? "AUBC" : of === "final" ? "F-acc" : `accuracy at ${of} labels`

const signed = (value: number, digits: number): string => (value < 0 ? "" : "+") + value.toFixed(digits)

/** Smaller ones are rounding: every seed gave the same. */
const LEAST_ERROR = 1e-9

/** How many of our standard errors lie between. */
const errorsOf = ({ mean, standardError }: Statistics.Summary, value: number): string =>
  standardError === undefined || standardError < LEAST_ERROR ? NONE : signed((mean - value) / standardError, 1)

/** A paper's number beside ours, and what has to be known of it. */
interface ComparisonRow {
  readonly cells: ReadonlyArray<string>
  /** In what the protocols differ; empty where they do not. */
  readonly protocol: string
  readonly source: string
}

const rowOf = (analysis: Analysis, view: View, series: Series, one: PaperNumber): ComparisonRow => {
  const ours = oursOf(view, series, one.of)
  const { experiment } = analysis.loaded
  const cells = [
    series.strategy,
    nameOf(one.of),
    one.value.toFixed(4),
    spread(ours, 4),
    ours === undefined ? NONE : signed(ours.mean - one.value, 4),
    ours === undefined ? NONE : errorsOf(ours, one.value)
  ]
  const wrong = differencesOf(series.runs[0]!.unit!, experiment?.scaled ?? null, one.protocol)
  return { cells, protocol: wrong.join("; "), source: one.source }
}

/** Numbers of a long tail are shown beside such a one alone; those of balanced data beside any, and told to be. */
const isOf = ({ protocol: { longTail } }: PaperNumber, ours: number | undefined): boolean =>
  longTail === undefined || longTail === ours

const rowsOf = (analysis: Analysis, view: View, numbers: ReadonlyArray<PaperNumber>): ReadonlyArray<ComparisonRow> =>
  view.series.flatMap((series) => {
    const unit = series.runs[0]!.unit
    if (unit?.data.source.kind !== "known") return []
    const { dataset } = unit.data.source
    const recipe = recipeOf(unit.strategy.text)
    const tail = unit.data.longTail?.factor
    return numbers.filter((one) => one.dataset === dataset && one.strategy === recipe && isOf(one, tail))
      .map((one) => rowOf(analysis, view, series, one))
  })

/** Texts that many rows share, once each. */
const unique = (texts: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(texts)].filter((text) => text !== "")

const LETTERS = "abcdefghijklmnopqrstuvwxyz"

/** The numbers of papers for a view's data and strategies; undefined where no paper that is known has any. */
export const comparisonTable = (
  analysis: Analysis,
  view: View,
  numbers: ReadonlyArray<PaperNumber> = paperNumbers
): Table | undefined => {
  const rows = rowsOf(analysis, view, numbers)
  if (rows.length === 0) return undefined
  const protocols = unique(rows.map(({ protocol }) => protocol))
  const sources = unique(rows.map(({ source }) => source))
  const letter = (protocol: string) => LETTERS[protocols.indexOf(protocol)] ?? "–"
  return {
    caption: `${view.group.title}: papers' numbers beside ours`,
    head: ["strategy", "number", "paper", "ours", "difference", "in our standard errors", "protocol", "source"],
    rows: rows.map(({ cells, protocol, source }) => [
      ...cells,
      protocol === "" ? "the same" : `not the same: ${letter(protocol)}`,
      String(sources.indexOf(source) + 1)
    ]),
    notes: [
      ...protocols.map((protocol) => `${letter(protocol)}: not the same protocol: ${protocol}`),
      ...sources.map((source, i) => `${i + 1}: ${source}`),
      "MSAL prints means of three trials without a spread, so the difference is told in our standard errors alone",
      "AUBC as DeepAL+ computes it, rounded to three decimals; the same protocol: as far as the paper tells it"
    ]
  }
}
