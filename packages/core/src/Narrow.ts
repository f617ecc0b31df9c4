/**
 * From double precision, or whole numbers of any size, to the single precision that a pool is kept in, without losing
 * what tells its rows apart.
 *
 * Single precision holds 24 bits: of 1.7e9 ± 1 nothing is left but 1.7e9. Where rounding would move rows by more than a
 * thousandth of what they are apart, or would make distinct rows equal, a constant is subtracted from columns that gain by
 * it, in double precision (exactly, for whole numbers beyond 2^53 too), and kept as the matrix's `offset`. Distances do not
 * change by it; whatever looks at lengths or angles adds it back. All other numbers are rounded and otherwise left alone.
 */
import { distinctRows } from "./narrow/distinct.ts"
import { type Extent, extents, offsetOf } from "./narrow/extent.ts"
import type { Matrix } from "./narrow/matrix.ts"

export { type Extent, extents, joined } from "./narrow/extent.ts"

/** What may be narrowed, row by row. */
export type Wide = ArrayLike<number> | BigInt64Array | BigUint64Array

/** What {@link narrow} gives: the `matrix` in single precision, and what became of its rows. */
export interface Narrowed {
  readonly matrix: Matrix
  /** How many distinct rows there are fewer than before: 0 wherever an offset could keep them apart. */
  readonly merged: number
  /** How many distinct rows there were; counted only where numbers were rounded and rows became equal, else 0. */
  readonly distinct: number
  /** The columns that have an offset other than 0, ascending. */
  readonly moved: ReadonlyArray<number>
}

/** Columns whose numbers are so many times larger than their spread gain at least three bits by an offset. */
const WORTH = 4
/** Columns that vary this much less than the widest are noise; */
const NOISE = 2 ** -20
/** and so are those that vary by this little of their own size, unless by whole numbers. */
const ULPS = 2 ** -40
/** Rounding may move a row by this share of the rows' spread. */
const SHARE = 2 ** -10
/** Rounding moves a number by at most this share of it. */
const ROUNDING = 2 ** -24

const length = (numbers: ReadonlyArray<number>): number => Math.hypot(...numbers)

/** Whether rounding moves rows by much of what they are apart. */
const blurred = (columns: ReadonlyArray<Extent>): boolean => {
  const error = length(columns.map(({ lossy, most }) => lossy ? most * ROUNDING : 0))
  return error > SHARE * length(columns.map(({ spread }) => spread))
}

const isBig = (values: Wide): values is BigInt64Array | BigUint64Array =>
  values instanceof BigInt64Array || values instanceof BigUint64Array

/** Whether single precision holds all numbers of such an array. */
const isShort = (values: Wide): boolean =>
  values instanceof Float32Array || (ArrayBuffer.isView(values) && values.byteLength <= 2 * values.length)

/** The values less their columns' offsets, in single precision. */
const rounded = (values: Wide, cols: number, offset: Float64Array | undefined): Float32Array => {
  if (offset === undefined) return isBig(values) ? Float32Array.from(values, Number) : new Float32Array(values)
  const out = new Float32Array(values.length)
  if (isBig(values)) {
    const whole = Array.from(offset, (x) => BigInt(x))
    for (let i = 0; i < out.length; i++) out[i] = Number(values[i]! - whole[i % cols]!)
  } else for (let i = 0; i < out.length; i++) out[i] = values[i]! - offset[i % cols]!
  return out
}

const offsetFor = (columns: ReadonlyArray<Extent>): Float64Array | undefined => {
  const widest = columns.reduce((most, { spread }) => Math.max(most, spread), 0)
  const noise = ({ most, spread, whole }: Extent) => spread <= NOISE * widest || (!whole && spread <= ULPS * most)
  const gains = (column: Extent) => column.lossy && column.most > WORTH * column.spread && !noise(column)
  const offset = Float64Array.from(columns, (column) => gains(column) ? offsetOf(column) : 0)
  return offset.some((x) => x !== 0) ? offset : undefined
}

/** Whether columns can be rounded to single precision as they are: none of them would gain by an offset. */
export const roundable = (columns: ReadonlyArray<Extent>): boolean =>
  !columns.some(({ lossy }) => lossy) || offsetFor(columns) === undefined

const nothingLost = (matrix: Matrix): Narrowed => ({ matrix, merged: 0, distinct: 0, moved: [] })

const withOffset = (values: Wide, plain: Float32Array, rows: number, cols: number, offset?: Float64Array): Narrowed => {
  const data = offset === undefined ? plain : rounded(values, cols, offset)
  const matrix: Matrix = offset === undefined ? { data, rows, cols } : { data, rows, cols, offset }
  const left = distinctRows(data, rows, cols)
  const distinct = left === rows ? 0 : distinctRows(values, rows, cols)
  const moved = [...(offset ?? []).keys()].filter((j) => offset![j] !== 0)
  return { matrix, merged: left === rows ? 0 : distinct - left, distinct, moved }
}

/**
 * `rows × cols` numbers (`values`, row by row) as a matrix in single precision, with an offset where rounding would
 * lose what tells rows apart.
 *
 * What is to be kept apart (`keep`): by default "rows", every row; with "spread" a few rows that become equal are no
 * reason for an offset. Numbers that are not finite are passed on. O(N d), with a second look at every row where
 * numbers were rounded.
 */
export const narrow = (values: Wide, rows: number, cols: number, keep: "rows" | "spread" = "rows"): Narrowed => {
  const plain = values instanceof Float32Array ? values : rounded(values, cols, undefined)
  if (isShort(values)) return nothingLost({ data: plain, rows, cols })
  const columns = extents(values, plain, cols)
  if (!columns.some(({ lossy }) => lossy)) return nothingLost({ data: plain, rows, cols })
  const offset = offsetFor(columns)
  if (offset !== undefined && blurred(columns)) return withOffset(values, plain, rows, cols, offset)
  const alone = withOffset(values, plain, rows, cols)
  if (alone.merged === 0 || keep === "spread" || offset === undefined) return alone
  const apart = withOffset(values, plain, rows, cols, offset)
  return apart.merged < alone.merged ? apart : alone
}

/** A matrix without its `offset`: both added and rounded, for what needs the numbers as they are and little precision. */
export const flatten = ({ cols, data, offset, rows }: Matrix): Narrowed => {
  if (offset === undefined) return nothingLost({ data, rows, cols })
  const flat = data.map((x, i) => x + offset[i % cols]!)
  const distinct = distinctRows(data, rows, cols), left = distinctRows(flat, rows, cols)
  return { matrix: { data: flat, rows, cols }, merged: distinct - left, distinct, moved: [] }
}

/** The smallest number that single precision holds with all its bits. */
const SMALLEST = 2 ** -126

/** Whether all rows became one because their numbers are too small for single precision: nothing is left to choose by. */
export const vanished = ({ distinct, matrix, merged }: Narrowed): boolean =>
  merged > 0 && distinct - merged === 1 && matrix.data.every((x) => Math.abs(x) < SMALLEST)

/** Collects numbers one by one, row by row, in single precision for as long as that loses nothing. */
export interface Collector {
  /** Puts down a number; beyond 2^53 a whole number stays exact as a `bigint`. Rows come in order. */
  readonly put: (row: number, col: number, value: number | bigint) => void
  /** What was put down, narrowed. */
  readonly finish: (rows: number) => Narrowed
}

const isUnsafe = (value: number | bigint): value is bigint =>
  typeof value === "bigint" && !Number.isSafeInteger(Number(value))

/** A {@link Collector} of rows of `cols` numbers. */
export const collector = (cols: number): Collector => {
  let data: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> = new Float32Array(1024)
  /** Whole numbers beyond 2^53 are counted from the first one of their column. */
  const bases = new Array<bigint | undefined>(cols).fill(undefined)
  const resize = (size: number): void => {
    const buffer = data.buffer.transferToFixedLength(size * data.BYTES_PER_ELEMENT)
    data = data instanceof Float32Array ? new Float32Array(buffer) : new Float64Array(buffer)
  }
  return {
    put: (row, col, value) => {
      if (row === 0 && isUnsafe(value)) bases[col] = value
      const at = row * cols + col, number = fromBase(bases[col], value)
      if (at >= data.length) resize(Math.max(at + 1, 2 * data.length))
      if (data instanceof Float32Array && !Object.is(Math.fround(number), number)) data = new Float64Array(data)
      data[at] = number
    },
    finish: (rows) => {
      resize(rows * cols)
      return addBases(narrow(data, rows, cols), bases)
    }
  }
}

const fromBase = (base: bigint | undefined, value: number | bigint): number => {
  if (base === undefined) return Number(value)
  if (typeof value === "bigint") return Number(value - base)
  return Number.isSafeInteger(value) ? Number(BigInt(value) - base) : value - Number(base)
}

const addBases = ({ matrix, ...rest }: Narrowed, bases: ReadonlyArray<bigint | undefined>): Narrowed => {
  if (bases.every((base) => base === undefined)) return { matrix, ...rest }
  const offset = Float64Array.from(bases, (base, col) => Number(base ?? 0n) + (matrix.offset?.[col] ?? 0))
  return { ...rest, moved: [...offset.keys()].filter((col) => offset[col] !== 0), matrix: { ...matrix, offset } }
}

const listed = (names: ReadonlyArray<string>): string =>
  names.length < 4 ? names.join(", ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`

/** What a user should hear; `names` are those of the columns. */
export const notes = (
  { distinct, matrix: { offset }, merged, moved }: Narrowed,
  names: ReadonlyArray<string> | undefined
): ReadonlyArray<string> => {
  const name = (col: number): string => names?.[col] === undefined ? String(col) : JSON.stringify(names[col])
  const sentences: Array<string> = []
  if (moved.length > 0) {
    const [first = 0] = moved
    const which = moved.length === 1 ? `column ${name(first)} lies` : `columns ${listed(moved.map(name))} lie`
    sentences.push(
      `${which} far from 0 for how little ${moved.length === 1 ? "it varies" : "they vary"}: ` +
        `${offset![first]}${moved.length === 1 ? " is" : " and the like are"} subtracted before rounding to single ` +
        "precision, and added back where lengths or angles count"
    )
  }
  if (merged > 0) {
    sentences.push(
      `${merged} of ${distinct} distinct rows become equal to others in single precision; subtract or scale what the ` +
        "columns have in common if they matter"
    )
  }
  return sentences
}
