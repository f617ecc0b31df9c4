/**
 * Which items of a pool the labels are of: by id or by file, never by position unless that is asked for.
 */
import * as Message from "@marginalia/core/Message"
import { counted } from "@marginalia/core/Words"
import { numbered } from "../dataset.ts"
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { type FileNames, makeFileNames } from "./file-names.ts"
import type { LabelRecord, Reading } from "./reading.ts"

/** The pool that labels are matched with. */
export interface PoolIds {
  /** For messages. */
  readonly path: string
  /** How many items. */
  readonly rows: number
  /** `undefined`: items are called by their row numbers from 0. */
  readonly ids: ReadonlyArray<string> | undefined
}

/** How labels are matched. */
export interface MatchOptions {
  /** The first label is the first item's, and so on; there must be one for each. Default false. */
  readonly byPosition?: boolean | undefined
  /** What to do with labels of items that are not in the pool; default `refuse`. */
  readonly strangers?: "refuse" | "leave out" | undefined
}

/** A label's item, by position, and what is said of it. */
export interface Matched {
  readonly position: number
  readonly record: LabelRecord
}

/** What matching comes to. */
export interface Match {
  readonly matched: ReadonlyArray<Matched>
  readonly notes: ReadonlyArray<string>
}

/** How one field of the labels fits the pool. */
interface Fit {
  readonly field: string
  readonly positions: ReadonlyArray<number>
  readonly found: number
  readonly wrong: Malformed | undefined
}

const labeledOf = ({ records }: Reading): ReadonlyArray<LabelRecord> =>
  records.filter(({ label }) => label !== undefined)

/**
 * Every item has a row here, so that a blank one says nothing of having been asked: it is not labeled yet. A task that was
 * skipped in Label Studio was.
 */
const byPosition = ({ form, records }: Reading, { path, rows }: PoolIds): Match => {
  if (records.length !== rows) {
    const problem = `it has ${counted(records.length, "row")}, and the pool ${path} has ${counted(rows, "item")}`
    throw new Malformed(
      problem,
      "by position, labels need one row for each item, in its order; blank where none is known",
      { reason: "Mismatch", value: records.length, expected: rows }
    )
  }
  const isOpen = ({ label }: LabelRecord) => label === undefined || (label === null && form !== "label-studio-json")
  const matched = records.map((one, position) => ({ position, record: one })).filter((one) => !isOpen(one.record))
  const open = rows - matched.length
  const blank = open === 0 ? "" : `; ${counted(open, "item")} without a label, not labeled yet`
  return { matched, notes: [`labels (${form}) taken by position: the first row is the first item's${blank}`] }
}

/** Data fields may be called `constructor`, which every object has. */
const nameIn = (names: LabelRecord["names"], field: string): string | undefined =>
  Object.hasOwn(names, field) ? names[field] : undefined

/** Two labels of one item: refused, where they are told of apart. */
const checkOnce = (
  records: ReadonlyArray<LabelRecord>,
  field: string,
  positions: ReadonlyArray<number>
): Malformed | undefined => {
  const first = new Map<number, LabelRecord>()
  for (const [i, position] of positions.entries()) {
    if (position < 0) continue
    const earlier = first.get(position), one = records[i]!
    if (earlier === undefined) first.set(position, one)
    else {
      const [a, b] = [nameIn(earlier.names, field), nameIn(one.names, field)]
      return a === b
        ? new Malformed(`the id ${shown(a)} is labeled ${earlier.where} and again ${one.where}`, "keep one", {
          reason: "Twice",
          value: a
        })
        : new Malformed(`${shown(a)} ${earlier.where} and ${shown(b)} ${one.where} are the same item`, "keep one", {
          reason: "Twice",
          value: [a, b]
        })
    }
  }
  return undefined
}

interface Index {
  readonly exact: ReadonlyMap<string, number>
  /** Made when a name is no id; none for row numbers. */
  readonly files: () => FileNames | undefined
}

const positionsBy = (
  records: ReadonlyArray<LabelRecord>,
  field: string,
  { exact, files }: Index
): ReadonlyArray<number> =>
  records.map(({ names, where }) => {
    const name = nameIn(names, field)
    if (name === undefined) return -1
    const found = exact.get(name)
    return found ?? (field === "id" ? -1 : files()?.find(name, where) ?? -1)
  })

const fitOf = (records: ReadonlyArray<LabelRecord>, field: string, index: Index): Fit => {
  try {
    const positions = positionsBy(records, field, index)
    const found = positions.reduce((count, position) => count + (position < 0 ? 0 : 1), 0)
    return { field, positions, found, wrong: checkOnce(records, field, positions) }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { field, positions: records.map(() => -1), found: 0, wrong: error }
  }
}

const fewOf = (ids: ReadonlyArray<string>): string =>
  `its ids are ${ids.slice(0, 3).map(shown).join(", ")}${ids.length > 3 ? ", …" : ""}`

const stranger = (
  records: ReadonlyArray<LabelRecord>,
  { field, positions }: Fit,
  path: string,
  ids: ReadonlyArray<string>
) => {
  const { names, where } = records[positions.indexOf(-1)]!, name = nameIn(names, field)
  const what = field === "id" ? `the id ${shown(name)}` : `${shown(name)} (${field})`
  return new Malformed(`${what} is not in the pool ${path} (${where})`, fewOf(ids), {
    reason: "Unknown",
    column: field,
    value: name,
    allowed: ids
  })
}

/** The pool has nothing but row numbers, and the labels have names: they would meet by accident only. */
const nameless = ({ form }: Reading, fields: ReadonlyArray<string>, path: string): Malformed =>
  new Malformed(
    `these labels (${form}) name their items by ${
      fields.map(shown).join(", ") || "nothing"
    }, and the pool ${path} has ` +
      "no ids, only row numbers",
    Message.text`give the pool ids (${
      Message.setting("idColumn")
    }, or a file of row,id beside it: pool.ids.csv), or pass ${
      Message.setting("byPosition", { value: true })
    } if both are in the same order`,
    { reason: "Missing", expected: "ids of the pool", setting: "idColumn", value: fields }
  )

/** The field by which the labels are matched: one that fits whole, else the one that fits best. */
const chosen = (fits: ReadonlyArray<Fit>, labels: number): Fit => {
  const whole = fits.filter(({ found, wrong }) => found === labels && wrong === undefined)
  const [first, ...more] = whole
  if (first === undefined) return fits.reduce((best, fit) => fit.found > best.found ? fit : best)
  const other = more.find(({ positions }) => positions.some((position, i) => position !== first.positions[i]))
  if (other === undefined) return first
  const problem = `the fields ${shown(first.field)} and ${
    shown(other.field)
  } both name items of the pool, and not the same`
  throw new Malformed(problem, "remove one of them from the labels", {
    reason: "Ambiguous",
    allowed: [first.field, other.field]
  })
}

/**
 * The items of the labels. Names of the field `id` are compared exactly; others also as files: the end of a path, or the
 * file's name, where one item only has it. O(labels + pool).
 *
 * Throws {@link Malformed}: items that are not in the pool (or leaves them out, where that is asked for), names that fit two
 * items (both are named), two labels of an item, names of any kind where the pool has row numbers only.
 */
export const matchLabels = (reading: Reading, pool: PoolIds, options: MatchOptions = {}): Match => {
  if (options.byPosition === true) return byPosition(reading, pool)
  const records = labeledOf(reading)
  if (records.length === 0) return { matched: [], notes: [] }
  const fields = [...new Set(records.flatMap(({ names }) => Object.keys(names)))]
  if (fields.length === 0 && pool.ids !== undefined) {
    throw new Malformed("nothing in these labels names their items", "export them with their data: a file or an id", {
      reason: "Missing",
      expected: "a file or an id"
    })
  }
  if (pool.ids === undefined && !fields.includes("id")) throw nameless(reading, fields, pool.path)
  const ids = pool.ids ?? numbered(pool.rows)
  let made: FileNames | undefined
  const index: Index = {
    exact: new Map(ids.map((id, position) => [id, position])),
    files: () => made ??= pool.ids === undefined ? undefined : makeFileNames(ids)
  }
  const fit = chosen(fields.map((field) => fitOf(records, field, index)), records.length)
  if (fit.wrong !== undefined) throw fit.wrong
  if (fit.found < records.length && options.strangers !== "leave out") throw stranger(records, fit, pool.path, ids)
  const matched = records.flatMap((one, i) =>
    fit.positions[i]! < 0 ? [] : [{ position: fit.positions[i]!, record: one }]
  )
  return { matched, notes: fit.field === "id" ? [] : [`labels are matched with the pool by ${shown(fit.field)}`] }
}
