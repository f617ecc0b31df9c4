/**
 * The first bytes of an `.npy` file: what kind of numbers follow, how many, and in which order.
 */
import { Quote } from "@marginalia/core"
import { Malformed } from "./errors.ts"

/** One letter for the kind (as NumPy writes it) and the bytes a number takes. */
export type NpyKind = "f2" | "f4" | "f8" | "i1" | "i2" | "i4" | "i8" | "u1" | "u2" | "u4" | "u8" | "b1"

export interface NpyHeader {
  readonly kind: NpyKind
  /** The dtype as the file spells it, `<f4`. */
  readonly descr: string
  readonly littleEndian: boolean
  readonly fortranOrder: boolean
  readonly shape: ReadonlyArray<number>
  /** Where the numbers begin. */
  readonly offset: number
}

const MAGIC = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
const KINDS: ReadonlySet<string> = new Set("f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1".split(" "))
/** As long as a header of the format's first version can be. */
const LONGEST = 65_535
/** As many dimensions as NumPy's arrays have at most. */
const MOST = 64
const REWRITE = "save it again with numpy.save"

/** Whether these bytes begin as an `.npy` file does. */
export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte)

const badHeader = (problem: string): Malformed => new Malformed(problem, REWRITE, { reason: "Format", expected: "npy" })

/** The bytes that {@link npyOffset} looks at. */
export const NPY_START = 12

/** Where the header's text begins and where the numbers do, by the first {@link NPY_START} bytes. Throws {@link Malformed}. */
export const npyOffset = (bytes: Uint8Array): { readonly start: number; readonly offset: number } => {
  if (!isNpy(bytes)) {
    throw new Malformed("not an .npy file (it does not begin with \\x93NUMPY)", REWRITE, {
      reason: "Format",
      expected: "npy"
    })
  }
  const version = bytes[6] ?? 0
  if (bytes.length > 6 && (version < 1 || version > 3)) {
    throw badHeader(`version ${version} of the .npy format is unknown (1, 2 and 3 are known)`)
  }
  const start = version === 1 ? 10 : 12
  if (bytes.length < start) throw badHeader(`only ${bytes.length} bytes, the header is cut short`)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const offset = start + length
  if (length > LONGEST) throw badHeader(`the header takes ${Quote.bytes(length)}, and NumPy's take less than 10 kB`)
  return { start, offset }
}

/** The header's text, a Python literal, and the offset of the numbers. */
const headerText = (bytes: Uint8Array): { readonly text: string; readonly offset: number } => {
  const { offset, start } = npyOffset(bytes), version = bytes[6]
  if (bytes.length < offset) {
    throw badHeader(`the header takes ${offset} bytes and the file has ${bytes.length}, so it was cut short`)
  }
  const encoding = version === 3 ? "utf-8" : "latin1"
  return { text: new TextDecoder(encoding).decode(bytes.slice(start, offset)).trim(), offset }
}

const field = (text: string, name: string, value: string): string => {
  const found = new RegExp(`['"]${name}['"]\\s*:\\s*${value}`).exec(text)?.[1]
  if (found === undefined) throw badHeader(`the header has no readable "${name}": ${Quote.message(text, 80)}`)
  return found
}

const unsupported: Record<string, string> = {
  O: "Python objects, which only Python can read",
  S: "text",
  U: "text",
  V: "raw bytes",
  c: "complex numbers",
  M: "dates",
  m: "durations",
  f: "floating-point numbers of an unusual size"
}

const parseDescr = (text: string): Pick<NpyHeader, "kind" | "descr" | "littleEndian"> => {
  const numeric = "save a numeric array: numpy.save(file, x.astype(\"float32\"))"
  if (/['"]descr['"]\s*:\s*\[/.test(text)) {
    throw new Malformed("the array has named fields (a structured dtype)", numeric, {
      reason: "Unsupported",
      value: "a structured dtype"
    })
  }
  const descr = field(text, "descr", "['\"]([^'\"]*)['\"]")
  const kind = descr.replace(/^[<>|=]/, "")
  if (KINDS.has(kind)) return { kind: kind as NpyKind, descr, littleEndian: !descr.startsWith(">") }
  const holds = unsupported[kind.charAt(0)] ?? "values of an unknown type"
  throw new Malformed(`the array holds ${holds} (dtype ${Quote.message(descr, 40)})`, numeric, {
    reason: "Unsupported",
    value: descr,
    allowed: [...KINDS]
  })
}

const parseShape = (text: string): ReadonlyArray<number> => {
  const inside = field(text, "shape", "\\(([^)]*)\\)")
  const parts = inside.split(",").map((part) => part.trim()).filter((part) => part !== "")
  if (!parts.every((part) => /^\d+L?$/.test(part))) {
    throw badHeader(`the header's shape (${Quote.message(inside, 60)}) is not readable`)
  }
  if (parts.length > MOST) throw badHeader(`the array has ${parts.length} dimensions and NumPy's have at most ${MOST}`)
  return parts.map((part) => Number.parseInt(part, 10))
}

/** Reads the header of an `.npy` file (versions 1, 2 and 3). Throws {@link Malformed}. */
export const parseNpyHeader = (bytes: Uint8Array): NpyHeader => {
  const { offset, text } = headerText(bytes)
  return {
    ...parseDescr(text),
    fortranOrder: field(text, "fortran_order", "(True|False)") === "True",
    shape: parseShape(text),
    offset
  }
}

/** The header of an array of text: `U` is of `width` characters a cell, `S` of `width` bytes. */
export interface NpyTextHeader extends Pick<NpyHeader, "littleEndian" | "shape" | "offset"> {
  readonly kind: "U" | "S"
  readonly width: number
}

/** The header of an array of text; `undefined` for an array of anything else. Throws {@link Malformed}. */
export const parseNpyTextHeader = (bytes: Uint8Array): NpyTextHeader | undefined => {
  const { offset, text } = headerText(bytes)
  const [, order, kind, width] = /['"]descr['"]\s*:\s*['"]([<>|=]?)([US])(\d{1,9})['"]/.exec(text) ?? []
  if (kind === undefined) return undefined
  return { kind: kind as "U" | "S", width: Number(width), littleEndian: order !== ">", shape: parseShape(text), offset }
}
