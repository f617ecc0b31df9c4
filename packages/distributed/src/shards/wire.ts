/**
 * Questions and answers as bytes: what is whole or true as JSON, arrays of numbers as they lie in memory.
 */
import type { Numbers } from "@marginalia/core/Owners"

/** What can be packed: fields that are whole numbers, flags, texts, lists of texts or arrays of numbers. */
export type Packed = { readonly [name: string]: boolean | number | string | ReadonlyArray<string> | Numbers }

const kinds = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const

type Kind = keyof typeof kinds

interface Placed {
  readonly kind: Kind
  readonly at: number
  readonly length: number
}

/** Where an array begins: a multiple of the largest number. */
const aligned = (at: number): number => 8 * Math.ceil(at / 8)

const isNumbers = (value: unknown): value is Numbers => ArrayBuffer.isView(value)

const kindOf = (value: Numbers): Kind => {
  const found = (Object.keys(kinds) as Array<Kind>).find((name) => value instanceof kinds[name])
  if (found === undefined) throw new TypeError("no such array of numbers can be sent")
  return found
}

/** The bytes of some fields. */
export const pack = (fields: Packed): Uint8Array => {
  // Without a prototype, so that a field may have any name.
  const plain = Object.create(null) as Record<string, unknown>,
    placed = Object.create(null) as Record<string, Placed>,
    arrays: Array<readonly [number, Numbers]> = []
  let size = 0
  for (const [name, value] of Object.entries(fields)) {
    if (!isNumbers(value)) {
      plain[name] = value
      continue
    }
    placed[name] = { kind: kindOf(value), at: size, length: value.length }
    arrays.push([size, value])
    size = aligned(size + value.byteLength)
  }
  const head = new TextEncoder().encode(JSON.stringify([plain, placed])), start = aligned(4 + head.length)
  const bytes = new Uint8Array(start + size)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, 4)
  for (const [at, { buffer, byteLength, byteOffset }] of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), start + at)
  }
  return bytes
}

const isPlaced = (value: unknown): value is Placed => {
  if (typeof value !== "object" || value === null) return false
  const { at, kind, length } = value as Record<string, unknown>
  return typeof kind === "string" && Object.hasOwn(kinds, kind) &&
    [at, length].every((x) => Number.isSafeInteger(x) && Number(x) >= 0)
}

/** The fields that were packed. Throws a `TypeError` on bytes that hold none. */
export const unpack = (given: Uint8Array): Packed => {
  // A copy: what arrives may be a piece of memory that others use, which begins anywhere.
  const bytes = new Uint8Array(given), length = bytes.length < 4 ? -1 : new DataView(bytes.buffer).getUint32(0, true)
  if (length < 0 || 4 + length > bytes.length) throw new TypeError("these bytes hold no fields")
  const head: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)))
  if (!Array.isArray(head) || head.length !== 2) throw new TypeError("these bytes hold no fields")
  const [plain, placed] = head as [Record<string, boolean | number | string>, Record<string, unknown>]
  const start = aligned(4 + length)
  const arrays = Object.entries(placed).map(([name, place]) => {
    if (!isPlaced(place)) throw new TypeError(`there are no numbers in ${name}`)
    const make = kinds[place.kind], from = start + place.at
    if (from + place.length * make.BYTES_PER_ELEMENT > bytes.length) {
      throw new TypeError(`the numbers of ${name} are cut off`)
    }
    return [name, new make(bytes.buffer, from, place.length)] as const
  })
  return { ...plain, ...Object.fromEntries(arrays) }
}
