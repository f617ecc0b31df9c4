/**
 * The checks of a query's numbers. Each throws {@link InvalidQuery} on the first thing wrong.
 */
import type { InvalidQueryReason } from "../Errors.ts"
import type { Matrix, Matrix64 } from "../Matrix.ts"
import { show } from "./kinds.ts"
import { inColumn, refuse } from "./refuse.ts"
import { STEP, type Steps } from "./steps.ts"

/** How far a row of probabilities may sum from one: float32 rows of a thousand classes stay well within. */
export const SUM_TOLERANCE = 1e-3

const agree = (name: string, { cols, data, rows }: Matrix | Matrix64): void => {
  if (!Number.isInteger(rows) || !Number.isInteger(cols) || data.length !== rows * cols) {
    refuse(
      "Shape",
      `${name} says ${rows} × ${cols} but holds ${data.length} numbers`,
      "make it with Matrix.make",
      inColumn(name)
    )
  }
  if (cols === 0) refuse("Shape", `${name} has no columns`, "give at least one number an item", inColumn(name))
}

/** A matrix in single precision: rows, columns and length agree, and there is at least one column. */
export const shape = (name: string, matrix: Matrix): void => {
  if (!((matrix as Partial<Matrix> | null)?.data instanceof Float32Array)) {
    refuse(
      "Shape",
      `${name} is not a matrix over a Float32Array`,
      "make one with Matrix.make or Matrix.fromRows",
      inColumn(name)
    )
  }
  agree(name, matrix)
  const { cols, offset } = matrix
  if (offset === undefined || (offset instanceof Float64Array && offset.length === cols)) return
  refuse(
    "Shape",
    `${name} has an offset that is no Float64Array of ${cols} numbers, one a column`,
    undefined,
    inColumn(name)
  )
}

/** {@link shape} in double precision. */
export const shape64 = (name: string, matrix: Matrix64): void => {
  if (!((matrix as Partial<Matrix64> | null)?.data instanceof Float64Array)) {
    refuse(
      "Shape",
      `${name} is not a matrix over a Float64Array`,
      "make one with Matrix.make64 or Matrix.fromRows64",
      inColumn(name)
    )
  }
  agree(name, matrix)
}

/** The matrix has a row for each item. */
export const height = (name: string, rows: number, size: number): void => {
  if (rows !== size) {
    refuse(
      "Shape",
      `${name} has ${rows} rows and the pool has ${size} items`,
      "give one row an item, in pool order",
      inColumn(name, { value: rows })
    )
  }
}

const refuseOffset = (name: string, offset: Float64Array | undefined): void => {
  const at = offset?.findIndex((x) => !Number.isFinite(x)) ?? -1
  if (at >= 0) {
    refuse(
      "NonFinite",
      `the offset of ${name} is ${offset![at]} in column ${at}`,
      "give finite numbers",
      inColumn(name, { value: offset![at] })
    )
  }
}

/** No NaN, no infinity. */
export function* finite(name: string, matrix: Matrix | Matrix64): Steps {
  const { cols, data } = matrix
  for (let from = 0; from < data.length; from += STEP) {
    if (from > 0) yield
    // x − x is 0 for every finite x and NaN otherwise: one pass without a branch.
    const end = Math.min(data.length, from + STEP)
    let sum = 0
    for (let i = from; i < end; i++) sum += data[i]! - data[i]!
    if (sum !== 0) nonFinite(name, data, cols)
  }
  refuseOffset(name, "offset" in matrix ? matrix.offset : undefined)
}

const nonFinite = (name: string, data: Float32Array | Float64Array, cols: number): never => {
  const at = data.findIndex((x: number) => !Number.isFinite(x))
  const [row, col] = [Math.floor(at / cols), at % cols]
  return refuse(
    "NonFinite",
    `${name} holds ${data[at]} at row ${row}, column ${col}`,
    "remove the item or repair the value",
    inColumn(name, { row, value: data[at] })
  )
}

const checkRow = (name: string, { cols, data }: Matrix, row: number): void => {
  let sum = 0
  for (let c = 0; c < cols; c++) {
    const p = data[row * cols + c]!
    if (p < 0) {
      refuse(
        "Probability",
        `${name} holds ${p} at row ${row}, column ${c}`,
        "probabilities are not negative",
        inColumn(name, { row, value: p })
      )
    }
    sum += p
  }
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return
  const problem = `row ${row} of ${name} sums to ${sum}, not to 1 (within ${SUM_TOLERANCE})`
  refuse("Probability", problem, "give probabilities, not logits", inColumn(name, { row, value: sum }))
}

/** Rows of probabilities: no negative number, each row sums to one within {@link SUM_TOLERANCE}. */
export function* probability(name: string, matrix: Matrix): Steps {
  const { cols, rows } = matrix
  if (cols < 2) {
    refuse(
      "Probability",
      `${name} has ${cols} column`,
      "probabilities need at least two classes",
      inColumn(name, { value: cols })
    )
  }
  const step = Math.ceil(STEP / cols)
  for (let row = 0; row < rows; row++) {
    if (row > 0 && row % step === 0) yield
    checkRow(name, matrix, row)
  }
}

/** Whole, in range, distinct positions; returned as a copy in the given order. */
export const positions = (name: string, given: ArrayLike<unknown>, size: number): Uint32Array => {
  const seen = new Uint32Array(size)
  const positions = new Uint32Array(given.length)
  for (let i = 0; i < given.length; i++) {
    const position = given[i] as number
    if (!Number.isInteger(position) || position < 0 || position >= size) {
      const problem = `${name}[${i}] is ${show(position)}`
      const hint = `positions are whole numbers from 0 to ${size - 1}`
      refuse("Position", problem, hint, { key: name, row: i, value: position })
    }
    const before = seen[position]!
    if (before > 0) {
      const problem = `${name} names position ${position} twice, at ${before - 1} and ${i}`
      refuse("Position", problem, "name it once", { key: name, row: i, value: position, position })
    }
    seen[position] = i + 1
    positions[i] = position
  }
  return positions
}

/** A whole number of at least `least`. */
export const whole = (reason: InvalidQueryReason, name: string, value: unknown, least: number): void => {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    refuse(reason, `${name} is ${show(value)}`, `it must be a whole number of at least ${least}`, { key: name, value })
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
      refuse("DuplicateId", `the id "${id}" stands twice in ${list}, at ${before} and ${at}`, "ids must be distinct", {
        id,
        row: at,
        value: id
      })
    }
    seen.set(id, at)
  }
}
