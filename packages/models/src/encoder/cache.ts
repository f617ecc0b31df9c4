/**
 * Embeddings that were computed before, in files named by what they are made of: the items' bytes and the encoder.
 *
 * Batches are appended to `NAME.part`, from which an interrupted run goes on; a finished one is sealed with the sha256 of
 * its bytes and renamed to `NAME.rows`.
 */
import type * as Matrix from "@marginalia/core/Matrix"
import { hashData } from "@marginalia/datasets/hash"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { type Batches, batchOf, encode, type Encoder, forEachBatch } from "./Encoder.ts"
import * as Rows from "./rows-file.ts"
import type { Source } from "./Source.ts"

export { cacheFolder } from "@marginalia/datasets/cache-folder"

/** Why a cache cannot be used. */
export type CacheProblem =
  /** Its folder or a file in it cannot be read or written; `cause` is what the system said. */
  | { readonly _tag: "Unusable"; readonly cause: unknown }
  /** What was written into it is not what is read from it: `rows` of them. */
  | { readonly _tag: "Changed"; readonly rows: number }

/** The cache's folder cannot be used; `reason` says why. */
export class CacheError extends Data.TaggedError("CacheError")<{
  readonly path: string
  readonly reason: CacheProblem
}> {
  readonly exitCode = 2
  override get message(): string {
    const problem = this.reason._tag === "Unusable"
      ? "the cached embeddings cannot be read or written here"
      : "the embeddings that were written here just now read otherwise"
    return `${this.path}: ${problem}; name another folder for the cache`
  }
}

/** What came of it: the vectors, and how many of them were there already. */
export interface Cached {
  /** The vectors, one a row. */
  readonly matrix: Matrix.Matrix
  /** How many of them were there already. */
  readonly reused: number
  /** The file that holds them now. */
  readonly path: string
}

const failure = (path: string) => (cause: unknown): CacheError =>
  new CacheError({ path, reason: { _tag: "Unusable", cause } })

/** The name of an embedding in the cache. */
export const nameOf = (encoder: { readonly hash: string }, items: string): string =>
  hashData({ format: Rows.VERSION, encoder: encoder.hash, items })

/** From `part` on, batch by batch into it; then sealed and renamed. */
const complete = Effect.fnUntraced(function*<B, E, R>(
  encoder: Encoder<B>,
  source: Source<B, E, R>,
  options: Batches,
  files: { readonly part: string; readonly whole: string }
) {
  const fs = yield* FileSystem.FileSystem
  const batch = batchOf(encoder, source, options.batch)
  const fail = Effect.mapError(failure(files.part))
  const { reused, width } = yield* Rows.begin(files.part, source.rows, batch).pipe(fail)
  yield* Effect.scoped(Effect.gen(function*() {
    const file = yield* fs.open(files.part, { flag: "r+" }).pipe(fail)
    const take = (found: Matrix.Matrix, from: number) => Rows.write(file, source.rows, found, from).pipe(fail)
    yield* forEachBatch(encoder, source, take, { batch, from: reused, ...(width !== undefined && { width }) })
    yield* Rows.seal(file, source.rows).pipe(fail)
  }))
  // Another process may have finished the same file first: what it has is the same.
  yield* fs.rename(files.part, files.whole).pipe(
    Effect.catch((error) =>
      Effect.flatMap(fs.exists(files.whole), (there) => there ? Effect.void : Effect.fail(error))
    ),
    fail
  )
  return reused
})

/**
 * {@link encode} by way of the cache in `folder`: what is there already is read, and an interrupted run goes on where
 * it stopped. A damaged file is computed anew. Fails with {@link CacheError} where the folder cannot be used, and
 * with {@link EncoderError} as encoding does.
 *
 * `encoder` makes vectors of what `source` holds.
 */
export const encodeCached = Effect.fn("Encoder.encodeCached")(function*<B, E, R>(
  encoder: Encoder<B>,
  source: Source<B, E, R>,
  { folder, ...options }: Batches & { readonly folder: string }
) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const name = nameOf(encoder, yield* source.hash)
  const path = paths.join(folder, `${name}.rows`), part = paths.join(folder, `${name}.part`)
  if (source.rows === 0) return { matrix: yield* encode(encoder, source), reused: 0, path } satisfies Cached as Cached
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(Effect.mapError(failure(folder)))
  const found = yield* Rows.read(path, source.rows)
  if (found !== undefined) return { matrix: found, reused: source.rows, path } satisfies Cached as Cached
  yield* Effect.ignore(fs.remove(path, { force: true }))
  const reused = yield* complete(encoder, source, options, { part, whole: path })
  const matrix = yield* Rows.read(path, source.rows)
  if (matrix === undefined) return yield* new CacheError({ path, reason: { _tag: "Changed", rows: source.rows } })
  return { matrix, reused, path } satisfies Cached as Cached
})
