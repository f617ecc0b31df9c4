/**
 * Picks as comma-separated values.
 */
import type { Pick, Selection } from "@marginalia/core"
import { csvCell } from "./csv-cell.ts"
import { cellsOf } from "./safe-csv.ts"

type Field = readonly [title: string, cell: (pick: Pick) => string]

const number = (value: number | undefined): string => value === undefined ? "" : String(value)

const scoreFields = (name: string): ReadonlyArray<Field> => {
  const of = (pick: Pick) => pick.why.scores.find((score) => score.name === name)
  return [
    [name, (pick) => number(of(pick)?.value)],
    [`${name}_rank`, (pick) => number(of(pick)?.rank)],
    [`${name}_of`, (pick) => number(of(pick)?.of)]
  ]
}

const branchField: Field = ["branch", (pick) => pick.why.branch ?? ""]

const clusterFields: ReadonlyArray<Field> = [
  ["cluster", (pick) => number(pick.why.cluster?.number)],
  ["cluster_size", (pick) => number(pick.why.cluster?.size)],
  ["cluster_labeled", (pick) => number(pick.why.cluster?.labeled)]
]

/** The names of all scores that explain the picks, in order of first mention. */
export const scoreNames = (picks: ReadonlyArray<Pick>): ReadonlyArray<string> => [
  ...new Set(picks.flatMap((pick) => pick.why.scores.map((score) => score.name)))
]

const fieldsOf = (picks: ReadonlyArray<Pick>): ReadonlyArray<Field> => [
  ["id", (pick) => pick.id],
  ["position", (pick) => String(pick.position)],
  ["rank", (pick) => String(pick.rank)],
  ["score", (pick) => String(pick.score)],
  ...(picks.some((pick) => pick.why.branch !== undefined) ? [branchField] : []),
  ...(picks.some((pick) => pick.why.cluster !== undefined) ? clusterFields : []),
  ...scoreNames(picks).flatMap(scoreFields)
]

/**
 * A header and a line a pick: id, position, rank, score, then the branch, the cluster, and each score with its rank,
 * where the strategy has them. Infinities are written `Infinity` and `-Infinity`.
 */
export const toCsv = ({ picks }: { readonly picks: Selection["picks"] }, safe = false): string => {
  const fields = fieldsOf(picks), cellOf = cellsOf(safe)
  const line = (cells: ReadonlyArray<string>) => `${cells.map((cell) => csvCell(cellOf(cell))).join(",")}\n`
  return [fields.map(([title]) => title), ...picks.map((pick) => fields.map(([, cell]) => cell(pick)))].map(line).join(
    ""
  )
}
