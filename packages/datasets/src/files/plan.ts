/**
 * Which columns of a table are the ids and which are the vector.
 */
import { Quote } from "@marginalia/core"
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"

/** Columns by their index in the file; `list` is −1 when the vector is spread over the columns `numeric`. */
export interface Plan {
  readonly names: ReadonlyArray<string>
  /** −1: no ids, rows are counted. */
  readonly id: number
  readonly list: number
  readonly numeric: ReadonlyArray<number>
  /** What the reader of the table should know, for stderr. */
  readonly notes: ReadonlyArray<string>
}

/** How to choose the id column. */
export interface PlanOptions {
  /** The id column that must be there; default: `id` if there is one. */
  readonly idColumn?: string | undefined
  /** Whether a table without `idColumn` will do: then `id` holds the ids, or none does. Default false. */
  readonly idOptional?: boolean | undefined
}

/** The first name that stands in an earlier place too. O(names). */
export const repeated = (names: ReadonlyArray<string>): string | undefined => {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name).size)
}

const checkNames = (names: ReadonlyArray<string>): void => {
  const unnamed = names.findIndex((name) => name.trim() === "")
  if (unnamed >= 0) {
    const hint = "name it id if it holds the ids, or drop it (pandas: to_csv(..., index=False))"
    throw new Malformed(`column ${unnamed + 1} has no name`, hint)
  }
  const twice = repeated(names)
  if (twice !== undefined) throw new Malformed(`two columns are named ${shown(twice)}`, "rename one of them")
}

/** The index of the id column, −1 if there is none. Throws {@link Malformed} when the one that must be there is not. */
export const findId = (names: ReadonlyArray<string>, { idColumn, idOptional = false }: PlanOptions): number => {
  const named = names.indexOf(idColumn ?? "id")
  if (named >= 0 || idColumn === undefined) return named
  if (idOptional) return names.indexOf("id")
  throw new Malformed(`there is no column ${shown(idColumn)}`, `give --id-column one of ${Quote.list(names)}`)
}

/** Whether a value of the first row makes its column a list column. */
export const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

const SUSPECTS = new Set(["label", "class", "target", "cluster"])

const notesOn = (names: ReadonlyArray<string>, list: number, rest: ReadonlyArray<number>): ReadonlyArray<string> => {
  const others = rest.map((i) => names[i]!)
  if (list >= 0) {
    return others.length === 0
      ? []
      : [`the vector is ${shown(names[list])}; ignored: ${Quote.list(others)}`]
  }
  return others.filter((name) => SUSPECTS.has(name.toLowerCase()))
    .map((name) => `the column ${shown(name)} counts as a part of the vector`)
}

/**
 * The plan for a table with these columns and this first row: the ids are in `idColumn` (or `id`), the vector is the
 * one list column or else all other columns in file order.
 *
 * Throws {@link Malformed}: an id column that is not there, unnamed or repeated columns, several lists, no vector.
 */
export const planTable = (names: ReadonlyArray<string>, first: ReadonlyArray<unknown>, options: PlanOptions): Plan => {
  checkNames(names)
  const id = findId(names, options)
  const others = names.flatMap((_, i) => i === id ? [] : [i])
  const lists = others.filter((i) => isList(first[i]))
  if (lists.length > 1) {
    const which = lists.map((i) => names[i]!)
    throw new Malformed(`${lists.length} columns hold lists (${Quote.list(which)})`, "keep the one that is the vector")
  }
  if (others.length === 0) throw new Malformed("there is no column beside the ids", "add the vectors")
  const [list = -1] = lists
  const rest = others.filter((i) => i !== list)
  return { names, id, list, numeric: list < 0 ? rest : [], notes: notesOn(names, list, rest) }
}
