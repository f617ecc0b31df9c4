/**
 * Pools in Parquet that are larger than memory: decoded once, a row group at a time, into a file of single precision, of which a tile at a time
 * is read.
 */
import * as Message from "@marginalia/core/Message"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import type { DatasetError } from "../errors.ts"
import { scratchIn } from "../scratch-scope.ts"
import { type Scratch, scratch } from "../scratch.ts"
import { type DecodedNumbers, decodedNumbers } from "./decoded-numbers.ts"
import { type DecodedPart, type DecodedParts, decodedParts, decodingBytes } from "./decoded-parts.ts"
import type { Decoding } from "./decoding.ts"
import { FileProblem, InvalidInput } from "./errors.ts"
import type { Shard } from "./npy-shard.ts"
import { type OpenedTiles, TILE_BYTES, tileRows, type TilesOptions } from "./npy-tiles.ts"
import { readPieces } from "./parquet.ts"
import { choiceOf, type PoolOptions } from "./pool.ts"
import { readSpans } from "./row-spans.ts"
import type { Put } from "./table.ts"

const refuseSplit = (path: string, { split }: PoolOptions) =>
  split === undefined || split === "all" ? Effect.void : Effect.fail(
    new InvalidInput({
      path,
      problem: "rows are not chosen by what a column says they are for, for a pool that stays in its file",
      hint: Message.text`write the rows of the pool into a file of their own, or select in memory (without ${
        Message.setting("memory")
      })`,
      reason: "Unsupported",
      value: split,
      setting: "split"
    })
  )

/** How a pool of such files is opened. */
export interface DecodedOptions extends TilesOptions {
  /** Which columns are what, as `readPool` takes it; rows of a `split` are not chosen. Default: as their names say. */
  readonly columns?: PoolOptions | undefined
  /** Bytes of memory for decoding. Default: no limit. */
  readonly room?: number | undefined
}

/** What the first rows tell. */
interface First {
  readonly columnNames: ReadonlyArray<string>
  readonly data: Float32Array<ArrayBuffer>
  readonly texts: number
  readonly seconds: number
}

/** The first piece of the first file; the time of all rows is told from that of its row group, and from that of its cells. */
const firstRows = Effect.fnUntraced(function*(
  path: string,
  part: DecodedPart,
  open: DecodedParts["open"],
  rows: number,
  options: PoolOptions
) {
  const piece = part.pieces[0]!, { range, within } = piece
  const file = yield* open(part.path)
  let numbers: DecodedNumbers | undefined, columnNames: ReadonlyArray<string> = []
  const began = performance.now()
  let decoded = began
  const into = (names: ReadonlyArray<string>): Put => {
    decoded = performance.now()
    columnNames = names
    return (numbers = decodedNumbers(path, names)).into(names)
  }
  const asked = { ...choiceOf(options), into, path: part.path, pieces: [piece], what: "parquet" as const }
  const { groups, ids } = yield* readPieces(file, asked)
  const perRow = (decoded - began) / (within.rowEnd - within.rowStart) +
    (performance.now() - decoded) / (range.rowEnd - range.rowStart)
  const data = numbers!.take(range.rowEnd - range.rowStart)
  return {
    columnNames,
    data,
    texts: (ids === undefined ? 0 : 1) + (groups?.size ?? 0),
    seconds: rows * perRow / 1000
  } satisfies First as First
})

const header = { kind: "f4" } as const

const shapeOf = (path: string, rows: number, cols: number) => ({
  path,
  header,
  start: new Uint8Array(0),
  rows,
  cols,
  width: 4 * cols,
  convert: () => {}
})

/** Rows from memory, again from the first where they end. */
const repeated = (path: string, rows: number, cols: number, data: Float32Array<ArrayBuffer>): Shard => {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const fill = (from: number, into: Uint8Array): void => {
    for (let done = 0, at = from * 4 * cols % bytes.length; done < into.length; at = 0) {
      const some = bytes.subarray(at, Math.min(bytes.length, at + into.length - done))
      into.set(some, done)
      done += some.length
    }
  }
  return {
    ...shapeOf(path, rows, cols),
    read: (from, into) => Effect.sync(() => fill(from, into)),
    readSome: (places, into) =>
      Effect.sync(() => places.forEach((place, i) => fill(place, into.subarray(i * 4 * cols, (i + 1) * 4 * cols)))),
    done: () => 0
  }
}

/** What is wrong with the file of what was decoded, as an error of the pool's file. */
export const scratchProblem = (path: string, reason: "Failed" | "Full") => (cause: DatasetError): FileProblem =>
  new FileProblem({ path, problem: cause.message, hint: "then ask again", reason, cause })

/** The rows of a file where they were decoded to, `before` bytes from the start. */
const decodedShard = ({ path, rows }: DecodedPart, cols: number, { fill }: Scratch, before: number): Shard => {
  let done = 0
  const at = (from: number, into: Uint8Array) =>
    Effect.mapError(fill(before + from * 4 * cols, into), scratchProblem(path, "Failed"))
  const counted = Effect.map((bytes: number) => {
    done += bytes
  })
  return {
    ...shapeOf(path, rows, cols),
    read: (from, into) => counted(Effect.as(at(from, into), into.length)),
    readSome: (places, into) => counted(readSpans(places, 4 * cols, into, at)),
    done: () => done
  }
}

/**
 * Opens the Parquet files of a pool for as long as the scope lasts: their ends are read, and the first row group, so that it is known how
 * long vectors are. The rows are there once `readDecodedPool` was asked for them. `path` is what the pool is called.
 *
 * Fails with `InvalidInput` as `readPool` does for columns and for the first rows, for files of other columns than the first, and where decoding a row
 * group takes more than `options.room`; and with `FileProblem`, also where the disk has no room for the vectors.
 */
export const openDecoded = Effect.fn("openDecoded")(function*(
  path: string,
  paths: ReadonlyArray<string>,
  { columns: options = {}, room = Infinity, tileBytes = TILE_BYTES }: DecodedOptions
) {
  yield* refuseSplit(path, options)
  const files = yield* decodedParts(paths, choiceOf(options), room), { parts } = files
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  const { columnNames, data, seconds, texts } = yield* firstRows(path, parts[0]!, files.open, rows, options)
  const cols = columnNames.length, bytes = 4 * cols * rows
  const what = `the vectors of ${counted(rows, "item")}, decoded,`
  const file = yield* scratchIn(yield* Effect.scope)(scratch(bytes, what, Message.text``)).pipe(
    Effect.mapError(scratchProblem(path, "Full"))
  )
  let before = 0, decoded = 0
  const shards = parts.map((part) => {
    const shard = decodedShard(part, cols, file, before)
    before += part.rows * 4 * cols
    return shard
  })
  const decoding: Decoding = {
    ...files,
    options,
    columnNames,
    packed: parts.reduce((sum, { opened }) => sum + opened.fileBytes, 0),
    takes: decodingBytes(parts),
    texts,
    seconds,
    sample: repeated(path, rows, cols, data),
    scratch: file,
    decoded: (more) => {
      decoded += more
    }
  }
  return {
    path,
    shards,
    rows,
    cols,
    tile: tileRows(cols, tileBytes),
    bytes,
    done: () => shards.reduce((sum, shard) => sum + shard.done(), decoded),
    decoding
  } satisfies OpenedTiles as OpenedTiles
})

/** The pool as far as its speed goes: where it is not decoded yet, the first rows stand in for all. */
export const sampled = (opened: OpenedTiles): OpenedTiles =>
  opened.decoding === undefined ? opened : { ...opened, shards: [opened.decoding.sample] }
