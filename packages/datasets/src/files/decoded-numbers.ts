/**
 * The numbers of a table on their way from cells to rows in single precision, some rows at a time. Tested in decoded-tiles.test.ts.
 */
import type * as Effect from "effect/Effect"
import { type InvalidInput, Malformed } from "./errors.ts"
import type { Put } from "./table.ts"
import { wideColumns } from "./wide-columns.ts"

/** See the module. */
export interface DecodedNumbers {
  /** Of the next file: where its numbers go. Its columns have to be those of the pool; throws {@link Malformed} else. */
  readonly into: (columnNames: ReadonlyArray<string>) => Put
  /** So many rows as were put down since the last time; they are there until the next time. */
  readonly take: (rows: number) => Float32Array<ArrayBuffer>
  /** The rows so far that are zero in all columns. */
  readonly zeroRows: () => number
  /** The length of the longest row so far. */
  readonly longest: () => number
  /** Fails with `InvalidInput` where single precision does not hold all rows so far as they are. */
  readonly finish: Effect.Effect<void, InvalidInput>
}

const otherColumns = (names: ReadonlyArray<string>, expected: ReadonlyArray<string>): Malformed => {
  const at = names.findIndex((name, i) => name !== expected[i])
  const which = at < 0 ? "" : `: "${names[at]}" is there where "${expected[at] ?? "nothing"}" is expected`
  return new Malformed(
    `its vectors are ${names.length} numbers, and those of the files before it ${expected.length}${which}`,
    "the files of a pool have the same columns",
    { reason: "Mismatch", value: names.length, expected: expected.length }
  )
}

/** The squared length of each row, exact enough in double precision: 0 for rows of zeros alone. */
const squaresOf = function*(data: Float32Array, cols: number) {
  for (let from = 0; from < data.length; from += cols) {
    let square = 0
    for (let at = from; at < from + cols; at++) square += data[at]! * data[at]!
    yield square
  }
}

/** For the pool at `path`; `names` are those of its columns. */
export const decodedNumbers = (path: string, names: ReadonlyArray<string>): DecodedNumbers => {
  const cols = names.length, columns = wideColumns(path, cols, true)
  let wide = new Float64Array(1024 * cols), single = new Float32Array(0), start = 0, zeros = 0, most = 0, isFirst = true
  const reserve = (size: number): void => {
    if (size > wide.length) {
      wide = new Float64Array(wide.buffer.transferToFixedLength(8 * Math.max(size, 2 * wide.length)))
    }
  }
  return {
    into: (columnNames) => {
      if (columnNames.join("\0") !== names.join("\0")) throw otherColumns(columnNames, names)
      const first = isFirst
      isFirst = false
      start = 0
      return (row, col, value) => {
        const number = Number(value)
        // Whole numbers beyond what double precision holds are counted from the first one.
        if (first && row === 0 && typeof value === "bigint" && !Number.isSafeInteger(number)) columns.needsOffset()
        reserve((row - start + 1) * cols)
        wide[(row - start) * cols + col] = number
      }
    },
    take: (rows) => {
      const size = rows * cols, numbers = wide.subarray(0, size)
      if (single.length < size) single = new Float32Array(wide.length)
      const rounded = single.subarray(0, size)
      rounded.set(numbers)
      columns.add(numbers, rounded)
      for (const square of squaresOf(rounded, cols)) {
        if (square === 0) zeros++
        if (square > most) most = square
      }
      start += rows
      return rounded
    },
    zeroRows: () => zeros,
    longest: () => Math.sqrt(most),
    finish: columns.finish
  }
}
