/**
 * Lists of whole numbers, as ports give them: typed arrays or plain ones.
 */

/** Something with a length and numbered elements, other than a text. */
export const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

/** The first element that is not a whole number from `least` to `most`; undefined if all are. */
export const firstOutside = (
  values: ArrayLike<unknown>,
  least: number,
  most: number
): { readonly at: number; readonly value: unknown } | undefined => {
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) continue
    return { at, value }
  }
  return undefined
}

/** The most that an Int32Array holds. */
export const MOST_INT = 2 ** 31 - 1
