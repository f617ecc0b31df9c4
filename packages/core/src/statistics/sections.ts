/**
 * A comparison as tables of words: what each number is called, and to how many digits it is told.
 */
import { type Along, unitOf } from "./axis.ts"
import type { Comparison, CorrectedRow, DatasetTable } from "./compare.ts"
import type { Settings } from "./row.ts"
import type { Summary } from "./sample.ts"
import type { Interval } from "./student.ts"

/** A table of words: the first column is a name, the others are numbers. */
export interface Section {
  /** What it tells of. */
  readonly heading: string
  /** The columns' names. */
  readonly head: ReadonlyArray<string>
  /** The cells, row by row. */
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
  /** What one has to know to read it. */
  readonly notes: ReadonlyArray<string>
}

const NONE = "–"

const signed = (value: number): string => (value < 0 ? "" : "+") + value.toFixed(4)

const spread = (value: Summary | undefined, digits = 4): string => {
  if (value === undefined) return NONE
  const { mean, standardError } = value
  return mean.toFixed(digits) + (standardError === undefined ? "" : ` ± ${standardError.toFixed(digits)}`)
}

const between = (value: Interval | undefined): string =>
  value === undefined ? NONE : `[${signed(value.low)}, ${signed(value.high)}]`

const chance = (p: number | undefined): string => p === undefined ? NONE : p < 0.001 ? "<0.001" : p.toFixed(3)

const percent = (share: number | undefined): string => share === undefined ? NONE : `${(100 * share).toFixed(0)}%`

/** 0.95 as 95%, 0.999 as 99.9%. */
const confident = (confidence: number): string => `${Number((100 * confidence).toPrecision(12))}%`

/** A column: its head, and what it says of a row. */
type Column = readonly [head: string, cell: (row: CorrectedRow) => string]

const finalName = ({ curve }: Settings): string => curve === "accuracy" ? "F-acc" : `last ${curve}`

const pairedColumns = ({ confidence, control }: Settings): ReadonlyArray<Column> => [
  [`Δ ${control}`, ({ paired }) => paired === undefined ? NONE : signed(paired.difference.mean)],
  [`t ${confident(confidence)}`, ({ paired }) => between(paired?.t)],
  [`bootstrap ${confident(confidence)}`, ({ paired }) => between(paired?.bootstrap)],
  ["wins", ({ paired }) => percent(paired?.winRate)],
  ["p", ({ paired }) => chance(paired?.test?.p)],
  ["p (Holm)", ({ corrected }) => chance(corrected)]
]

const reachedColumns = ({ targets }: Settings): ReadonlyArray<Column> =>
  targets.map((target, i) => [`labels to ${target}`, ({ reached, seeds }) => {
    const { labels, runs } = reached[i]!
    return labels === undefined ? `${runs} of ${seeds.length} runs` : spread(labels, 1)
  }])

const pickedColumns: ReadonlyArray<Column> = [
  ["classes picked", ({ picked }) => spread(picked?.covered, 1)],
  ["evenness", ({ picked }) => spread(picked?.entropyRatio, 3)]
]

const columnsOf = (settings: Settings, rows: ReadonlyArray<CorrectedRow>): ReadonlyArray<Column> => [
  ["strategy", ({ strategy }) => strategy],
  ["seeds", ({ seeds }) => String(seeds.length)],
  ["AUBC", ({ aubc }) => spread(aubc)],
  [finalName(settings), ({ final }) => spread(final)],
  ...pairedColumns(settings),
  ...reachedColumns(settings),
  ...(rows.some(({ picked }) => picked !== undefined) ? pickedColumns : [])
]

const zerosName = { pratt: "zeros by Pratt's rule", wilcoxon: "zeros dropped" } as const

const comparedName = (settings: Settings): string => settings.measure === "aubc" ? "AUBC" : finalName(settings)

/** What is missing from a row, if anything. */
const gaps = ({ control }: Settings, { paired, seeds, strategy }: CorrectedRow): ReadonlyArray<string> => {
  if (strategy === control) return []
  if (paired === undefined) return [`${strategy} shares no seed with ${control}`]
  const { count } = paired.difference
  return count < seeds.length ? [`${strategy} is paired over the ${count} seeds that ${control} has too`] : []
}

/** Why there are no tests: once where none has one for the same reason, else one by one. */
const untested = (rows: ReadonlyArray<CorrectedRow>): ReadonlyArray<string> => {
  const pairs = rows.flatMap(({ paired, strategy }) =>
    paired === undefined ? [] : [{ strategy, reason: paired.reason }]
  )
  const [first] = pairs
  const alike = pairs.length > 1 && pairs.every(({ reason }) => reason === first!.reason)
  if (alike) return first!.reason === undefined ? [] : [`no tests: ${first!.reason}`]
  return pairs.flatMap(({ reason, strategy }) => reason === undefined ? [] : [`no test for ${strategy}: ${reason}`])
}

const notesOf = (settings: Settings, rows: ReadonlyArray<CorrectedRow>): ReadonlyArray<string> => {
  const compared = `${comparedName(settings)} minus that of ${settings.control}`
  return [
    `mean ± standard error over seeds; Δ: ${compared}, paired by seed; wins: ties count half`,
    `p: exact Wilcoxon signed-rank, two-sided, ${zerosName[settings.zeros]}; Holm's correction over this table`,
    ...rows.flatMap((row) => gaps(settings, row)),
    ...untested(rows)
  ]
}

/** Along what, where that is not the number of labels of all runs. */
const alongNotes = (along: Along): ReadonlyArray<string> => {
  switch (along) {
    case "labels":
      return []
    case "asked":
      return [`curves are compared by ${unitOf(along)}, those that the oracle declined included`]
    case "rounds":
      return ["curves are compared by rounds, in which the runs got different numbers of labels"]
  }
}

const datasetSection = (settings: Settings, { along, dataset, labels, rows }: DatasetTable): Section => {
  const columns = columnsOf(settings, rows)
  const counted = unitOf(along)
  const range = labels.length === 1 ? `${labels[0]} ${counted}` : `${labels[0]} to ${labels.at(-1)} ${counted}`
  return {
    heading: `${dataset}: ${settings.curve}, ${range}`,
    head: columns.map(([head]) => head),
    rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
    notes: [...alongNotes(along), ...notesOf(settings, rows)]
  }
}

const rankSection = ({ ranks, settings, strategies }: Comparison): ReadonlyArray<Section> => {
  if (ranks === undefined) return []
  const order = strategies.map((_, s) => s).sort((a, b) => ranks.ranks[a]! - ranks.ranks[b]! || a - b)
  const groups = ranks.groups.map((group) => group.map((s) => strategies[s]!).join(", "))
  return [{
    heading: `average ranks over ${ranks.datasets} data sets`,
    head: ["strategy", "rank"],
    rows: order.map((s) => [strategies[s]!, ranks.ranks[s]!.toFixed(3)]),
    notes: [
      `rank 1 is the best mean ${comparedName(settings)} on a data set; ties share ranks`,
      `critical difference ${ranks.difference.toFixed(3)} at α = ${ranks.alpha} (Nemenyi)`,
      ...groups.map((names) => `not told apart: ${names}`)
    ]
  }]
}

/** A comparison as tables of words: one a data set, and the ranks where there are any. */
export const sections = (comparison: Comparison): ReadonlyArray<Section> => [
  ...comparison.datasets.map((table) => datasetSection(comparison.settings, table)),
  ...rankSection(comparison)
]
