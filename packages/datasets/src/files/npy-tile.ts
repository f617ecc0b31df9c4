/**
 * From the bytes of some rows of an `.npy` file to single precision, a tile at a time. Tested in npy-tiles.test.ts.
 */
import { Malformed } from "./errors.ts"
import { halves } from "./half.ts"
import type { NpyHeader, NpyKind } from "./npy-header.ts"

type Read = (bytes: Uint8Array, into: Float32Array) => void

/** What lies in a tile's bytes; they begin at a multiple of 8. */
const typed = <A extends ArrayLike<number>>(
  Array: { readonly BYTES_PER_ELEMENT: number; new(buffer: ArrayBufferLike, at: number, length: number): A }
): Read =>
(bytes, into) => into.set(new Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Array.BYTES_PER_ELEMENT))

const half: Read = (bytes, into) => {
  const length = bytes.byteLength / 2
  if (typeof Float16Array === "undefined") into.set(halves(new Uint16Array(bytes.buffer, bytes.byteOffset, length)))
  else into.set(new Float16Array(bytes.buffer, bytes.byteOffset, length))
}

/** How the numbers of a file become single precision. Of those of 8 bytes only the rounded ones are taken. */
const readers: Partial<Record<NpyKind, Read>> = {
  f2: half,
  f4: typed(Float32Array),
  f8: typed(Float64Array),
  i1: typed(Int8Array),
  u1: typed(Uint8Array),
  b1: typed(Uint8Array)
}

/** The dtypes of which tiles can be read. */
export const TILED: ReadonlyArray<string> = Object.keys(readers)

/** Writes the numbers of a tile's bytes into `into`. Throws {@link Malformed} for a dtype that is not read in tiles. */
export const tileReader = ({ descr, kind, littleEndian }: NpyHeader): Read => {
  const read = readers[kind]
  if (read !== undefined && (littleEndian || kind.endsWith("1"))) return read
  throw new Malformed(
    `the dtype ${descr} is not read in parts`,
    "save it as float32 or float16: numpy.save(file, x.astype(\"float32\"))",
    { reason: "Unsupported", value: descr, allowed: [...TILED] }
  )
}
