/**
 * Parts of a file that was described when it was written: the hash of each block that a part touches is compared.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { BLOCK, BlockHasher, type Blocks, hashOf } from "./blocks.ts"
import { type Description, hashes, otherArray } from "./embedding-about.ts"
import { FileProblem, folderProblem, InvalidInput, toFileProblem } from "./errors.ts"

/** Where the rows of an array lie in its file, in bytes. */
export interface RowPlace {
  readonly offset: number
  readonly width: number
  readonly rows: number
}

/** The bytes from `from` to before `to`; with the rows' place a refusal names rows. */
export type FilePart = (
  from: number,
  to: number,
  place: RowPlace | undefined
) => Effect.Effect<Uint8Array<ArrayBuffer>, InvalidInput | FileProblem>

/** A file as it was opened. */
interface Opened {
  readonly path: string
  readonly size: number
  /** When it was last written, in milliseconds; undefined where the platform does not know. */
  readonly time: number | undefined
}

const statOf = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const { mtime, size, type } = yield* fs.stat(path).pipe(Effect.mapError(toFileProblem(path)))
  return { type, size: Number(size), time: Option.getOrUndefined(mtime)?.getTime() }
})

const changed = (path: string): FileProblem =>
  new FileProblem({
    path,
    problem: "the file changed since it was opened",
    hint: "wait until it is written and open it again",
    reason: "Changed"
  })

/** Memory for a part of a file. */
const allocate = (path: string, size: number): Effect.Effect<Uint8Array<ArrayBuffer>, FileProblem> =>
  Effect.try({
    try: () => new Uint8Array(size),
    catch: (cause) =>
      new FileProblem({
        path,
        problem: `the ${size} bytes that are asked for do not fit into memory`,
        hint: "ask for fewer rows",
        cause,
        reason: "Memory"
      })
  })

/** The bytes of a file from `from` to before `to`. */
const readBytes = Effect.fnUntraced(function*(file: FileSystem.File, path: string, from: number, to: number) {
  const fail = Effect.mapError(toFileProblem(path)), bytes = yield* allocate(path, to - from)
  yield* file.seek(BigInt(from), "start").pipe(fail)
  for (let at = 0; at < bytes.length;) {
    // Piece by piece: the length of a read has 32 bits.
    const count = yield* file.read(bytes.subarray(at, at + BLOCK)).pipe(fail)
    if (count === 0) return yield* changed(path)
    at += count
  }
  return bytes
})

/** The rows of which bytes lie between two bytes, as a message says them. */
const rowsIn = (from: number, to: number, { offset, rows, width }: RowPlace): string => {
  const first = Math.max(0, Math.floor((from - offset) / width))
  const last = Math.min(rows, Math.ceil((to - offset) / width)) - 1
  return last < first ? "" : `, rows ${first} to ${last}`
}

interface Block {
  readonly number: number
  readonly from: number
  readonly to: number
}

const otherBlock = (
  { path }: Opened,
  about: Description,
  { from, number, to }: Block,
  expected: string,
  found: string,
  place: RowPlace | undefined
): InvalidInput => {
  const rows = place === undefined || place.width === 0 ? "" : rowsIn(from, to, place)
  return new InvalidInput({
    path,
    problem:
      `block ${number} (bytes ${from} to ${to - 1}${rows}) is not what was written, as ${about.path} describes it ` +
      `(${hashes(expected, found)})`,
    hint: "copy the two files again, embed again, or remove the description if the array is no longer embed's",
    ...(place === undefined || place.width === 0
      ? {}
      : { row: Math.max(0, Math.floor((from - place.offset) / place.width)) }),
    reason: "Mismatch",
    value: found,
    expected
  })
}

/** The part, block by block, each compared before any of it is taken. */
const readBlocks = Effect.fnUntraced(function*(
  file: FileSystem.File,
  opened: Opened,
  about: Description,
  { sha256, size }: Blocks,
  from: number,
  to: number,
  place: RowPlace | undefined
) {
  const part = yield* allocate(opened.path, to - from)
  for (let number = Math.floor(from / size); number * size < to; number++) {
    const start = number * size, end = Math.min(opened.size, start + size)
    const bytes = yield* readBytes(file, opened.path, start, end)
    const found = hashOf(bytes)
    if (found !== sha256[number]) {
      return yield* otherBlock(opened, about, { number, from: start, to: end }, sha256[number]!, found, place)
    }
    part.set(bytes.subarray(Math.max(0, from - start), Math.min(end, to) - start), Math.max(0, start - from))
  }
  return part
})

const partsOf = (fs: FileSystem.FileSystem, opened: Opened, about: Description | undefined): FilePart =>
  Effect.fnUntraced(function*(from, to, place) {
    const { path } = opened
    if (from === to) return new Uint8Array(0)
    const file = yield* fs.open(path).pipe(Effect.mapError(toFileProblem(path)))
    const bytes = yield* about?.blocks === undefined
      ? readBytes(file, path, from, to)
      : readBlocks(file, opened, about, about.blocks, from, to, place)
    // Afterwards: what was read before a change is whole, and what was read after one is not.
    const { size, time } = yield* statOf(path).pipe(Effect.provideService(FileSystem.FileSystem, fs))
    return size === opened.size && time === opened.time ? bytes : yield* changed(path)
  }, Effect.scoped)

/** Compares the whole array, piece by piece. */
const checkWhole = Effect.fnUntraced(function*(fs: FileSystem.FileSystem, opened: Opened, about: Description) {
  const part = partsOf(fs, opened, undefined), hasher = new BlockHasher()
  for (let at = 0; at < opened.size; at += BLOCK) {
    hasher.update(yield* part(at, Math.min(opened.size, at + BLOCK), undefined))
  }
  const { sha256 } = hasher.finish()
  if (sha256 !== about.sha256) {
    return yield* otherArray(about.path, opened.path, hashes(about.sha256, sha256), {
      value: sha256,
      expected: about.sha256
    })
  }
})

/** Whether an array of a description without blocks may have been written after it. */
const mayBeNewer = Effect.fnUntraced(function*({ path }: Description, { time }: Opened) {
  const { time: described } = yield* statOf(path)
  return time === undefined || described === undefined || time > described
})

/**
 * Opens a file to read parts of it; `about` is its description, where it has one. Fails with `InvalidInput` for the
 * description of another file, and with `FileProblem` where it is missing or unreadable, a folder or a pipe.
 */
export const openParts = Effect.fnUntraced(function*(path: string, about: Description | undefined) {
  const fs = yield* FileSystem.FileSystem
  const { size, time, type } = yield* statOf(path)
  if (type === "Directory") return yield* folderProblem(path)
  if (type !== "File") {
    return yield* new FileProblem({
      path,
      problem: "it has no positions to read from",
      hint: "name a regular file",
      reason: "Kind"
    })
  }
  const opened = { path, size, time }
  if (about?.bytes !== undefined && about.bytes !== size) {
    return yield* otherArray(about.path, path, `of ${about.bytes} bytes, not ${size}`, {
      value: size,
      expected: about.bytes
    })
  }
  if (about !== undefined && about.blocks === undefined && (yield* mayBeNewer(about, opened))) {
    yield* checkWhole(fs, opened, about)
  }
  return { size, part: partsOf(fs, opened, about) }
})
