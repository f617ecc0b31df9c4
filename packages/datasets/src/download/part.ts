/** The unfinished file beside the one that it will be: `x.part`, and `x.part.json`, which says of what it is a part. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { Hash } from "node:crypto"
import { unwritable } from "./errors.ts"

const Origin = Schema.Struct({ url: Schema.String, validator: Schema.optionalKey(Schema.String) })

/** Where a part came from. */
export type Origin = typeof Origin.Type

/** How much is here, and of what; no origin where that is not known. */
export interface Part {
  readonly at: number
  readonly origin: Origin | undefined
}

/** The path of the unfinished file. */
export const partPath = (path: string): string => `${path}.part`

const originPath = (path: string): string => `${path}.part.json`

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(Origin))

/** How much of the file is here. */
export const readPart = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const at = yield* fs.stat(partPath(path)).pipe(
    Effect.map(({ size }) => Number(size)),
    Effect.orElseSucceed(() => 0)
  )
  const text = yield* Effect.orElseSucceed(fs.readFileString(originPath(path)), () => "")
  return { at, origin: yield* Effect.orElseSucceed(decode(text), () => undefined) } satisfies Part
})

/** Forgets the part. */
export const dropPart = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const drop = (file: string) => Effect.mapError(fs.remove(file, { force: true }), unwritable(file))
  yield* drop(partPath(path))
  yield* drop(originPath(path))
})

/**
 * Opens the part to write on from byte `from`: 0 begins it anew. Its origin is written down before its first byte, after
 * the bytes of another origin are gone.
 */
export const openPart = Effect.fnUntraced(function*(path: string, from: number, origin: Origin) {
  const fs = yield* FileSystem.FileSystem
  const file = yield* Effect.mapError(fs.open(partPath(path), { flag: from === 0 ? "w" : "a" }), unwritable(path))
  if (from === 0) {
    yield* Effect.mapError(fs.writeFileString(originPath(path), JSON.stringify(origin)), unwritable(path))
  }
  return file
})

/** Feeds the bytes of a file to a hash. */
export const hashPart = Effect.fnUntraced(function*(path: string, hash: Hash) {
  const fs = yield* FileSystem.FileSystem
  yield* Stream.runForEach(fs.stream(path), (bytes) => Effect.sync(() => hash.update(bytes))).pipe(
    Effect.mapError(unwritable(path))
  )
})

/** The whole file takes its name, and the note of its origin goes. */
export const finishPart = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  yield* Effect.mapError(fs.rename(partPath(path), path), unwritable(path))
  yield* dropPart(path)
})
