/**
 * The numbers as files: a row a unit and round, a row a pick; csv and Parquet.
 */
import { csvCell } from "@marginalia/datasets/files/csv-cell"
import { cellsOf } from "@marginalia/datasets/files/safe-csv"
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer"
import type { View } from "./analysis.ts"
import type { Group } from "./groups.ts"

/** A column: its name, and its cells from the top. */
export interface Column {
  readonly name: string
  readonly cells: ReadonlyArray<string | number | undefined>
}

interface Field<Row> {
  readonly name: string
  readonly of: (row: Row) => string | number | undefined
}

const columnsOf = <Row>(rows: ReadonlyArray<Row>, fields: ReadonlyArray<Field<Row>>): ReadonlyArray<Column> =>
  fields.map(({ name, of }) => ({ name, cells: rows.map(of) }))

const field = <Row>(name: string, of: Field<Row>["of"]): Field<Row> => ({ name, of })

const roundRows = (groups: ReadonlyArray<Group>) =>
  groups.flatMap((group) => group.runs.flatMap((run) => run.points.map((point) => ({ group, run, point }))))

type RoundRow = ReturnType<typeof roundRows>[number]

const pointFields = [
  "round",
  "labels",
  "asked",
  "accuracy",
  "balancedAccuracy",
  "macroF1",
  "restError",
  "cost",
  "covered",
  "evenness",
  "imbalance",
  "select",
  "label",
  "train",
  "evaluate"
] as const

/** One row a unit and round of some `groups`: what was measured; `recall_0`, … by class; times in milliseconds. */
export const roundColumns = (groups: ReadonlyArray<Group>): ReadonlyArray<Column> => {
  const classes = Math.max(...groups.map(({ classes }) => classes))
  return columnsOf<RoundRow>(roundRows(groups), [
    field("data", ({ group }) => group.title),
    field("strategy", ({ run }) => run.strategy),
    field("seed", ({ run }) => run.seed),
    ...pointFields.map((name) => field<RoundRow>(name, ({ point }) => point[name])),
    ...Array.from({ length: classes }, (_, c) => field<RoundRow>(`recall_${c}`, ({ point }) => point.recall[c]))
  ])
}

const pickRows = (groups: ReadonlyArray<Group>) =>
  groups.flatMap((group) =>
    group.runs.flatMap((run) =>
      run.rounds.flatMap(({ event }) =>
        event.positions.map((position, i) => ({ group, run, event, position, i, pick: event.selection?.picks[i] }))
      )
    )
  )

type PickRow = ReturnType<typeof pickRows>[number]

const whyOf = ({ pick }: PickRow): string =>
  pick === undefined
    ? ""
    : pick.why.scores.map(({ name, of, rank, value }) => `${name}=${value} (${rank} of ${of})`).join("; ")

/** One row a pick of some `groups`: where it stands, its label, and why it was picked. */
export const pickColumns = (groups: ReadonlyArray<Group>): ReadonlyArray<Column> =>
  columnsOf<PickRow>(pickRows(groups), [
    field("data", ({ group }) => group.title),
    field("strategy", ({ run }) => run.strategy),
    field("seed", ({ run }) => run.seed),
    field("round", ({ event }) => event.round),
    field("rank", ({ i }) => i + 1),
    field("id", ({ group, pick, position }) => pick?.id ?? group.items?.ids[position] ?? String(position)),
    field("position", ({ position }) => position),
    field("label", ({ event, i }) => event.labels[i]),
    field("score", ({ pick }) => pick?.score),
    field("branch", ({ pick }) => pick?.why.branch),
    field("cluster", ({ pick }) => pick?.why.cluster?.number),
    field("cluster_size", ({ pick }) => pick?.why.cluster?.size),
    field("cluster_labeled", ({ pick }) => pick?.why.cluster?.labeled),
    field("why", whyOf)
  ])

const stopRows = (views: ReadonlyArray<View>) =>
  views.flatMap(({ group, stops }) => stops.flatMap((stop) => stop.marks.map((mark) => ({ group, stop, mark }))))

type StopRow = ReturnType<typeof stopRows>[number]

/** One row for each run of some `views` that a criterion stopped, or would have: `labels` as the group counts them. */
export const stopColumns = (views: ReadonlyArray<View>): ReadonlyArray<Column> =>
  columnsOf<StopRow>(stopRows(views), [
    field("data", ({ group }) => group.title),
    field("strategy", ({ mark }) => mark.strategy),
    field("seed", ({ mark }) => mark.seed),
    field("criterion", ({ stop }) => stop.criterion),
    field("stopped", ({ stop }) => stop.did ? "did" : "would have"),
    field("round", ({ mark }) => mark.round),
    field("labels", ({ mark }) => mark.at),
    field("accuracy", ({ mark }) => mark.accuracy)
  ])

const text = (cell: string | number | undefined, cellOf: (text: string) => string): string =>
  cell === undefined || Number.isNaN(cell) ? "" : csvCell(cellOf(String(cell)))

/**
 * The `columns` as csv, a header and a line a row; what is not known is empty. With `safe` (false) cells that a
 * spreadsheet would compute are quoted.
 */
export const toCsv = (columns: ReadonlyArray<Column>, safe = false): string => {
  const cellOf = cellsOf(safe)
  const rows = Array.from(
    { length: columns[0]!.cells.length },
    (_, r) => columns.map(({ cells }) => text(cells[r], cellOf))
  )
  return `${[columns.map(({ name }) => csvCell(name)), ...rows].map((row) => row.join(",")).join("\n")}\n`
}

const source = ({ cells, name }: Column): ColumnSource => {
  const isText = cells.some((cell) => typeof cell === "string")
  const isWhole = !isText && cells.every((cell) => cell === undefined || Number.isInteger(cell))
  const data = cells.map((cell) => cell === undefined || Number.isNaN(cell) ? null : cell)
  return { name, data, type: isText ? "STRING" : isWhole ? "INT32" : "DOUBLE", nullable: data.includes(null) }
}

/** The `columns` as Parquet; what is not known is null. */
export const toParquet = (columns: ReadonlyArray<Column>): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData: columns.map(source) }))
