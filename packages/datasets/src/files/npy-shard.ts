/**
 * One `.npy` file of a pool that stays where it is: opened once, its rows read as bytes. Tested in npy-tiles.test.ts.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { closeSync, fstatSync, openSync } from "node:fs"
import { decoding, FileProblem, InvalidInput, toFileProblem } from "./errors.ts"
import { NPY_START, type NpyHeader, npyOffset, parseNpyHeader } from "./npy-header.ts"
import { tileReader } from "./npy-tile.ts"
import { checkNpySize, numberSize, shapeText } from "./npy.ts"
import { readSpans } from "./row-spans.ts"

/** Where the rows of a file lie. */
export interface Lying {
  /** The file's descriptor, for as long as it is open. */
  readonly file: number
  /** The byte at which the first row begins. */
  readonly start: number
  /** Is told of bytes that were read there. Fails with `FileProblem` where the file is not what it was. */
  readonly read: (bytes: number) => Effect.Effect<void, FileProblem>
}

/** See the module; also the rows of one file that were decoded from another format. */
export interface Shard {
  readonly path: string
  readonly header: Pick<NpyHeader, "kind">
  /** The bytes before the rows. */
  readonly start: Uint8Array
  readonly rows: number
  /** Numbers a row. */
  readonly cols: number
  /** Bytes a row. */
  readonly width: number
  /** Fills `into` with the bytes of the rows from `from` on. Fails with `FileProblem` where the file is not what it was. */
  readonly read: (from: number, into: Uint8Array) => Effect.Effect<void, FileProblem>
  /** Where the rows lie, for threads that read their bytes by themselves: undefined where none can. */
  readonly lying?: Lying | undefined
  /** Fills `into` with the bytes of the rows at ascending places, one after the other; several reads at a time. Fails as `read` does. */
  readonly readSome: (places: Uint32Array, into: Uint8Array) => Effect.Effect<void, FileProblem>
  /** The bytes of rows that were read so far. */
  readonly done: () => number
  /** The numbers of rows' bytes. */
  readonly convert: (bytes: Uint8Array, into: Float32Array) => void
}

/** The error of a file that is not what it was. */
export const changed = (path: string): FileProblem =>
  new FileProblem({
    path,
    problem: "the file changed since it was opened",
    hint: "wait until it is written, and ask again",
    reason: "Changed"
  })

/** The length of a read has 32 bits. */
const PIECE = 2 ** 30

const readAll = Effect.fnUntraced(function*(file: FileSystem.File, path: string, at: number, into: Uint8Array) {
  const fail = Effect.mapError(toFileProblem(path))
  for (let done = 0; done < into.length;) {
    const count = yield* file.read(into.subarray(done, done + PIECE), { position: BigInt(at + done) }).pipe(fail)
    if (count === 0) return yield* changed(path)
    done += count
  }
})

/** What tells that a file is what it was. */
export const stateOf = (file: Pick<FileSystem.File, "stat">, path: string) =>
  Effect.map(
    file.stat.pipe(Effect.mapError(toFileProblem(path))),
    ({ mtime, size, type }) => ({ type, size: Number(size), time: Option.getOrUndefined(mtime)?.getTime() })
  )

const wrongShape = (path: string, { shape }: NpyHeader): InvalidInput =>
  new InvalidInput({
    path,
    problem: `the array is ${shapeText(shape)}, and a pool is items × numbers`,
    hint: "reshape it",
    reason: "Mismatch",
    value: shape,
    expected: 2
  })

const fortran = (path: string): InvalidInput =>
  new InvalidInput({
    path,
    problem: "the array is in Fortran order, where a row lies all over the file",
    hint: "save it in C order: numpy.save(file, numpy.ascontiguousarray(x))",
    reason: "Unsupported",
    value: "Fortran order"
  })

/** What a file was when it was opened. */
type State = Effect.Success<ReturnType<typeof stateOf>>

/** A file of this process. */
interface Own {
  readonly descriptor: number
  /** Whether it is what it was, to the nanosecond. */
  readonly isSame: () => boolean
}

/** What a descriptor is of; undefined where that is no file of this size and time. */
const ownOf = (descriptor: number, { size, time }: State): Own | undefined => {
  // As file systems ask: other numbers round their milliseconds otherwise.
  const look = () => fstatSync(descriptor, { bigint: true }), first = look()
  if (!first.isFile() || Number(first.size) !== size || first.mtime.getTime() !== time) return undefined
  const isSame = () => {
    const now = look()
    return now.size === first.size && now.mtimeNs === first.mtimeNs
  }
  return { descriptor, isSame }
}

/** The file for as long as the scope lasts; undefined where this process has no such file: another kind of file system has it. */
const ownFile = (path: string, state: State) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      let descriptor: number | undefined, own: Own | undefined
      try {
        descriptor = openSync(path, "r")
        own = ownOf(descriptor, state)
      } catch {
        own = undefined
      }
      if (own === undefined && descriptor !== undefined) closeSync(descriptor)
      return own
    }),
    (own) => Effect.sync(() => own === undefined ? undefined : closeSync(own.descriptor))
  )

/** Opens a file for as long as the scope lasts; only its header is read. */
export const openShard = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fs.open(path).pipe(Effect.mapError(toFileProblem(path)))
  const state = yield* stateOf(file, path), { size, time, type } = state
  if (type !== "File") {
    return yield* new FileProblem({
      path,
      problem: "it has no positions to read from",
      hint: "name a regular file",
      reason: "Kind"
    })
  }
  const first = new Uint8Array(Math.min(NPY_START, size))
  yield* readAll(file, path, 0, first)
  const { offset } = yield* decoding(path, () => npyOffset(first)), start = new Uint8Array(Math.min(offset, size))
  yield* readAll(file, path, 0, start)
  const header = yield* decoding(path, () => {
    const header = parseNpyHeader(start)
    checkNpySize(size, header)
    return header
  })
  const [rows = 0, ...sides] = header.shape, cols = sides.reduce((product, side) => product * side, 1)
  if (sides.length === 0 || rows * cols === 0) return yield* wrongShape(path, header)
  if (header.fortranOrder && sides.length > 0) return yield* fortran(path)
  const convert = yield* decoding(path, () => tileReader(header)), width = cols * numberSize(header)
  let done = 0
  const checked = Effect.fnUntraced(function*(reading: Effect.Effect<number, FileProblem>) {
    // Read first: another read may be counted meanwhile.
    const bytes = yield* reading
    done += bytes
    // Afterwards: what was read before a change is whole, and what was read after one is not.
    const now = yield* stateOf(file, path)
    if (now.size !== size || now.time !== time) return yield* changed(path)
  })
  const read = (from: number, into: Uint8Array) =>
    checked(Effect.as(readAll(file, path, offset + from * width, into), into.length))
  const readSome = (places: Uint32Array, into: Uint8Array) =>
    checked(readSpans(places, width, into, (row, part) => readAll(file, path, offset + row * width, part)))
  const own = yield* ownFile(path, state)
  const lying: Lying | undefined = own === undefined ? undefined : {
    file: own.descriptor,
    start: offset,
    read: (bytes) =>
      Effect.suspend(() => {
        done += bytes
        return own.isSame() ? Effect.void : Effect.fail(changed(path))
      })
  }
  const how = { read, readSome, lying, convert, done: () => done }
  return { path, header, start, rows, cols, width, ...how } satisfies Shard as Shard
})
