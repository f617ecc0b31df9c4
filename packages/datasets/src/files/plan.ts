/**
 * Which columns of a table are the ids and which are the vector: the names of the columns, the values of the first row
 * and what a person says of them decide.
 */
import { Quote } from "@marginalia/core"
import type * as Message from "@marginalia/core/Message"
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"
import { leftOutNote } from "./left-out.ts"
import { type ColumnChoice, rolesOf } from "./roles.ts"

/** Columns by their index in the file; `list` is −1 when the vector is spread over the columns `numeric`. */
export interface Plan {
  readonly names: ReadonlyArray<string>
  /** −1: no ids, rows are counted. */
  readonly id: number
  /** −1: no column holds labels. */
  readonly label: number
  /** −1: no column says what the rows are for. */
  readonly split: number
  /** Those of `ColumnChoice.groups` and `ColumnChoice.texts` that are there, each once. */
  readonly groups: ReadonlyArray<number>
  readonly list: number
  readonly numeric: ReadonlyArray<number>
  /** What the reader of the table should know, for stderr. */
  readonly notes: ReadonlyArray<Message.Message>
}

/** What a person says of the columns. */
export type PlanOptions = ColumnChoice

/** The first name that stands in an earlier place too. O(names). */
export const repeated = (names: ReadonlyArray<string>): string | undefined => {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name).size)
}

const checkNames = (names: ReadonlyArray<string>): void => {
  const unnamed = names.findIndex((name) => name.trim() === "")
  if (unnamed >= 0) {
    const hint = "name it id if it holds the ids, or drop it (pandas: to_csv(..., index=False))"
    throw new Malformed(`column ${unnamed + 1} has no name`, hint, {
      reason: "Missing",
      expected: "a name",
      value: unnamed
    })
  }
  const twice = repeated(names)
  if (twice !== undefined) {
    throw new Malformed(`two columns are named ${shown(twice)}`, "rename one of them", {
      reason: "Twice",
      value: twice,
      column: twice
    })
  }
}

/** Whether a value of the first row makes its column a list column. */
export const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

/**
 * The plan for a table with these columns and the columns of lists at `lists`; see `roles.ts`.
 *
 * Throws {@link Malformed}: a named column that is not there, unnamed or repeated columns, several lists, no vector.
 */
export const planColumns = (
  names: ReadonlyArray<string>,
  lists: ReadonlySet<number>,
  choice: ColumnChoice
): Plan => {
  checkNames(names)
  const { features, id, label, leftOut, split } = rolesOf(names, lists, choice)
  const list = features.length === 1 && lists.has(features[0]!) ? features[0]! : -1
  const ignored = leftOut.map(({ name }) => name)
  const notes = choice.features !== undefined || ignored.length === 0
    ? []
    : list >= 0
    ? [`the vector is ${shown(names[list])}; ignored: ${Quote.list(ignored)}`]
    : leftOutNote(leftOut)
  const asTexts = new Set([...choice.groups ?? [], ...choice.texts ?? []])
  const groups = Array.from(asTexts, (name) => names.indexOf(name)).filter((place) => place >= 0)
  return { names, id, label, split, groups, list, numeric: list < 0 ? features : [], notes }
}

/** {@link planColumns}, where the first row tells which columns hold lists. */
export const planTable = (names: ReadonlyArray<string>, first: ReadonlyArray<unknown>, choice: ColumnChoice): Plan =>
  planColumns(names, new Set(names.flatMap((_, i) => isList(first[i]) ? [i] : [])), choice)
