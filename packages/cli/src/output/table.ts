/**
 * Picks as a table for people.
 */
import type { Pick, Selection } from "@marginalia/core"
import { shortNumber } from "@marginalia/core/Words"
import { scoreNames } from "@marginalia/datasets/files/csv-write"
import { type Heading, table } from "../terminal/table.ts"

type Column = readonly [heading: Heading, cell: (pick: Pick) => string]

const right = (title: string): Heading => ({ title, align: "right" })

const scoreColumn = (name: string): Column => [
  right(name),
  (pick) => {
    const score = pick.why.scores.find((one) => one.name === name)
    return score === undefined ? "" : `${shortNumber(score.value)} (${score.rank} of ${score.of})`
  }
]

const scoreItself: Column = [right("score"), (pick) => shortNumber(pick.score)]

const branchColumn: Column = [{ title: "branch" }, (pick) => pick.why.branch ?? ""]

const clusterColumns: ReadonlyArray<Column> = [
  [right("cluster"), (pick) => String(pick.why.cluster?.number ?? "")],
  [right("size"), (pick) => String(pick.why.cluster?.size ?? "")],
  [right("labeled"), (pick) => String(pick.why.cluster?.labeled ?? "")]
]

const columnsOf = (picks: ReadonlyArray<Pick>): ReadonlyArray<Column> => {
  const names = scoreNames(picks)
  const repeated = names.length === 1 && picks.every((pick) => pick.why.scores[0]?.value === pick.score)
  return [
    [right("rank"), (pick) => String(pick.rank)],
    [{ title: "id" }, (pick) => pick.id],
    [right("position"), (pick) => String(pick.position)],
    ...(repeated ? [] : [scoreItself]),
    ...(picks.some((pick) => pick.why.branch !== undefined) ? [branchColumn] : []),
    ...(picks.some((pick) => pick.why.cluster !== undefined) ? clusterColumns : []),
    ...names.map(scoreColumn)
  ]
}

/**
 * The picks in visiting order: id, position, the score that decided, the cluster with its size and its number of labeled
 * items, and each score with its rank among how many.
 */
export const toTable = ({ picks }: { readonly picks: Selection["picks"] }): string => {
  const columns = columnsOf(picks)
  const rows = picks.map((pick) => columns.map(([, cell]) => cell(pick)))
  return `${table(columns.map(([heading]) => heading), rows).join("\n")}\n`
}
