/**
 * Which numbers a pool may hold.
 */
import { Malformed } from "./errors.ts"

/** Whether single precision turns this finite number into an infinity. */
export const overflowsFloat32 = (value: number): boolean =>
  Number.isFinite(value) && !Number.isFinite(Math.fround(value))

/** The error for a number that single precision cannot hold. */
export const overflow = (where: string, value: number): Malformed =>
  new Malformed(
    `${where} holds ${value}, which single precision cannot hold (the largest is 3.4028235e38)`,
    "scale the values down",
    { reason: "Value", value, expected: "a number up to 3.4028235e38" }
  )

/** Where the first NaN or infinity of a table stands in its `data` (in row order), or `undefined`. O(rows · cols). */
export const firstNonFinite = (
  data: Float32Array | Float64Array,
  cols: number
): { readonly row: number; readonly col: number; readonly value: number } | undefined => {
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!
    if (!Number.isFinite(value)) return { row: Math.floor(at / cols), col: at % cols, value }
  }
  return undefined
}
