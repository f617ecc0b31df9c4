/**
 * The checks of a query's numbers. Each throws {@link InvalidQuery} on the first thing wrong.
 */
import { InvalidQuery, type InvalidQueryReason } from "../Errors.ts"
import type { Matrix, Matrix64 } from "../Matrix.ts"

/** Throws the refusal. */
export const refuse = (reason: InvalidQueryReason, problem: string): never => {
  throw new InvalidQuery({ reason, problem })
}

/** How far a row of probabilities may sum from one: float32 rows of a thousand classes stay well within. */
export const SUM_TOLERANCE = 1e-3

const agree = (name: string, { cols, data, rows }: Matrix | Matrix64): void => {
  if (!Number.isInteger(rows) || !Number.isInteger(cols) || data.length !== rows * cols) {
    refuse("Shape", `${name} says ${rows} × ${cols} but holds ${data.length} numbers; make it with Matrix.make`)
  }
  if (cols === 0) refuse("Shape", `${name} has no columns; give at least one number an item`)
}

/** A matrix in single precision: rows, columns and length agree, and there is at least one column. */
export const shape = (name: string, matrix: Matrix): void => {
  if (!((matrix as Partial<Matrix> | null)?.data instanceof Float32Array)) {
    refuse("Shape", `${name} is not a matrix over a Float32Array; make one with Matrix.make or Matrix.fromRows`)
  }
  agree(name, matrix)
}

/** {@link shape} in double precision. */
export const shape64 = (name: string, matrix: Matrix64): void => {
  if (!((matrix as Partial<Matrix64> | null)?.data instanceof Float64Array)) {
    refuse("Shape", `${name} is not a matrix over a Float64Array; make one with Matrix.make64 or Matrix.fromRows64`)
  }
  agree(name, matrix)
}

/** The matrix has a row for each item. */
export const height = (name: string, rows: number, size: number): void => {
  if (rows !== size) {
    refuse("Shape", `${name} has ${rows} rows and the pool has ${size} items; give one row an item, in pool order`)
  }
}

/** No NaN, no infinity. */
export const finite = (name: string, { cols, data }: Matrix | Matrix64): void => {
  // x − x is 0 for every finite x and NaN otherwise: one pass without a branch.
  let sum = 0
  for (let i = 0; i < data.length; i++) sum += data[i]! - data[i]!
  if (sum === 0) return
  const at = data.findIndex((x: number) => !Number.isFinite(x))
  const [row, col] = [Math.floor(at / cols), at % cols]
  refuse("NonFinite", `${name} holds ${data[at]} at row ${row}, column ${col}; remove the item or repair the value`)
}

/** Rows of probabilities: no negative number, each row sums to one within {@link SUM_TOLERANCE}. */
export const probability = (name: string, matrix: Matrix): void => {
  const { cols, data, rows } = matrix
  if (cols < 2) refuse("Probability", `${name} has ${cols} column; probabilities need at least two classes`)
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let c = 0; c < cols; c++) {
      const p = data[row * cols + c]!
      if (p < 0) refuse("Probability", `${name} holds ${p} at row ${row}, column ${c}; probabilities are not negative`)
      sum += p
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      refuse(
        "Probability",
        `row ${row} of ${name} sums to ${sum}, not to 1 (within ${SUM_TOLERANCE}); give probabilities, not logits`
      )
    }
  }
}

/** Whole, in range, distinct positions; returned as a copy in the given order. */
export const positions = (name: string, given: ArrayLike<number>, size: number): Uint32Array => {
  const seen = new Map<number, number>()
  for (let i = 0; i < given.length; i++) {
    const position = given[i]!
    if (!Number.isInteger(position) || position < 0 || position >= size) {
      refuse("Position", `${name}[${i}] is ${position}; positions are whole numbers from 0 to ${size - 1}`)
    }
    const before = seen.get(position)
    if (before !== undefined) {
      refuse("Position", `${name} names position ${position} twice, at ${before} and ${i}; name it once`)
    }
    seen.set(position, i)
  }
  return Uint32Array.from(given)
}

/** A whole number of at least `least`. */
export const whole = (reason: InvalidQueryReason, name: string, value: number, least: number): void => {
  if (!Number.isSafeInteger(value) || value < least) {
    refuse(reason, `${name} is ${value}; it must be a whole number of at least ${least}`)
  }
}

/** No id twice in a list of ids; `list` is what to call the list. */
export const distinctIds = (ids: ReadonlyArray<string>, list = "ids"): void => {
  const seen = new Map<string, number>()
  ids.forEach((id, at) => {
    const before = seen.get(id)
    if (before !== undefined) {
      refuse("DuplicateId", `the id "${id}" stands twice in ${list}, at ${before} and ${at}; ids must be distinct`)
    }
    seen.set(id, at)
  })
}
