/**
 * The pool: the items to choose from, one vector each.
 */
import { type Matrix, Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { checkedIds } from "./checked-ids.ts"
import { type EmbeddingAbout, readEmbeddingAbout } from "./embedding-about.ts"
import { decoding, type FileProblem, InvalidInput } from "./errors.ts"
import { type Format, formats, readWithFormat } from "./format.ts"
import { type Layout, layoutOf } from "./image-layout.ts"
import { flatItems, npyToVectors } from "./npy-values.ts"
import { parseNpy, shapeText } from "./npy.ts"
import { readTable } from "./read-table.ts"
import type { ColumnChoice } from "./roles.ts"
import type { RowIds } from "./row-ids.ts"
import type { Source } from "./source.ts"
import { partsOf, rowsOfPart, type SplitName, takePart } from "./split-rows.ts"
import type { Table } from "./table.ts"
import { uniqueIds } from "./unique-ids.ts"
import { refuseOffset, vectorsOf } from "./vectors.ts"

/** What a person may say of a pool's columns; see `roles.ts`. */
export interface PoolColumns extends Pick<ColumnChoice, "features" | "idColumn" | "labelColumn" | "noHeader"> {
  /** Which rows are the pool, by the column that says what each row is for; default: all, whatever a column says. */
  readonly split?: SplitName | undefined
}

/** A table of numbers, wherever it is. */
interface Shape {
  readonly rows: number
  readonly cols: number
}

/** A pool as it was read; `M` is where its vectors are: in memory, or in their file (`Tiles`). */
export interface Pool<out M extends Shape = Matrix.Matrix> {
  /** The path as given, or `stdin`. */
  readonly path: string
  /** The file's format. */
  readonly format: Format
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string
  /** `undefined`: the items are their row numbers from 0. */
  readonly ids: ReadonlyArray<string> | undefined
  /** The file beside an `.npy` file that the ids are from, see `row-ids.ts`. */
  readonly idsFile: Pick<RowIds, "path" | "sha256"> | undefined
  /** The vectors, one a row, in single precision. */
  readonly matrix: M
  /** One a column of the matrix, where the file names them. */
  readonly columnNames: ReadonlyArray<string> | undefined
  /** The label of each row, `undefined` where there is none, as a column of the file holds them; unnamed by default. */
  readonly labels?: ReadonlyArray<string | undefined> | undefined
  /** The group of each item by the column that says it, as texts, empty where it is in none; of those asked for the ones that are there. */
  readonly groups?: ReadonlyMap<string, ReadonlyArray<string>> | undefined
  /** The cells of the columns asked for as `texts` that are there, by item, empty where blank. */
  readonly texts?: ReadonlyMap<string, ReadonlyArray<string>> | undefined
  /** What made the vectors, as the file beside an `.npy` pool says it. */
  readonly embedding?: EmbeddingAbout | undefined
  /** Where an array's items are images: how they lie in it; `arrange` has them as they are shown. The vectors are as they lie. */
  readonly layout?: Layout | undefined
  /** What the user should hear about the reading. */
  readonly notes: ReadonlyArray<Message.Message>
}

/** How a pool is read. */
export interface PoolOptions extends PoolColumns {
  /** Default: by the extension; for the standard input by its first bytes. */
  readonly format?: Format | undefined
  /** Whether an `.npy` file takes its ids from the file beside it, where there is one. Default true. */
  readonly rowIds?: boolean | undefined
  /**
   * What to do with vectors that need an `offset` to be told apart: `keep` it, for those who look at distances or know what
   * to do with it; or `refuse` them (the default).
   */
  readonly offset?: "keep" | "refuse" | undefined
  /** Columns of a table that say which group each item is in: given as texts where they are there, and no part of the vector. Default none. */
  readonly groups?: ReadonlyArray<string> | undefined
  /** Columns of a table that are given as texts beside, whatever else they are. Default none. */
  readonly texts?: ReadonlyArray<string> | undefined
  /** Columns of a table that are no part of the vector, whatever they are named. Default none. */
  readonly aside?: ReadonlyArray<string> | undefined
  /** Whether to give the labels that a column of the file holds. Default false. */
  readonly answers?: boolean | undefined
}

/** What is said of columns says nothing of an array. */
export const refuseColumns = (path: string, { features, idColumn, labelColumn, noHeader, split }: PoolColumns) => {
  const given = {
    features: features !== undefined,
    idColumn: idColumn !== undefined,
    labelColumn: labelColumn !== undefined,
    noHeader: noHeader === true,
    split: split !== undefined
  }
  const [setting] = Object.entries(given).find(([, is]) => is) ?? []
  if (setting === undefined) return Effect.void
  const problem = "an .npy file has no named columns, and its ids are the row numbers or in the .ids.csv beside it"
  const hint = Message.text`leave ${Message.setting(setting)} out`
  return Effect.fail(new InvalidInput({ path, problem, hint, setting, reason: "Idle" }))
}

/** What the vectors were made by, without what is said of the files. */
export const embeddingIn = ({ hash, l2, saved, text }: EmbeddingAbout): EmbeddingAbout =>
  saved === undefined ? { text, hash, l2 } : { text, hash, l2, saved }

const npyPool = Effect.fnUntraced(function*(source: Source, { rowIds = true, ...options }: PoolOptions) {
  yield* refuseColumns(source.path, options)
  const { array, flat, matrix, notes: arrayNotes } = yield* decoding(source.path, () => {
    const array = parseNpy(source.bytes), flat = flatItems(array)
    return { array, flat, ...vectorsOf(npyToVectors(flat)) }
  })
  // First: the ids of another array would go to these rows.
  const about = yield* readEmbeddingAbout(source.path, source.sha256)
  const companion = rowIds ? yield* checkedIds(source.path, matrix.rows, about) : undefined
  const idsFile = companion === undefined ? undefined : { path: companion.path, sha256: companion.sha256 }
  const deep = flat === array
    ? []
    : [`the items are ${shapeText(array.shape.slice(1))}, a vector of ${matrix.cols} numbers each`]
  const notes = [...(companion === undefined ? [] : [`ids from ${companion.path}`]), ...deep, ...arrayNotes]
  const layout = layoutOf(array.shape)
  return {
    ids: companion?.ids,
    idsFile,
    matrix,
    columnNames: undefined,
    ...(about === undefined ? {} : { embedding: embeddingIn(about) }),
    ...(layout === undefined ? {} : { layout }),
    notes
  }
})

/** The table's numbers as a matrix in single precision. */
export const tableMatrix = ({ cols, data, offset, rows }: Table): Matrix.Matrix => ({
  data: data instanceof Float32Array ? data : Float32Array.from(data),
  rows,
  cols,
  ...(offset === undefined ? {} : { offset })
})

type Cells = ReadonlyMap<string, ReadonlyArray<string>>

/** Of columns given as texts those that were asked for; undefined where there are none. */
const those = (all: Cells = new Map(), names: ReadonlyArray<string>): Cells | undefined => {
  const found = names.flatMap((name) => all.has(name) ? [[name, all.get(name)!] as const] : [])
  return found.length === 0 ? undefined : new Map(found)
}

/** How a table is read for a pool. */
export const choiceOf = (
  { answers, aside = [], features, groups = [], idColumn, labelColumn, noHeader, split, texts = [] }: PoolOptions
) => ({
  answers,
  features,
  groups: [...groups, ...aside],
  idColumn,
  labelColumn,
  noHeader,
  parts: split !== undefined,
  texts
})

/** Of cells that were read those that were asked for: as groups, and as texts. */
export const cellsAsked = (cells: Cells | undefined, { groups = [], texts = [] }: PoolOptions) => ({
  groups: those(cells, groups),
  texts: those(cells, texts)
})

const tablePool = Effect.fnUntraced(function*(source: Source, format: Exclude<Format, "npy">, options: PoolOptions) {
  const { split } = options, table = yield* readTable(source, format, choiceOf(options))
  const { columnNames, groups, ids, labels, layout, notes } = table
  const matrix = tableMatrix(table)
  const pool = { ids, idsFile: undefined, matrix, columnNames, labels, groups, layout, notes }
  const told = (one: typeof pool) => ({ ...one, ...cellsAsked(one.groups, options) })
  if (split === undefined) return told(pool)
  return yield* decoding(source.path, () => {
    const known = partsOf(table.splits)
    if (split === "all") return told(pool)
    const { at, note } = rowsOfPart(known, split)
    return { ...told(takePart(pool, at)), notes: [...notes, note] }
  })
})

/**
 * The pool in a file (`.npy`, `.npz`, `.csv`, `.jsonl`, `.parquet`) or, for `-`, on the standard input.
 *
 * Fails with `InvalidInput` for what the file holds, naming row and column, and for an id that comes twice, and with
 * `FileProblem` when the file is missing, unreadable or a folder. NaN and infinities in `.npy` are left to the query's
 * check.
 *
 * `pathOrDash` is the file, or `-`. By default of `options`, columns are recognized by their names (`id`, `label`,
 * `split`, …), and those that are features are the vector.
 */
export const readPool = Effect.fn("readPool")(function*(
  pathOrDash: string,
  options: PoolOptions = {}
): Effect.fn.Return<Pool, InvalidInput | FileProblem, FileSystem | Stdio> {
  const { format, source } = yield* readWithFormat(pathOrDash, formats, options.format)
  const pool = yield* format === "npy"
    ? npyPool(source, options)
    : tablePool(source, format, options)
  yield* decoding(pool.idsFile?.path ?? source.path, () => uniqueIds(pool.ids ?? []))
  if (options.offset !== "keep") yield* decoding(source.path, () => refuseOffset(pool.matrix))
  return { path: source.path, format, sha256: source.sha256, ...pool }
})
