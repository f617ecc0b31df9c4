/**
 * Columns that the user supplies: probabilities, features, passes, clusters, from a file beside the pool.
 */
import { type Clusters, type Matrix, Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { checkHeight, type PoolShape, rowsInPoolOrder, takeRows } from "./align.ts"
import { inOrder } from "./array-order.ts"
import { classesOfShape, type ColumnAbout, readColumnAbout } from "./column-about.ts"
import { decoding, type FileProblem, InvalidInput, Malformed } from "./errors.ts"
import { type Format, formats, readWithFormat } from "./format.ts"
import { readGroups } from "./groups.ts"
import { npyToMatrix, npyToMatrix64, npyToPasses, npyToValues, npyToVectors } from "./npy-values.ts"
import { type NpyArray, parseNpy } from "./npy.ts"
import { readNpzColumn } from "./npz-column.ts"
import type { RawFormat } from "./raw-rows.ts"
import { readTable } from "./read-table.ts"
import { readRowIds } from "./row-ids.ts"
import type { Source } from "./source.ts"
import type { Table } from "./table.ts"
import { vectorsOf } from "./vectors.ts"

/**
 * What columns hold: N × d numbers, vectors (N × d numbers of which distances and angles count), T passes of N × C, one row
 * a class, or one cluster number an item.
 */
type Kind = "matrix" | "vectors" | "passes" | "prototype" | "cluster"

/** What a column holds, by its shape. */
export type ColumnValue =
  | Matrix.Matrix
  | Matrix.Matrix64
  | ReadonlyArray<Matrix.Matrix>
  | Clusters
  | ReadonlyArray<string>

/** A column as it was read, in the order of the pool. */
export interface ColumnFile {
  /** The column's name. */
  readonly name: string
  /** The path as given. */
  readonly path: string
  /** The file's format. */
  readonly format: Format
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string
  /** Of the type that the core's `Columns` has for `name`; a matrix for names that it does not have. */
  readonly value: ColumnValue
  /** One a column of the matrix, where the file names them: the classes of `probability`, perhaps. */
  readonly columnNames: ReadonlyArray<string> | undefined
  /** The classes by number, where a description beside an array names them. */
  readonly about: ColumnAbout | undefined
  /** What the user should hear about the reading. */
  readonly notes: ReadonlyArray<Message.Message>
}

const kindOf = (name: string): Kind =>
  name === "passes" || name === "prototype" || name === "cluster"
    ? name
    : name === "feature" || name === "projection"
    ? "vectors"
    : "matrix"

const toClusters = (values: Float64Array): Clusters => {
  const bad = values.findIndex((value) => !Number.isInteger(value) || value < -1 || value > 0x7FFFFFFF)
  if (bad < 0) return { assignment: Int32Array.from(values) }
  const hint = "use the clusters' numbers from 0, and -1 for an item in none"
  throw new Malformed(`row ${bad} holds ${values[bad]}, which is not a cluster's number`, hint, {
    reason: "Value",
    row: bad,
    value: values[bad],
    expected: "a cluster's number from 0, or -1"
  })
}

const checked = <A>(value: A, rows: number, pool: PoolShape): A => {
  checkHeight(rows, pool)
  return value
}

const toPasses = (array: NpyArray, pool: PoolShape): ReadonlyArray<Matrix.Matrix> => {
  const passes = npyToPasses(array)
  const [first] = passes
  if (first === undefined) throw new Malformed("the array holds no passes", "save at least one", { reason: "Empty" })
  return checked(passes, first.rows, pool)
}

/** A column's numbers, and what there is to say of them. */
interface Read {
  readonly value: ColumnValue
  readonly columnNames: ReadonlyArray<string> | undefined
  readonly notes: ReadonlyArray<Message.Message>
}

const fromArray = (array: NpyArray, kind: Kind, pool: PoolShape): Read => {
  if (kind !== "vectors") return { value: valueOf(array, kind, pool), columnNames: undefined, notes: [] }
  const { matrix, notes } = vectorsOf(npyToVectors(array))
  return { value: checked(matrix, matrix.rows, pool), columnNames: undefined, notes }
}

const valueOf = (array: NpyArray, kind: Exclude<Kind, "vectors">, pool: PoolShape): ColumnValue => {
  if (kind === "passes") return toPasses(array, pool)
  if (kind === "prototype") return npyToMatrix64(array)
  const [rows = 0] = array.shape
  if (kind === "cluster") return toClusters(checked(npyToValues(array), rows, pool))
  const matrix = npyToMatrix(array)
  return checked(matrix, matrix.rows, pool)
}

/** The numbers of a table in the order of the pool: by id where the file has ids, else as they stand. */
const inPoolOrder = ({ cols, data, ids, rows }: Table, pool: PoolShape): Float32Array | Float64Array =>
  ids === undefined ? checked(data, rows, pool) : takeRows(data, cols, rowsInPoolOrder(ids, pool))

const fromTable = (table: Table, kind: Exclude<Kind, "passes">, pool: PoolShape): ColumnValue => {
  const { cols, rows } = table
  if (kind === "prototype") return { data: Float64Array.from(table.data), rows, cols }
  const data = inPoolOrder(table, pool)
  const { offset } = table
  if (kind === "vectors" && offset !== undefined) {
    return { data: Float32Array.from(data), rows: pool.rows, cols, offset }
  }
  if (kind === "matrix" || kind === "vectors") return { data: Float32Array.from(data), rows: pool.rows, cols }
  if (cols === 1) return toClusters(Float64Array.from(data))
  throw new Malformed(
    `the clusters have ${cols} columns beside the ids`,
    "keep the one that holds the clusters' numbers",
    { reason: "Mismatch", value: cols, expected: 1 }
  )
}

const readNpz = Effect.fnUntraced(function*(name: string, source: Source, kind: Kind, pool: ColumnOptions) {
  const { array, ids, notes } = yield* readNpzColumn(name, source, pool.idColumn)
  return yield* decoding(source.path, () => {
    const aligned = ids === undefined || kind === "prototype" ? array : inOrder(array, ids, kind === "passes", pool)
    const read = fromArray(aligned, kind, pool)
    return { ...read, notes: [...notes, ...read.notes] }
  })
})

/** By the ids beside the file, where it and the pool have some; else by position. */
const readNpy = Effect.fnUntraced(function*(path: string, source: Source, kind: Kind, pool: ColumnOptions) {
  const array = yield* decoding(source.path, () => parseNpy(source.bytes)), isPasses = kind === "passes"
  const beside = pool.ids === undefined || kind === "prototype"
    ? undefined
    : yield* readRowIds(path, array.shape[isPasses ? 1 : 0] ?? 0)
  return yield* decoding(
    source.path,
    () => fromArray(beside === undefined ? array : inOrder(array, beside.ids, isPasses, pool), kind, pool)
  )
})

const readTableColumn = Effect.fnUntraced(function*(
  name: string,
  source: Source,
  format: Exclude<Format, "npy" | "npz">,
  kind: Kind,
  pool: ColumnOptions
) {
  if (kind === "passes") {
    const problem = `passes have three dimensions (passes × items × classes), which ${format} does not hold`
    return yield* new InvalidInput({
      path: source.path,
      problem,
      hint: "use .npy or .npz",
      reason: "Unsupported",
      value: format,
      allowed: ["npy", "npz"],
      column: kind
    })
  }
  const precision = kind === "vectors" ? kind : kind === "matrix" ? "single" : "double"
  const table = yield* readTable(source, format, {
    idColumn: pool.idColumn,
    idOptional: true,
    beside: pool.ids !== undefined && kind !== "prototype",
    names: kind === "vectors" || name === "estimate" ? "vectors" : "values",
    precision
  })
  const value = yield* decoding(source.path, () => fromTable(table, kind, pool))
  return { value, columnNames: table.columnNames, notes: kind === "matrix" || kind === "vectors" ? table.notes : [] }
})

const groupsIn = (name: string, source: Source, format: RawFormat, pool: ColumnOptions) =>
  Effect.map(readGroups(name, source, format, pool), ({ notes, of }) => ({ value: of, columnNames: undefined, notes }))

/** The pool that the column belongs to. */
export interface ColumnOptions extends PoolShape {
  /** Columns that say which group each item is in: read as texts from tables. Default none. */
  readonly groups?: ReadonlyArray<string> | undefined
  /** The pool's id column: it is looked for in the column's file too, then `id`; without either, rows are in order. */
  readonly idColumn?: string | undefined
}

/** Refuses a description of another number of classes than the array has. */
const checkClasses = (name: string, about: ColumnAbout | undefined, value: ColumnValue) => {
  const first = Array.isArray(value) ? (value as ReadonlyArray<Matrix.Matrix>)[0] : value as Matrix.Matrix
  const count = about === undefined || first?.cols === undefined ? undefined : classesOfShape(name, first)
  if (about === undefined || count === undefined || count === about.classes.length) return Effect.void
  const problem = `it names ${about.classes.length} classes, and the ${name} beside it is of ${count}`
  return Effect.fail(
    new InvalidInput({
      path: about.path,
      problem,
      hint: "predict again",
      reason: "Mismatch",
      column: name,
      value: about.classes.length,
      expected: count
    })
  )
}

/**
 * A column from a file (`.npy`, `.npz`, `.csv`, `.jsonl`, `.parquet`), one row for each item of the pool: by id where the file
 * has ids (`id`, or for a pool with ids a column that is named like some; of an array those in the file beside it, as of a pool), else by position. Of `feature`, `projection` and `estimate`, columns that are
 * named like labels, splits or row numbers are left out, and told.
 *
 * `passes` are 3-D (`.npy` and `.npz` only), `cluster` is one whole number an item, `prototype` has one row a class and is not
 * aligned; everything else is a matrix. The names of classes beside an array are read with it (`column-about.ts`).
 * Fails with `InvalidInput` for another height, missing, repeated or unknown ids and whatever else the file holds
 * wrongly, and with `FileProblem` when it cannot be read.
 *
 * `path` is the file, or `-` for the standard input.
 */
export const readColumn = Effect.fn("readColumn")(function*(
  name: string,
  path: string,
  pool: ColumnOptions
): Effect.fn.Return<ColumnFile, InvalidInput | FileProblem, FileSystem | Stdio> {
  if (name === "gradient") {
    const problem = "the column gradient is made of two others and has no file"
    const hint = Message.text`give ${Message.column("feature")} and ${Message.column("probability")}`
    return yield* new InvalidInput({ path, problem, hint, reason: "Unsupported", value: name, column: name })
  }
  const { format, source } = yield* readWithFormat(path, formats, undefined)
  const kind = kindOf(name)
  const read = yield* format === "npy"
    ? readNpy(path, source, kind, pool)
    : format === "npz"
    ? readNpz(name, source, kind, pool)
    : pool.groups?.includes(name) === true
    ? groupsIn(name, source, format, pool)
    : readTableColumn(name, source, format, kind, pool)
  const about = format === "npy" ? yield* readColumnAbout(path, source.sha256) : undefined
  yield* checkClasses(name, about, read.value)
  return { name, path: source.path, format, sha256: source.sha256, about, ...read }
})
