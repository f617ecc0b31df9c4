/**
 * The bytes of one input, read once, with their hash.
 */
import { Kernels } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import { FileProblem, folderProblem, toFileProblem } from "./errors.ts"

/** What was read: `sha256` (hexadecimal) names the bytes in a manifest. */
export interface Source {
  /** The path as the user gave it, or `stdin`. */
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sha256: string
}

const PIECE = 4 << 20

/** Arrays from this size on are read to where kernels work, so that a pool is in memory once. */
const LARGE = 1 << 20

/** Memory for a file's bytes. Decoders of text want plain memory; only what `.npy` holds may lie with the kernels. */
const room = (path: string, size: number): Uint8Array<ArrayBuffer> =>
  size >= LARGE && path.endsWith(".npy") ? Kernels.reserve(size) as Uint8Array<ArrayBuffer> : new Uint8Array(size)

const allocate = (path: string, size: number): Effect.Effect<Uint8Array<ArrayBuffer>, FileProblem> =>
  Effect.try({
    try: () => room(path, size),
    catch: (cause) =>
      new FileProblem({
        path,
        problem: `its ${size} bytes do not fit into memory`,
        hint: "use a machine with more, or split the pool",
        cause,
        reason: "Memory"
      })
  })

/** A regular file, piece by piece into one buffer of its size, hashed on the way. */
const readRegular = Effect.fnUntraced(function*(path: string, file: FileSystem.File, size: number) {
  const bytes = yield* allocate(path, size)
  const hash = createHash("sha256")
  let at = 0
  while (at < size) {
    const piece = bytes.subarray(at, Math.min(size, at + PIECE))
    const count = yield* file.read(piece).pipe(Effect.mapError(toFileProblem(path)))
    if (count === 0) {
      const problem = `the file shrank from ${size} to ${at} bytes while it was read`
      return yield* new FileProblem({
        path,
        problem,
        hint: "wait until it is written and try again",
        reason: "Changed"
      })
    }
    hash.update(piece.subarray(0, count))
    at += count
  }
  return { path, bytes, sha256: hash.digest("hex") }
})

const join = (pieces: ReadonlyArray<Uint8Array>): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

const hashed = (path: string, bytes: Uint8Array<ArrayBuffer>): Source => ({
  path,
  bytes,
  sha256: createHash("sha256").update(bytes).digest("hex")
})

const readStdin = Effect.gen(function*() {
  const { stdin } = yield* Stdio.Stdio
  const pieces = yield* Stream.runCollect(stdin).pipe(Effect.mapError(toFileProblem("stdin")))
  return hashed("stdin", join(pieces))
})

const readFile = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const { type } = yield* fs.stat(path).pipe(Effect.mapError(toFileProblem(path)))
  if (type === "Directory") return yield* folderProblem(path)
  if (type !== "File") {
    // A pipe has no size and no positions: read it to its end.
    return hashed(path, join([yield* fs.readFile(path).pipe(Effect.mapError(toFileProblem(path)))]))
  }
  const file = yield* fs.open(path).pipe(Effect.mapError(toFileProblem(path)))
  const { size } = yield* file.stat.pipe(Effect.mapError(toFileProblem(path)))
  return yield* readRegular(path, file, Number(size))
}, Effect.scoped)

/**
 * All bytes of a file, or of the standard input for `-`, and their sha256.
 *
 * Takes the file's own size in memory. Fails with {@link FileProblem} for a missing or unreadable file or a folder.
 *
 * `pathOrDash` is the file, or `-`.
 */
export const readSource = Effect.fn("readSource")(function*(pathOrDash: string) {
  return pathOrDash === "-" ? yield* readStdin : yield* readFile(pathOrDash)
})
