/**
 * A file of rows that grows: a header of 16 bytes (magic, version, rows, columns), the numbers in single precision,
 * little-endian, and at the end, once it is whole, the sha256 of all before it.
 */
import { Kernels } from "@marginalia/core"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { createHash } from "node:crypto"

/** Of the format. */
export const VERSION = 1

const MAGIC = 0x4d524f57
const HEADER = 16
const SEAL = 32
const PIECE = 1 << 22

const headerOf = (rows: number, cols: number): Uint8Array =>
  new Uint8Array(Uint32Array.of(MAGIC, VERSION, rows, cols).buffer)

/** The columns that a header speaks of; undefined for a header of something else. */
const columnsOf = (bytes: Uint8Array, rows: number): number | undefined => {
  if (bytes.length < HEADER) return undefined
  const [magic, version, found, cols = 0] = new Uint32Array(Uint8Array.from(bytes.subarray(0, HEADER)).buffer)
  return magic === MAGIC && version === VERSION && found === rows && cols > 0 ? cols : undefined
}

const readAt = Effect.fnUntraced(function*(file: FileSystem.File, at: number, size: number) {
  const bytes = new Uint8Array(size)
  yield* file.seek(BigInt(at), "start")
  let done = 0
  while (done < size) {
    const count = yield* file.read(bytes.subarray(done))
    if (count === 0) return bytes.subarray(0, done)
    done += count
  }
  return bytes
})

/** How far a file of `rows` rows has come, in whole batches. Makes it, or empties it, where it is none of these. */
export const begin = Effect.fnUntraced(function*(path: string, rows: number, batch: number) {
  const fs = yield* FileSystem.FileSystem
  const nothing = fs.writeFile(path, new Uint8Array(0)).pipe(Effect.as({ reused: 0, width: undefined }))
  if (!(yield* fs.exists(path))) return yield* nothing
  const { size } = yield* fs.stat(path)
  const header = yield* Effect.scoped(Effect.flatMap(fs.open(path), (file) => readAt(file, 0, HEADER)))
  const width = columnsOf(header, rows)
  if (width === undefined) return yield* nothing
  if (Number(size) > HEADER + 4 * rows * width) return yield* nothing
  const written = Math.floor((Number(size) - HEADER) / (4 * width))
  const reused = written >= rows ? rows : Math.max(0, Math.floor(written / batch) * batch)
  return { reused, width }
})

/** Writes rows to where they belong, and the header before the first. */
export const write = Effect.fnUntraced(function*(
  file: FileSystem.File,
  rows: number,
  { cols, data }: Matrix.Matrix,
  from: number
) {
  if (from === 0) {
    yield* file.seek(0n, "start")
    yield* file.writeAll(headerOf(rows, cols))
  }
  yield* file.seek(BigInt(HEADER + 4 * cols * from), "start")
  yield* file.writeAll(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
})

const digestOf = Effect.fnUntraced(function*(file: FileSystem.File, size: number) {
  const hash = createHash("sha256")
  for (let at = 0; at < size; at += PIECE) {
    hash.update(yield* readAt(file, at, Math.min(PIECE, size - at)))
    yield* Kernels.giveWay
  }
  return new Uint8Array(hash.digest())
})

/** Ends a file whose rows are all there, and waits until it is on the disk. */
export const seal = Effect.fnUntraced(function*(file: FileSystem.File, rows: number) {
  const cols = columnsOf(yield* readAt(file, 0, HEADER), rows)!
  const size = HEADER + 4 * rows * cols
  const digest = yield* digestOf(file, size)
  yield* file.seek(BigInt(size), "start")
  yield* file.writeAll(digest)
  yield* file.sync
})

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i])

/** The rows of a sealed file; undefined where there is none, or where it is not whole. */
export const read = Effect.fnUntraced(function*(path: string, rows: number) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* fs.exists(path))) return undefined
  const bytes = yield* fs.readFile(path)
  const cols = columnsOf(bytes, rows), end = HEADER + 4 * rows * (cols ?? 0)
  if (cols === undefined || bytes.length !== end + SEAL) return undefined
  const digest = createHash("sha256").update(bytes.subarray(0, end)).digest()
  if (!same(digest, bytes.subarray(end))) return undefined
  const data = new Float32Array(rows * cols)
  new Uint8Array(data.buffer).set(bytes.subarray(HEADER, end))
  return { data, rows, cols } as Matrix.Matrix
}, Effect.orElseSucceed(() => undefined))
