/**
 * The arrays of an `.npz` file as a table: a row an item, a column an array.
 */
import { Quote } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { cellName, isBlank, shown } from "./cell.ts"
import { decoding, type InvalidInput, Malformed } from "./errors.ts"
import { layoutOf } from "./image-layout.ts"
import { flatItems, npyToVectors, toFloat32, toFloat64 } from "./npy-values.ts"
import { shapeText } from "./npy.ts"
import { type Npz, type NpzArray, readNpz } from "./npz.ts"
import { type Plan, planColumns } from "./plan.ts"
import { isCalled, roleOfName } from "./role-names.ts"
import type { Source } from "./source.ts"
import { makeTable, type Table, type TableOptions } from "./table.ts"
import { vectorsOf } from "./vectors.ts"

type Options = Omit<TableOptions, "text">

const isDeep = ({ shape }: NpzArray): boolean => shape.length > 1

/** In archives the ids are several: `ids` does for `id`. */
const idsOf = (arrays: ReadonlyArray<NpzArray>): string | undefined =>
  arrays.some(({ name }) => isCalled(name, "id")) ? undefined : arrays.find(({ name }) => isCalled(name, "ids"))?.name

const planOf = (arrays: ReadonlyArray<NpzArray>, options: Options): Plan =>
  planColumns(
    arrays.map(({ name }) => name),
    new Set(arrays.flatMap((array, i) => isDeep(array) ? [i] : [])),
    { ...options, idColumn: options.idColumn ?? idsOf(arrays) }
  )

const isNamed = ({ name }: NpzArray, { features = [], idColumn, labelColumn, splitColumn }: Options): boolean =>
  [...features, idColumn, labelColumn, splitColumn].includes(name)

/** Arrays that may be columns: of a row at least, and of numbers where they are features. */
const candidates = ({ arrays }: Npz, options: Options): ReadonlyArray<NpzArray> =>
  arrays.filter((array) =>
    isNamed(array, options) ||
    (array.shape.length > 0 && (array.kind === "numbers" || roleOfName(array.name, isDeep(array)) !== "feature"))
  )

/** The array that says how many rows there are: the vector, or the first of its columns. */
const first = ({ list, numeric }: Plan): number => list >= 0 ? list : numeric[0]!

/** Which arrays are what; those of another length than the vector are no columns, unless they were named. */
const planned = (npz: Npz, options: Options) => {
  const some = candidates(npz, options)
  if (some.length === 0) {
    throw new Malformed(`it holds no array of items: ${Quote.list(npz.arrays.map(({ name }) => name))}`, "save them", {
      reason: "Missing",
      expected: "an array of items",
      allowed: npz.arrays.map(({ name }) => name)
    })
  }
  const rows = some[first(planOf(some, options))]!.shape[0]!
  const arrays = some.filter((array) => array.shape[0] === rows || isNamed(array, options))
  const wrong = arrays.find(({ shape }) => shape[0] !== rows)
  if (wrong !== undefined) {
    throw new Malformed(
      `the array ${shown(wrong.name)} is ${shapeText(wrong.shape)}, and the vectors are ${rows}`,
      "save a row an item",
      { reason: "Mismatch", column: wrong.name, value: wrong.shape, expected: rows }
    )
  }
  const left = npz.arrays.filter((array) => !arrays.includes(array)).map(({ name, shape }) =>
    `${shown(name)} (${shape.length === 0 ? "one value" : shapeText(shape)})`
  )
  const ignored = left.length === 0 || options.features !== undefined ? [] : [`no columns of items: ${left.join(", ")}`]
  return { arrays, rows, plan: planOf(arrays, options), notes: [...npz.notes, ...ignored] }
}

type Planned = ReturnType<typeof planned>

const names = ({ arrays }: Planned, place: number): ReadonlyArray<string> => {
  const { name, values } = arrays[place]!
  return Array.from(values(), (value, row) => cellName(value, name, { row }))
}

const labelsOf = ({ arrays }: Planned, place: number): ReadonlyArray<string | undefined> => {
  const { name, values } = arrays[place]!
  return Array.from(values(), (value, row) => isBlank(value) ? undefined : cellName(value, name, { row }).trim())
}

/** The vectors of one array, of whatever dimensions, in the precision asked for. */
const vectors = (array: NpzArray, { precision = "vectors" }: Options) => {
  const whole = array.numbers(), flat = flatItems(whole), [rows = 0, cols = 0] = flat.shape
  const layout = layoutOf(whole.shape)
  const found = { rows, cols, ...(layout === undefined ? {} : { layout }) }
  const deep = whole === flat
    ? []
    : [`the items are ${shapeText(whole.shape.slice(1))}, a vector of ${cols} numbers each`]
  if (precision === "single") return { ...found, data: toFloat32(flat), notes: deep }
  if (precision === "double") return { ...found, data: toFloat64(flat), notes: deep }
  const { matrix: { data, offset }, notes } = vectorsOf(npyToVectors(flat))
  return { ...found, data, ...(offset === undefined ? {} : { offset }), notes: [...deep, ...notes] }
}

const ofList = (found: Planned, options: Options): Table => {
  const { arrays, plan } = found, list = arrays[plan.list]!
  const { notes, ...numbers } = vectors(list, options)
  return {
    ids: plan.id < 0 ? undefined : names(found, plan.id),
    ...(options.answers === true && plan.label >= 0 ? { labels: labelsOf(found, plan.label) } : {}),
    ...((options.parts ?? options.answers) === true && plan.split >= 0
      ? { splits: names(found, plan.split).map((name) => name.trim()) }
      : {}),
    ...numbers,
    columnNames: Array.from({ length: numbers.cols }, (_, i) => `${list.name}[${i}]`),
    notes: [...found.notes, ...plan.notes, ...notes]
  }
}

/** Arrays of one value a row each, row by row. */
const ofColumns = ({ arrays, notes, plan, rows }: Planned, options: Options): Table => {
  const table = makeTable(arrays.map(({ name }) => name), { ...options, plan, text: false })
  const wanted = new Set([
    plan.id,
    ...plan.numeric,
    ...(options.answers === true ? [plan.label] : []),
    ...((options.parts ?? options.answers) === true ? [plan.split] : [])
  ])
  const columns = arrays.map((array, i) => wanted.has(i) ? array.values() : [])
  const numeric = new Set(plan.numeric)
  const cell = (column: ArrayLike<unknown>, i: number, row: number): unknown =>
    numeric.has(i) && typeof column[row] === "boolean" ? Number(column[row]) : column[row]
  for (let row = 0; row < rows; row++) table.add(columns.map((column, i) => cell(column, i, row)), { row })
  const found = table.finish()
  return { ...found, notes: [...notes, ...found.notes] }
}

/**
 * The table in an `.npz` file: the one array of vectors (of two dimensions or more), or else all arrays of a number a row,
 * with ids, labels and splits by their names. Takes the vectors' own size in memory, and what unpacking takes.
 *
 * Fails with {@link InvalidInput}, which names the array and the row.
 */
export const readNpzTable = Effect.fn("readNpzTable")(function*(
  source: Pick<Source, "bytes" | "path">,
  options: Options
): Effect.fn.Return<Table, InvalidInput> {
  const npz = yield* readNpz(source)
  return yield* decoding(source.path, () => {
    const found = planned(npz, options)
    return found.plan.list >= 0 ? ofList(found, options) : ofColumns(found, options)
  })
})
