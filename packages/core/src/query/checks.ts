/**
 * The checks of a query's numbers. Each throws {@link InvalidQuery} on the first thing wrong.
 */
import type { InvalidQueryReason } from "../Errors.ts"
import type { Matrix, Matrix64 } from "../Matrix.ts"
import { areFinite, areProbabilities } from "./at-speed.ts"
import { show } from "./kinds.ts"
import { columnOf, refuse } from "./refuse.ts"
import { STEP, type Steps } from "./steps.ts"

/** How far a row of probabilities may sum from one: float32 rows of a thousand classes stay well within. */
export const SUM_TOLERANCE = 1e-3

const refuseShape = (
  name: string,
  problem: string,
  hint: string | undefined,
  value: unknown,
  expected: string
): never => refuse({ _tag: "Shape", column: columnOf(name), value, expected }, problem, hint)

const agree = (name: string, { cols, data, rows }: Matrix | Matrix64): void => {
  if (!Number.isInteger(rows) || !Number.isInteger(cols) || data.length !== rows * cols) {
    const problem = `${name} says ${rows} × ${cols} but holds ${data.length} numbers`
    refuseShape(name, problem, "make it with Matrix.make", data.length, `${rows} × ${cols} numbers`)
  }
  if (cols === 0) refuseShape(name, `${name} has no columns`, "give at least one number an item", cols, "1 or more")
}

/** A matrix in single precision: rows, columns and length agree, and there is at least one column. */
export const shape = (name: string, matrix: Matrix): void => {
  if (!((matrix as Partial<Matrix> | null)?.data instanceof Float32Array)) {
    const what = "a matrix over a Float32Array"
    refuseShape(name, `${name} is not ${what}`, "make one with Matrix.make or Matrix.fromRows", show(matrix), what)
  }
  agree(name, matrix)
  const { cols, offset } = matrix
  if (offset === undefined || (offset instanceof Float64Array && offset.length === cols)) return
  const expected = `Float64Array of ${cols} numbers, one a column`
  refuseShape(name, `${name} has an offset that is no ${expected}`, undefined, show(offset), expected)
}

/** {@link shape} in double precision. */
export const shape64 = (name: string, matrix: Matrix64): void => {
  if (!((matrix as Partial<Matrix64> | null)?.data instanceof Float64Array)) {
    const what = "a matrix over a Float64Array"
    refuseShape(name, `${name} is not ${what}`, "make one with Matrix.make64 or Matrix.fromRows64", show(matrix), what)
  }
  agree(name, matrix)
}

/** The matrix has a row for each item. */
export const height = (name: string, rows: number, size: number): void => {
  if (rows !== size) {
    const problem = `${name} has ${rows} rows and the pool has ${size} items`
    refuseShape(name, problem, "give one row an item, in pool order", rows, `${size} rows`)
  }
}

const refuseOffset = (name: string, offset: Float64Array | undefined): void => {
  const at = offset?.findIndex((x) => !Number.isFinite(x)) ?? -1
  if (at >= 0) {
    const value = offset![at]!
    refuse(
      { _tag: "NonFinite", column: columnOf(name), row: undefined, col: at, value },
      `the offset of ${name} is ${value} in column ${at}`,
      "give finite numbers"
    )
  }
}

/** No NaN, no infinity. */
export function* finite(name: string, matrix: Matrix | Matrix64): Steps {
  const { cols, data } = matrix
  for (let from = 0; from < data.length; from += STEP) {
    if (from > 0) yield
    if (!areFinite(data, from, Math.min(data.length, from + STEP))) nonFinite(name, data, cols)
  }
  refuseOffset(name, "offset" in matrix ? matrix.offset : undefined)
}

const nonFinite = (name: string, data: Float32Array | Float64Array, cols: number): never => {
  const at = data.findIndex((x: number) => !Number.isFinite(x))
  const [row, col, value] = [Math.floor(at / cols), at % cols, data[at]!]
  return refuse(
    { _tag: "NonFinite", column: columnOf(name), row, col, value },
    `${name} holds ${value} at row ${row}, column ${col}`,
    "remove the item or repair the value"
  )
}

const checkRow = (name: string, { cols, data }: Matrix, row: number): void => {
  let sum = 0
  for (let c = 0; c < cols; c++) {
    const p = data[row * cols + c]!
    if (p < 0) {
      refuse(
        { _tag: "Probability", column: columnOf(name), row, value: p, expected: "no number below 0" },
        `${name} holds ${p} at row ${row}, column ${c}`,
        "probabilities are not negative"
      )
    }
    sum += p
  }
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return
  const problem = `row ${row} of ${name} sums to ${sum}, not to 1 (within ${SUM_TOLERANCE})`
  const reason = { _tag: "Probability", column: columnOf(name), row, value: sum, expected: "a sum of 1" } as const
  refuse(reason, problem, "give probabilities, not logits")
}

/** Rows of probabilities: finite, no negative number, each row sums to one within {@link SUM_TOLERANCE}. */
export function* probability(name: string, matrix: Matrix): Steps {
  const { cols, data, rows } = matrix
  refuseOffset(name, matrix.offset)
  if (cols < 2) {
    refuseShape(name, `${name} has ${cols} column`, "probabilities need at least two classes", cols, "2 or more")
  }
  const step = Math.ceil(STEP / cols)
  for (let from = 0; from < rows; from += step) {
    if (from > 0) yield
    const to = Math.min(rows, from + step)
    if (areProbabilities(data, cols, from, to, SUM_TOLERANCE)) continue
    // What is no number is told before what is no probability, wherever it stands.
    yield* finite(name, matrix)
    for (let row = from; row < to; row++) checkRow(name, matrix, row)
  }
}

/** Whole, in range, distinct positions; returned as a copy in the given order. */
export const positions = (name: string, given: ArrayLike<unknown>, size: number): Uint32Array => {
  const seen = new Uint32Array(size)
  const positions = new Uint32Array(given.length)
  for (let i = 0; i < given.length; i++) {
    const position = given[i] as number
    if (!Number.isInteger(position) || position < 0 || position >= size) {
      const expected = `whole numbers from 0 to ${size - 1}`
      const reason = { _tag: "Position", key: name, index: i, value: position, expected } as const
      refuse(reason, `${name}[${i}] is ${show(position)}`, `positions are ${expected}`)
    }
    const before = seen[position]!
    if (before > 0) {
      const problem = `${name} names position ${position} twice, at ${before - 1} and ${i}`
      const reason = { _tag: "Position", key: name, index: i, value: position, expected: "each position once" } as const
      refuse(reason, problem, "name it once")
    }
    seen[position] = i + 1
    positions[i] = position
  }
  return positions
}

type Counted = Extract<InvalidQueryReason["_tag"], "Budget" | "Round" | "Classes" | "Size">

/** A whole number of at least `least`. */
export const whole = (_tag: Counted, name: string, value: unknown, least: number): void => {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    const expected = `a whole number of at least ${least}`
    refuse({ _tag, key: name, value, expected }, `${name} is ${show(value)}`, `it must be ${expected}`)
  }
}

/** Ids between two yields. */
const IDS = 2 ** 15

/** No id twice in a list of ids; `list` is what to call the list. */
export function* distinctIds(ids: ReadonlyArray<string>, list = "ids"): Steps {
  const seen = new Map<string, number>()
  for (const [at, id] of ids.entries()) {
    if (at > 0 && at % IDS === 0) yield
    const before = seen.get(id)
    if (before !== undefined) {
      const problem = `the id "${id}" stands twice in ${list}, at ${before} and ${at}`
      refuse({ _tag: "DuplicateId", id, first: before, again: at }, problem, "ids must be distinct")
    }
    seen.set(id, at)
  }
}
