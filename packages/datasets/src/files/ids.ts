/**
 * Lists of ids in files.
 */
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { cellName, shown } from "./cell.ts"
import { decoding, type FileProblem, type InvalidInput, Malformed } from "./errors.ts"
import { unpacked } from "./format.ts"
import { readRawTable } from "./raw-rows.ts"
import { placesOf } from "./roles.ts"
import { readSource } from "./source.ts"

/** Ids as they stand in a file. */
export interface Ids {
  /** The path as given, or `stdin`. */
  readonly path: string
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string
  /** In the order of the file. */
  readonly ids: ReadonlyArray<string>
}

const isLines = (path: string): boolean => /\.(?:txt|list)(?:\.gz)?$/i.test(path)

/** An id a line; spaces around it and empty lines say nothing. */
const linesOf = (bytes: Uint8Array): ReadonlyArray<string> => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "")
  } catch {
    throw new Malformed("the text is not UTF-8", "write it in UTF-8", { reason: "Format", expected: "UTF-8" })
  }
}

const cellsOf = (names: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<unknown>>): ReadonlyArray<string> => {
  const { id } = placesOf(names, new Set(), { idOptional: true, names: "values" })
  if (id >= 0) return rows.map((cells, row) => cellName(cells[id], names[id]!, { row }))
  // A list without a header would lose its first id.
  const problem = `no column is called id, only ${names.slice(0, 5).map(shown).join(", ")}`
  throw new Malformed(problem, "call the column of the ids id, or write one id a line into a .txt file", {
    reason: "Missing",
    expected: "a column called id",
    value: names
  })
}

const nothing = (): never => {
  throw new Malformed("it holds no id", "write one id a line, or a table with a column called id", { reason: "Empty" })
}

/**
 * The ids in a file, `pathOrDash`: the column `id` of a table (`.csv`, `.tsv`, `.jsonl`, `.parquet`, `.arrow`), such as
 * `marginalia select` writes, or one a line of a `.txt`; gzipped or not; `-` is a table on the standard input.
 *
 * Fails with `InvalidInput` for a table without such a column and for a file without an id, and with `FileProblem` where it
 * cannot be read.
 */
export const readIds = Effect.fn("readIds")(function*(
  pathOrDash: string
): Effect.fn.Return<Ids, InvalidInput | FileProblem, FileSystem | Stdio> {
  if (isLines(pathOrDash)) {
    const { bytes, path, sha256 } = yield* unpacked(yield* readSource(pathOrDash))
    const ids = yield* decoding(path, () => linesOf(bytes))
    return { path, sha256, ids: ids.length > 0 ? ids : yield* decoding(path, nothing) }
  }
  const { names, rows, sha256 } = yield* readRawTable(pathOrDash)
  const path = pathOrDash === "-" ? "stdin" : pathOrDash
  return { path, sha256, ids: yield* decoding(path, () => cellsOf(names, rows)) }
})
