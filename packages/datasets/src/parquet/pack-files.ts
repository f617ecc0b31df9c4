/** Files in the cells of a column, on their way between threads. */
import type { PackedFiles } from "./messages.ts"

/** A file that a cell holds. */
export interface CellFile {
  /** Empty where the cell holds nothing. */
  readonly bytes: Uint8Array
  /** What it was called; undefined where that is not known. */
  readonly path: string | undefined
}

const EMPTY = new Uint8Array(0)

/** Bytes, or Hugging Face's pair of bytes and a path; what is neither holds nothing. */
const fileIn = (cell: unknown): CellFile => {
  if (cell instanceof Uint8Array) return { bytes: cell, path: undefined }
  if (typeof cell !== "object" || cell === null) return { bytes: EMPTY, path: undefined }
  const { bytes, path } = cell as { readonly bytes?: unknown; readonly path?: unknown }
  return {
    bytes: bytes instanceof Uint8Array ? bytes : EMPTY,
    path: typeof path === "string" && path.trim() !== "" ? path : undefined
  }
}

/** The files in the cells of a column, ready to be sent: in memory of their own. */
export const packFiles = (cells: ArrayLike<unknown>): PackedFiles => {
  const files = Array.from(cells, fileIn), ends = new Float64Array(files.length)
  let size = 0
  for (const [i, file] of files.entries()) ends[i] = size += file.bytes.length
  const bytes = new Uint8Array(size)
  for (const [i, file] of files.entries()) bytes.set(file.bytes, ends[i]! - file.bytes.length)
  return { bytes, ends, paths: files.map(({ path }) => path ?? null) }
}

/** The files, as views of one array. */
export const unpackFiles = ({ bytes, ends, paths }: PackedFiles): ReadonlyArray<CellFile> =>
  Array.from(ends, (end, i) => ({ bytes: bytes.subarray(i === 0 ? 0 : ends[i - 1], end), path: paths[i] ?? undefined }))
