/**
 * NumPy's arrays of text, as ids and names of classes are kept: `<U10` and `|S10`.
 */
import { Malformed } from "./errors.ts"
import type { NpyTextHeader } from "./npy-header.ts"
import { shapeText } from "./npy.ts"

/** The longest text that a cell can hold; a million cells of it are an array of 4 GB. */
const LONGEST = 1 << 20

const MOST = 1 << 27

const decoder = new TextDecoder("utf-8", { fatal: false })

/** The code points of a cell up to the zeros that fill it. */
const unicode = (view: DataView, at: number, { littleEndian, width }: NpyTextHeader): string => {
  let text = "", kept = 0
  for (let i = 0; i < width; i++) {
    const point = view.getUint32(at + 4 * i, littleEndian)
    if (point > 0x10FFFF) {
      throw new Malformed(`the array of text holds the character ${point}`, "save it again", {
        reason: "Value",
        value: point,
        expected: "a character of Unicode"
      })
    }
    text += String.fromCodePoint(point)
    if (point !== 0) kept = text.length
  }
  return text.slice(0, kept)
}

const bytesOf = (view: DataView, at: number, { width }: NpyTextHeader): string => {
  const cell = new Uint8Array(view.buffer, view.byteOffset + at, width)
  let end = width
  while (end > 0 && cell[end - 1] === 0) end--
  return decoder.decode(cell.subarray(0, end))
}

/** The texts of an array, in C order (which is that of one dimension). Throws {@link Malformed}. */
export const parseNpyText = (bytes: Uint8Array<ArrayBuffer>, header: NpyTextHeader): ReadonlyArray<string> => {
  const { kind, offset, shape, width } = header
  const count = shape.reduce((product, n) => product * n, 1), size = width * (kind === "U" ? 4 : 1)
  if (width > LONGEST || !(count <= MOST)) {
    throw new Malformed(`the array of text is ${shapeText(shape)}`, "save less", { reason: "TooLarge", value: shape })
  }
  if (count * size !== bytes.length - offset) {
    const problem = `the array of text promises ${count * size} bytes and has ${bytes.length - offset}`
    throw new Malformed(problem, "copy it or save it again", {
      reason: "Mismatch",
      value: bytes.length - offset,
      expected: count * size
    })
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, count * size)
  return Array.from(
    { length: count },
    (_, i) => kind === "U" ? unicode(view, i * size, header) : bytesOf(view, i * size, header)
  )
}
