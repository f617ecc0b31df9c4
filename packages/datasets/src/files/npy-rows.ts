/**
 * Some rows of an `.npy` file, without the others: what is read is what was written with it, or it is refused.
 */
import { Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { checkedIds } from "./checked-ids.ts"
import { type Description, type EmbeddingAbout, readDescription } from "./embedding-about.ts"
import { decoding, type FileProblem, InvalidInput, Malformed } from "./errors.ts"
import { type FilePart, openParts } from "./file-parts.ts"
import { NPY_START, type NpyHeader, npyOffset, parseNpyHeader } from "./npy-header.ts"
import { checkNpySize, decodeNpy, type NpyArray, numberSize } from "./npy.ts"

/** An `.npy` file of which rows can be read. */
export interface NpyRows {
  /** The path as given. */
  readonly path: string
  /** The size of each dimension of the whole array; rows are the first. */
  readonly shape: ReadonlyArray<number>
  /** The dtype as the file spells it, `<f4`. */
  readonly descr: string
  /** What made the vectors, as the file beside the array says it. */
  readonly embedding: EmbeddingAbout | undefined
  /** The ids of all rows, from the file beside the array; `undefined` where there is none. */
  readonly ids: ReadonlyArray<string> | undefined
  /**
   * The rows from `from` (0 is the first) to before `to`, as an array of their own in C order. Takes the memory of these rows
   * and of one block.
   *
   * Fails with `InvalidInput` for rows that are not there, and where a block of the file that a row lies in is not what was
   * written with the array; with `FileProblem` where the file cannot be read, or changed since it was opened, and where the
   * rows do not fit into memory.
   */
  readonly read: (from: number, to: number) => Effect.Effect<NpyArray, InvalidInput | FileProblem>
}

const readHeader = Effect.fnUntraced(function*(path: string, part: FilePart, size: number) {
  const start = yield* part(0, Math.min(NPY_START, size), undefined)
  const { offset } = yield* decoding(path, () => npyOffset(start))
  const bytes = yield* part(0, Math.min(offset, size), undefined)
  return yield* decoding(path, () => {
    const header = parseNpyHeader(bytes)
    checkNpySize(size, header)
    if (header.shape.length === 0) {
      throw new Malformed("the array is a single number", "save the items", {
        reason: "Mismatch",
        value: 0,
        expected: 2
      })
    }
    if (header.fortranOrder && header.shape.length > 1) {
      const problem = "the array is in Fortran order, where a row lies all over the file"
      throw new Malformed(problem, "save it in C order: numpy.save(file, numpy.ascontiguousarray(x))", {
        reason: "Unsupported",
        value: "Fortran order"
      })
    }
    return header
  })
})

/** A description of as many rows as the array has. */
const checkRows = (path: string, rows: number, about: Description | undefined) =>
  about?.rows === undefined || about.rows === rows
    ? Effect.void
    : Effect.fail(
      new InvalidInput({
        path,
        problem: `it has ${rows} rows, and ${about.path} describes ${about.rows}`,
        hint: "embed again, or remove the description",
        reason: "Mismatch",
        value: rows,
        expected: about.rows
      })
    )

const checkRange = (path: string, from: number, to: number, rows: number): Effect.Effect<void, InvalidInput> => {
  const right = Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from && from <= to && to <= rows
  if (right) return Effect.void
  const problem = `the rows from ${from} to before ${to} are asked for, and it has ${rows}`
  return Effect.fail(
    new InvalidInput({
      path,
      problem,
      hint: Message.text`ask for whole numbers with 0 <= from <= to <= ${rows}`,
      reason: "Value",
      value: [from, to],
      expected: `whole numbers with 0 <= from <= to <= ${rows}`
    })
  )
}

const readerOf = (path: string, part: FilePart, header: NpyHeader): NpyRows["read"] => {
  const [rows = 0, ...sides] = header.shape
  const width = sides.reduce((product, side) => product * side, numberSize(header))
  const place = { offset: header.offset, width, rows }
  return Effect.fn("NpyRows.read")(function*(from: number, to: number) {
    yield* checkRange(path, from, to, rows)
    const bytes = yield* part(header.offset + from * width, header.offset + to * width, place)
    return decodeNpy(bytes, header, [to - from, ...sides])
  })
}

/**
 * Opens an `.npy` file to read some of its rows, `openNpyRows("pool.npy")`; no file stays open. `path` is the file.
 *
 * The file is compared with the description that `marginalia embed` wrote beside it (`pool.json`): the number of its bytes and
 * rows, the hash of the ids' file, and for the header and each read the hash of every block of the file that is touched. A
 * description without hashes of blocks, as older versions wrote it, is believed where bytes and rows agree and the array is
 * no newer than it; where it is newer, all of the array is hashed once. Without a description nothing is known, and what is
 * read is what stands there.
 *
 * Fails with `InvalidInput` for a file that is no array, for one in Fortran order, and for companions of another array; with
 * `FileProblem` where a file is missing or unreadable, a folder or a pipe.
 */
export const openNpyRows = Effect.fn("openNpyRows")(function*(
  path: string
): Effect.fn.Return<NpyRows, InvalidInput | FileProblem, FileSystem | Stdio> {
  const about = yield* readDescription(path)
  const { part, size } = yield* openParts(path, about)
  const header = yield* readHeader(path, part, size)
  const [rows = 0] = header.shape
  yield* checkRows(path, rows, about)
  const ids = yield* checkedIds(path, rows, about?.about)
  const { descr, shape } = header
  return { path, shape, descr, embedding: about?.about, ids: ids?.ids, read: readerOf(path, part, header) }
})
