/**
 * The Parquet files of a pool, of which a row group at a time is decoded: what they say of themselves. Tested in decoded-tiles.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { type GroupReader, type ParquetFile, readingGroups } from "../parquet/file.ts"
import type { Column, Opened } from "../parquet/messages.ts"
import { decoding, type FileProblem, InvalidInput } from "./errors.ts"
import { changed, stateOf } from "./npy-shard.ts"
import { askedOf, type Piece, toInvalidInput } from "./parquet.ts"
import { makeTable, type TableOptions } from "./table.ts"

/** One file, of which nothing is decoded yet. */
export interface DecodedPart {
  readonly path: string
  /** What it says of itself. */
  readonly opened: Opened
  readonly rows: number
  /** Its rows in pieces that are read one after the other. */
  readonly pieces: ReadonlyArray<Piece>
  /** What the columns that are read come to in a row group, at most, in bytes. */
  readonly group: number
  /** How many columns of row groups there are. */
  readonly chunks: number
  /** Fails with `FileProblem` where the file is not what it was when it was looked at. */
  readonly unchanged: Effect.Effect<void, FileProblem>
}

/** What a piece of rows comes to, in bytes. */
const PIECE = 8e6

const piecesOf = ({ ranges }: Opened, group: number): ReadonlyArray<Piece> => {
  const most = ranges.reduce((all, { rowEnd, rowStart }) => Math.max(all, rowEnd - rowStart), 1)
  const size = Math.max(1, Math.floor(PIECE * most / Math.max(1, group)))
  return ranges.flatMap((within) =>
    Array.from({ length: Math.ceil((within.rowEnd - within.rowStart) / size) }, (_, i) => {
      const rowStart = within.rowStart + i * size
      return { within, range: { rowStart, rowEnd: Math.min(within.rowEnd, rowStart + size) } }
    })
  )
}

const partOf = Effect.fnUntraced(
  function*(path: string, look: GroupReader["look"], options: Omit<TableOptions, "text">) {
    const fs = yield* FileSystem.FileSystem, state = stateOf({ stat: fs.stat(path) }, path)
    const { size, time } = yield* state
    const opened = yield* Effect.mapError(look(path), toInvalidInput(path, "parquet"))
    const places = yield* askedOf(opened.columns, path, options), rows = opened.ranges.at(-1)?.rowEnd ?? 0
    // A table without rows says so.
    if (rows === 0) yield* decoding(path, makeTable([], { text: false }).finish)
    const group = places.reduce((sum, place) => sum + opened.most[place]!, 0)
    return {
      path,
      opened,
      rows,
      pieces: piecesOf(opened, group),
      group,
      chunks: opened.columns.length * opened.ranges.length,
      unchanged: Effect.flatMap(
        state,
        (now) => now.size === size && now.time === time ? Effect.void : Effect.fail(changed(path))
      )
    } satisfies DecodedPart as DecodedPart
  }
)

const nameOf = ({ isList, name }: Column): string => `${isList ? "the list " : ""}"${name}"`

const otherColumns = (first: DecodedPart, other: DecodedPart): InvalidInput | undefined => {
  const [expected, found] = [first, other].map(({ opened }) => opened.columns.map(nameOf)) as [
    Array<string>,
    Array<string>
  ]
  const at = expected.findIndex((name, i) => name !== found[i])
  if (at < 0 && expected.length === found.length) return undefined
  const [is = "nothing", was = "nothing"] = at < 0 ? [found[expected.length]] : [found[at], expected[at]]
  return new InvalidInput({
    path: other.path,
    problem: `its columns are not those of ${first.path}: ${is} is there in place of ${was}`,
    hint: "the files of a pool have the same columns, in the same order",
    reason: "Mismatch",
    value: is,
    expected: was
  })
}

/** Bytes of a thread that decodes, of the pieces that go from it, and of what is not given back at once. */
const THREAD = 220e6
/** So many times what a row group says it comes to: lists are objects. */
const TIMES = 6
/** Bytes of what is known of a column of a row group. */
const CHUNK = 3000

/** Bytes of memory that decoding takes at its highest. */
export const decodingBytes = (parts: ReadonlyArray<Pick<DecodedPart, "chunks" | "group">>): number =>
  THREAD + parts.reduce((most, { chunks, group }) => Math.max(most, TIMES * group + CHUNK * chunks), 0)

const tooLarge = ({ group, opened, path }: DecodedPart, takes: number, room: number): InvalidInput => {
  const most = opened.ranges.reduce((all, { rowEnd, rowStart }) => Math.max(all, rowEnd - rowStart), 1)
  const rows = Math.floor(most * (room - THREAD) / (takes - THREAD))
  const write = rows < 1 ? "" : `, or write it in row groups of ${rows} rows at most (pyarrow: row_group_size=${rows})`
  const more = Message.setting("memory", { value: `${Math.ceil((takes + 300e6) / 1e6)}MB` })
  return new InvalidInput({
    path,
    problem: `a row group of it comes to ${Quote.bytes(group)}, and decoding it takes up to ${
      Quote.bytes(takes)
    }, of which the limit leaves ${Quote.bytes(Math.max(0, room))}`,
    hint: Message.text`give ${more}${write}`,
    reason: "TooLarge",
    value: takes,
    expected: room
  })
}

/** The files of a pool, and a thread that opens them, one at a time. */
export interface DecodedParts {
  readonly parts: ReadonlyArray<DecodedPart>
  /** Opens one. Fails with `InvalidInput`. */
  readonly open: (path: string) => Effect.Effect<ParquetFile, InvalidInput>
  /** Ends the thread, which ends with the scope at the latest. */
  readonly end: Effect.Effect<void>
}

/**
 * The Parquet files at `paths`, of which only the ends are read. Fails with `InvalidInput` for what is none, for files of other columns than the
 * first, for columns that the first has not, and where decoding a row group takes more than `room` bytes; and with `FileProblem`.
 */
export const decodedParts = Effect.fnUntraced(function*(
  paths: ReadonlyArray<string>,
  options: Omit<TableOptions, "text">,
  room: number
) {
  const { end, look, opening } = yield* readingGroups()
  const parts = yield* Effect.forEach(paths, (path) => partOf(path, look, options)), first = parts[0]!
  const other = parts.map((part) => otherColumns(first, part)).find((problem) => problem !== undefined)
  if (other !== undefined) return yield* other
  const large = parts.find((part) => decodingBytes([part]) > room)
  if (large !== undefined) return yield* tooLarge(large, decodingBytes([large]), room)
  const most = (of: "chunks" | "group") => parts.reduce((all, part) => Math.max(all, part[of]), 0)
  const open = yield* opening(most("group"), most("chunks"))
  return {
    parts,
    open: (path) => Effect.mapError(open(path), toInvalidInput(path, "parquet")),
    end
  } satisfies DecodedParts as DecodedParts
})
