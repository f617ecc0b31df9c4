/**
 * Which format a file is in: by its name, or for the standard input by how it begins.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { isPacked, unpack } from "../unpack.ts"
import { InvalidInput, toFileProblem } from "./errors.ts"
import { isNpy } from "./npy-header.ts"
import { readSource, type Source } from "./source.ts"

/** The formats of pools and columns. */
export const formats = ["npy", "npz", "csv", "jsonl", "parquet", "arrow"] as const

/** A format of pools and columns. */
export type Format = typeof formats[number]

const byExtension: Record<string, Format> = {
  npy: "npy",
  npz: "npz",
  csv: "csv",
  tsv: "csv",
  tab: "csv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  parquet: "parquet",
  arrow: "arrow",
  feather: "arrow",
  ipc: "arrow"
}

const extensionOf = (path: string): string => /\.([^./\\]+)$/.exec(path.replace(/(\.[^./\\]+)\.gz$/i, "$1"))?.[1] ?? ""

const PARQUET_MAGIC = [0x50, 0x41, 0x52, 0x31]

const ARROW_MAGIC = [0x41, 0x52, 0x52, 0x4F, 0x57, 0x31]

/** Arrow's streams have no magic; this is how each of their messages begins. */
const ARROW_MESSAGE = [0xFF, 0xFF, 0xFF, 0xFF]

const ZIP_MAGIC = [0x50, 0x4B, 0x03, 0x04]

const begins = (bytes: Uint8Array, magic: ReadonlyArray<number>): boolean => magic.every((byte, i) => bytes[i] === byte)

/** Whether these bytes begin as a file or a stream of Arrow's does. */
export const isArrow = (bytes: Uint8Array): boolean => begins(bytes, ARROW_MAGIC) || begins(bytes, ARROW_MESSAGE)

/** The format of bytes without a name: npy, npz, parquet and Arrow by their magic, jsonl if the text begins with `{`, else csv. */
export const sniff = (bytes: Uint8Array): Format => {
  if (isNpy(bytes)) return "npy"
  if (begins(bytes, ZIP_MAGIC)) return "npz"
  if (begins(bytes, PARQUET_MAGIC)) return "parquet"
  if (isArrow(bytes)) return "arrow"
  return new TextDecoder().decode(bytes.subarray(0, 1024)).trimStart().startsWith("{") ? "jsonl" : "csv"
}

/**
 * The format that the name's extension says; `undefined` for `-`, whose bytes have to be sniffed.
 *
 * Fails with {@link InvalidInput} that lists the supported formats.
 */
export const formatOf = (
  pathOrDash: string,
  supported: ReadonlyArray<Format>
): Effect.Effect<Format | undefined, InvalidInput> => {
  if (pathOrDash === "-") return Effect.succeed(undefined)
  const extension = extensionOf(pathOrDash)
  const format = byExtension[extension.toLowerCase()]
  if (format !== undefined && supported.includes(format)) return Effect.succeed(format)
  const problem = extension === "" ? "the name has no extension" : `.${extension} files cannot be read here`
  const hint = `use ${supported.map((name) => `.${name}`).join(", ")}`
  return Effect.fail(
    new InvalidInput({ path: pathOrDash, problem, hint, reason: "Unsupported", value: extension, allowed: supported })
  )
}

/** What gzip made the bytes from, where it did; the hash stays that of the file. */
export const unpacked = (source: Source): Effect.Effect<Source, InvalidInput> =>
  isPacked(source.bytes)
    ? unpack(source.bytes, source.path).pipe(
      Effect.map((bytes) => ({ ...source, bytes: bytes as Uint8Array<ArrayBuffer> })),
      Effect.mapError(({ reason }) =>
        new InvalidInput({
          path: source.path,
          problem: reason._tag === "Malformed" ? reason.problem : "it cannot be unpacked",
          hint: "unpack it yourself, or compress it again",
          reason: "Format",
          expected: "gzip"
        })
      )
    )
    : Effect.succeed(source)

/** Fails with `FileProblem` where nothing is there: a name that is mistyped is no file of another format. */
const checkThere = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  yield* Effect.mapError(fs.stat(path), toFileProblem(path))
})

/** The bytes of a file or of the standard input, with their format: as given, by the name, or sniffed. */
export const readWithFormat = Effect.fnUntraced(function*(
  pathOrDash: string,
  supported: ReadonlyArray<Format>,
  given: Format | undefined
) {
  const named = given ?? (yield* Effect.tapError(formatOf(pathOrDash, supported), () => checkThere(pathOrDash)))
  const source = yield* unpacked(yield* readSource(pathOrDash))
  const format = named ?? sniff(source.bytes)
  if (supported.includes(format)) return { source, format }
  const hint = `use ${supported.join(", ")}`
  return yield* new InvalidInput({
    path: source.path,
    problem: `${format} cannot be read here`,
    hint,
    reason: "Unsupported",
    value: format,
    allowed: supported
  })
})
