/**
 * What an `.npy` pool was embedded by, as `marginalia embed` writes it beside it: `pool.json` beside `pool.npy`, with the
 * array's hash, so that it cannot be another's.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { type Blocks, blocksOf } from "./blocks.ts"
import { type FileProblem, InvalidInput, toFileProblem } from "./errors.ts"
import { checkJson } from "./strict-json.ts"

/** How vectors were made. Equal hashes and equal `l2`: the same items become the same vectors. */
export interface EmbeddingAbout {
  /** As it was asked for: `pca(64)`. */
  readonly text: string
  readonly hash: string
  /** Whether every vector was divided by its length. */
  readonly l2: boolean
  /** The folder that the encoder was kept in, where it was fitted or trained. */
  readonly saved?: string
  /** The hash of the ids' file that was written with the array, in a description that says it. */
  readonly ids?: string
}

const isText = (value: unknown): value is string => typeof value === "string"

/** A description, as it stands beside an array. */
export interface Description {
  /** Its own path. */
  readonly path: string
  readonly about: EmbeddingAbout
  /** Of the array's bytes. */
  readonly sha256: string
  /** How many bytes and rows the array has; older descriptions do not say the first, and have no blocks. */
  readonly bytes: number | undefined
  readonly rows: number | undefined
  readonly blocks: Blocks | undefined
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? value as Readonly<Record<string, unknown>> : {}

/** An encoder's entry, in whatever file it stands; undefined where it is none. */
export const embeddingOf = (value: unknown, l2: unknown): EmbeddingAbout | undefined => {
  const { hash, saved, text } = record(value)
  if (!isText(hash) || !isText(text) || typeof l2 !== "boolean") return undefined
  return { text, hash, l2, ...(isText(saved) ? { saved } : {}) }
}

const whole = (value: unknown): number | undefined => Number.isSafeInteger(value) ? value as number : undefined

const parse = (text: string): Omit<Description, "path"> | undefined => {
  const value: unknown = JSON.parse(text)
  checkJson(text, value)
  const { blocks, bytes, encoder, ids, l2, marginaliaEmbedding, rows, sha256 } = record(value)
  if (marginaliaEmbedding !== 1) return undefined
  const about = embeddingOf(encoder, l2)
  if (about === undefined || !isText(sha256)) throw new Error("no encoder, or no hash")
  return {
    about: isText(ids) ? { ...about, ids } : about,
    sha256,
    bytes: whole(bytes),
    rows: whole(rows),
    blocks: blocksOf(blocks, bytes)
  }
}

/**
 * The description beside an array, whatever the array holds; undefined where there is none, or a file of another kind.
 *
 * Fails with `InvalidInput` for one that cannot be read.
 */
export const readDescription = Effect.fn("readDescription")(function*(
  npy: string
): Effect.fn.Return<Description | undefined, InvalidInput | FileProblem, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const path = npy.replace(/\.npy$/, ".json"), fail = Effect.mapError(toFileProblem(path))
  if (path === npy || !(yield* fs.exists(path).pipe(fail))) return undefined
  const text = yield* fs.readFileString(path).pipe(fail)
  if (!text.includes("\"marginaliaEmbedding\"")) return undefined
  const found = yield* Effect.try({
    try: () => parse(text),
    catch: (cause) =>
      new InvalidInput({
        path,
        problem: `this description of an embedding cannot be read (${(cause as Error).message})`,
        hint: "embed again, or remove it",
        reason: "Format",
        expected: "the description of an embedding",
        value: text
      })
  })
  return found && { path, ...found }
})

/** The error for the description of another array than `npy`; `how` says by what one sees it. */
export const otherArray = (
  path: string,
  npy: string,
  how: string,
  found: { readonly value: string | number; readonly expected: string | number }
): InvalidInput =>
  new InvalidInput({
    path,
    reason: "Mismatch",
    ...found,
    problem: `this describes another array than ${npy} (${how})`,
    hint: "embed again, or remove it if the array is no longer embed's"
  })

/** The beginnings of two hashes, as a message shows them. */
export const hashes = (expected: string, found: string): string =>
  `sha256 ${expected.slice(0, 12)}…, not ${found.slice(0, 12)}…`

/**
 * The description beside an array with this hash; undefined where there is none, or a file of another kind.
 *
 * Fails with `InvalidInput` for the description of other bytes, and for one that cannot be read.
 */
export const readEmbeddingAbout = Effect.fn("readEmbeddingAbout")(function*(
  npy: string,
  sha256: string
): Effect.fn.Return<EmbeddingAbout | undefined, InvalidInput | FileProblem, FileSystem.FileSystem> {
  const found = yield* readDescription(npy)
  if (found === undefined || found.sha256 === sha256) return found?.about
  return yield* otherArray(found.path, npy, hashes(found.sha256, sha256), { value: sha256, expected: found.sha256 })
})
