/** Whether the pages of a column can be what their headers say: a decoder that believes them may never come back. */
import { readStruct, type Struct } from "./thrift.ts"

const DATA = 0, DICTIONARY = 2, DATA_V2 = 3

const refuse = (problem: string): never => {
  throw new Error(problem)
}

const natural = (value: number | undefined, what: string): number =>
  value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : refuse(`${what} is ${value}`)

/** How many values a page has by its header; a dictionary's are none of the column's. */
const valuesOf = (header: Struct): { readonly rows: number; readonly entries: number } => {
  const kind = header.numbers.get(1)
  const count = (field: number, id = 1) =>
    natural(header.structs.get(field)?.numbers.get(id), "the number of a page's values")
  if (kind === DATA) return { rows: count(5), entries: 0 }
  if (kind === DICTIONARY) return { rows: 0, entries: count(7) }
  if (kind !== DATA_V2) return refuse(`a page is of the unknown kind ${kind}`)
  if (count(8, 2) > count(8)) refuse("a page has more blanks than values")
  return { rows: count(8), entries: 0 }
}

/** What the pages are checked against. */
export interface Chunk {
  readonly values: number
  readonly unpacked: number
}

/** Pages that hold nothing, of which some writers leave one. */
const MOST_EMPTY = 1000

/**
 * Walks over the pages of a column: their sizes, kinds and numbers of values, which come to those of the column. Throws an
 * `Error`, or a `RangeError` where a header cannot be read.
 */
export const checkPages = (bytes: Uint8Array, { unpacked, values }: Chunk): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let left = values, room = unpacked, empty = 0
  for (let at = 0; left > 0 && at < bytes.length;) {
    const header = readStruct(view, at)
    const packed = natural(header.numbers.get(3), "the size of a page")
    const size = natural(header.numbers.get(2), "the unpacked size of a page")
    room -= size
    const { entries, rows } = valuesOf(header)
    at = header.end + packed
    if (at > bytes.length) refuse(`a page ends ${at - bytes.length} bytes beyond its column`)
    if (room < 0) refuse("the pages of a column come to more than it says")
    // More values than the column has are those of other row groups, as of a category that is rare; each takes a byte at least.
    if (entries > Math.max(values + 1, size)) refuse(`a dictionary has ${entries} values in ${size} bytes`)
    if (rows + entries === 0 && ++empty > MOST_EMPTY) refuse("a column has pages without values")
    left -= rows
  }
  if (left !== 0) refuse(`the pages of a column have ${values - left} values and it says ${values}`)
}
